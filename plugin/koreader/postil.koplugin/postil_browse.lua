--- The lists and the ways to them: who and what, notes, works, passages, own notes, packs. Methods of postil_views.
local Guard = require("postil_guard")
local InfoMessage = require("ui/widget/infomessage")
local Markup = require("postil_markup")
local UIManager = require("ui/uimanager")
local _ = require("gettext")
local T = require("ffi/util").template

return function(Views)

function Views:mentions(card, count)
    local Lists = require("postil_lists")
    Lists.show(card.name, Lists.mentions(self, card.entity, count), T(_("%1 mentions"), count))
end

local function nothing(text)
    UIManager:show(InfoMessage:new{ text = text, timeout = 3 })
end

local function show_list(title, items, empty, subtitle)
    if #items == 0 then return nothing(empty) end
    return require("postil_lists").show(title, items, subtitle)
end

local function by_mentions(items)
    table.sort(items, function(a, b) return a.mentions > b.mentions end)
    return items
end

function Views:page_entities()
    local Lists = require("postil_lists")
    if self.ui.paging then return self:book_entities() end
    local first, last = self.places:page_range(self.document:getCurrentPage())
    if not first or not last then return nothing(_("This page was not found in the pack.")) end
    show_list(_("On this page"), Lists.entities(self, self.pack:entities_between(first, last, self:limit())), _("Nobody is named on this page."))
end

function Views:chapter_entities()
    local Lists = require("postil_lists")
    local _row, finish, chapter = self:chapter_here()
    if not finish then return nothing(_("This chapter was not found in the pack.")) end
    local found = self.pack:entities_between(chapter and chapter.pos or 0, finish, self:limit())
    show_list(chapter and chapter.title or _("In this chapter"), by_mentions(Lists.entities(self, found)), _("Nobody is named in this chapter up to here."))
end

function Views:book_entities(so_far)
    local Lists = require("postil_lists")
    local last = so_far and self:here() or self.pack.end_pos
    local found = self.pack.reference and {} or self.pack:entities_between(0, last, self:limit())
    show_list(so_far and _("So far") or _("In the book"), by_mentions(Lists.entities(self, found)), _("Nobody is named up to here."))
end

function Views:page_notes()
    local Lists = require("postil_lists")
    if self.ui.paging then return nothing(_("This document has fixed pages: its note marks are not known. See the notes of the chapter.")) end
    local marks = self.marks:on_page(self.document:getCurrentPage())
    if #marks == 1 and marks[1].note then return self:show_note(marks[1].note, { mark = marks[1] }) end
    show_list(_("Notes on this page"), Lists.marks(self, marks), _("There are no note marks on this page."))
end

function Views:chapter_notes(pos)
    local Lists = require("postil_lists")
    local _row, finish, chapter = self:chapter_here(pos)
    if not finish then return nothing(_("This chapter was not found in the pack.")) end
    local marks = self.pack:marks_between(chapter and chapter.pos or 0, finish, 2000)
    show_list(_("Notes of the chapter"), Lists.marks(self, marks), _("This chapter has no notes."), chapter and chapter.title)
end

function Views:works()
    show_list(_("Works cited"), require("postil_lists").works(self), _("No works are cited."))
end

--- Whole text, at most a screenful of pages at once.
function Views:search_text(query)
    local Lists = require("postil_lists")
    local passages, more = self.pack:search(query, self:limit(), 200)
    if #passages == 0 then passages, more = self.pack:search(query, self:limit(), 200, true) end
    show_list(T(_("“%1” in the text"), query), Lists.passages(self, passages), T(_("“%1” does not stand in the text up to here."), query),
        more and _("the first 200 passages") or nil)
end

--- The reader's own notes on this book.
function Views:own_notes()
    local Lists = require("postil_lists")
    local menu
    local items = { { text = _("Write a note"), bold = true, run = function() self.own:edit({ on = 1 }, _("Note on the book"), function() self:again(menu) end) end } }
    local list = self.own:list()
    if #list > 0 then
        table.insert(items, { text = _("Export as Markdown"), run = function()
            local path = self.own:export()
            UIManager:show(InfoMessage:new{ text = path and T(_("Written to:\n%1"), path) or _("The notes could not be written.") })
        end })
    end
    for _i, note in ipairs(list) do
        items[#items + 1] = {
            text = note.text:gsub("%s+", " ") .. (note.quote ~= "" and " — “" .. Lists.clip(note.quote, 80) .. "”" or ""), mandatory = note.subject,
            run = function() self.own:edit(note, _("Your note"), function() self:again(menu) end) end,
        }
    end
    menu = Lists.show(_("Your notes"), items)
end

function Views:again(menu)
    UIManager:close(menu)
    self:own_notes()
end

--- Other books of the shelf that know a card's entity. What has the name alone is said to be perhaps another.
function Views:other_books(card)
    local Lists = require("postil_lists")
    local shelf = self.own:shelf(true)
    if not shelf then return end
    shelf:scan(self.settings:shelf_folder(), 20)
    local number = shelf:number_of(self.pack, true)
    local items = {}
    for _i, hit in ipairs(shelf:lookup(card.name, 30, number, self:here())) do
        if hit.relation ~= "here" then
            local who = hit.name .. " — " .. Markup.kind_line(hit, { role = hit.role })
            local text = hit.title .. ": " .. (hit.relation == "perhaps" and T(_("perhaps %1"), who) or who)
            if hit.description ~= "" then text = text .. ". " .. Lists.clip(hit.description, 160) end
            items[#items + 1] = {
                text = text, mandatory = tostring(hit.mentions), run = function() return require("postil_otherbooks").open(self, hit.path, hit.name) end,
            }
        end
    end
    show_list(card.name, items, _("No other book with a pack names it."), _("In other books"))
end

--- The packs of this device: those of the shelf folder are taken in first.
function Views:shelf_packs()
    local Lists = require("postil_lists")
    local shelf = self.own:shelf(true)
    if not shelf then return end
    shelf:scan(self.settings:shelf_folder(), 20)
    shelf:number_of(self.pack, true)
    local items = {}
    for _i, pack in ipairs(shelf:packs()) do
        items[#items + 1] = {
            text = pack.title .. (pack.creator ~= "" and " — " .. pack.creator or ""), mandatory = tostring(pack.entities), dim = pack.missing,
            run = not pack.missing and function() return require("postil_otherbooks").open(self, pack.path) end or nil,
        }
    end
    show_list(_("Books with a pack"), items, _("There are no packs on this device."))
end

function Views:search()
    require("postil_searchview").show(self)
end

--- The way to all lists.
function Views:browse()
    local ButtonDialog = require("ui/widget/buttondialog")
    local dialog
    local function row(text, run, enabled)
        return { { text = text, align = "left", enabled = enabled ~= false,
            callback = Guard.wrap("browse", function() UIManager:close(dialog) run() end) } }
    end
    local counts = self.pack.counts
    dialog = ButtonDialog:new{
        title = self.pack:info(self.lib.POSTIL_TITLE) or _("Postil"),
        buttons = {
            row(_("Look up a name…"), function() self:search() end),
            row(_("Who and what is on this page"), function() self:page_entities() end, counts.entities > 0),
            row(_("… in this chapter"), function() self:chapter_entities() end, counts.entities > 0),
            row(_("… so far"), function() self:book_entities(true) end, counts.entities > 0),
            row(_("… in the book"), function() self:book_entities() end, counts.entities > 0),
            row(_("Notes on this page"), function() self:page_notes() end, counts.marks > 0),
            row(_("Notes of this chapter"), function() self:chapter_notes() end, counts.marks > 0),
            row(_("Works cited"), function() self:works() end, counts.works > 0),
            row(_("Your notes"), function() self:own_notes() end),
            row(_("Books with a pack"), function() self:shelf_packs() end),
        },
    }
    UIManager:show(dialog)
end

end
