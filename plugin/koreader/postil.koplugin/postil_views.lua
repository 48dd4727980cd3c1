--- What is shown when, and what a tap in one view opens next.
local Device = require("device")
local Event = require("ui/event")
local Guard = require("postil_guard")
local InfoMessage = require("ui/widget/infomessage")
local Markup = require("postil_markup")
local Notification = require("ui/widget/notification")
local Screen = Device.screen
local UIManager = require("ui/uimanager")
local _ = require("gettext")
local T = require("ffi/util").template

local Views = {}
Views.__index = Views

function Views.new(plugin)
    local self = {
        plugin = plugin, ui = plugin.ui, document = plugin.document, pack = plugin.pack, places = plugin.places, marks = plugin.marks,
        reading = plugin.reading, settings = plugin.settings, lib = plugin.lib, open = {},
    }
    setmetatable(self, Views)
    self.own = require("postil_ownnotes").new(self, plugin.settings:shelf_folder())
    return self
end

function Views:limit()
    if not self.ui.paging then return self.reading:limit() end
    if not self.settings:spoiler_safe() or self.pack.reference then return self.pack.NO_LIMIT end
    -- Fixed pages have no places that a pack knows: their share of the document is taken, and a tenth less for what stands before the text.
    local read = (self.ui:getCurrentPage() - 1) / math.max(self.document:getPageCount(), 1)
    return math.floor(0.9 * read * self.pack.end_pos)
end

--- The row of the chapter that is shown, where it ends, and the chapter. Of fixed pages the contents say which it is; nil where they do not.
function Views:chapter_here(pos)
    local row, finish
    if pos or not self.ui.paging then
        row, finish = self.pack:chapter_of_pos(pos or self:here() or 0)
    else
        local title = self.ui.toc and self.ui.toc:getTocTitleOfCurrentPage() or ""
        local print = self.pack:print_of(title)
        for i = 0, title ~= "" and self.pack.counts.chapters - 1 or -1 do
            local chapter = self.pack:chapter(i)
            if chapter and self.pack:print_of(chapter.title) == print then row, finish = self.pack:chapter_of_pos(chapter.pos) break end
        end
        if not row then return end
    end
    return row, finish, row and self.pack:chapter(row)
end

--- The position of the page that is shown, or nil.
function Views:here()
    if self.ui.paging then return end
    return self.places:pos(self.document:getXPointer())
end

local function margins(self)
    if self.document.getPageMargins then
        local m = self.document:getPageMargins()
        if m and m.left then return m end
    end
    local side = Screen:scaleBySize(20)
    return { left = side, right = side, top = side, bottom = side }
end

-- The size that KOReader's own note popup would use.
local function font_size(self)
    local fixed = G_reader_settings:readSetting("footnote_popup_absolute_font_size")
    if fixed then return Screen:scaleBySize(fixed) end
    -- Of fixed pages it is a factor of zooming.
    local size = not self.ui.paging and self.document.configurable and self.document.configurable.font_size or 20
    return Screen:scaleBySize(size) + (G_reader_settings:readSetting("footnote_popup_relative_font_size") or -2)
end

local function remember(self, sheet)
    self.open[sheet] = true
    return sheet
end

-- KOReader marks the link on the page while its note is shown.
local function light(self, xpointer)
    if not xpointer and not self.lit then return end
    self.lit = xpointer
    self.document:highlightXPointer()
    if xpointer then self.document:highlightXPointer(xpointer) end
    UIManager:setDirty(self.ui.dialog, "ui")
end

--- Closes all sheets: one comes in the place of another.
function Views:close_sheets()
    light(self)
    for sheet in pairs(self.open) do
        self.open[sheet] = nil
        UIManager:close(sheet)
    end
end

function Views:close()
    self:close_sheets()
    self.own:close()
end

local function button(text, run, enabled)
    return { text = text, enabled = enabled ~= false, font_bold = false, font_size = 18, callback = Guard.wrap("button", run) }
end

--- Goes to a position of the book; KOReader's "back" returns. True where it could.
function Views:go_to(pos)
    local xpointer = not self.ui.paging and self.places:xpointer(pos)
    if not xpointer then
        UIManager:show(Notification:new{ text = _("This place was not found in the open book.") })
        return false
    end
    self:close_sheets()
    self.ui.link:addCurrentLocationToStack()
    self.ui:handleEvent(Event:new("GotoXPointer", xpointer, xpointer))
    return true
end

local function copy(text)
    Device.input.setClipboardText(text)
    UIManager:show(Notification:new{ text = _("Copied.") })
end

--- Follows a link of a sheet: "postil:note:3", "postil:entity:7", "postil:pos:1234", a place in the book, or the web.
function Views:follow(href, from)
    local own = href:match("^postil:own:(%x+)$")
    if own then return self.own:change(own, from) end
    local kind, number = href:match("^postil:(%a+):(%d+)$")
    number = tonumber(number)
    if kind == "note" then return self:show_note(number, { back = from }) end
    if kind == "entity" then return self:card(number, { back = from }) end
    if kind == "pos" then return self:go_to(number) end
    if href:match("^%a[%w+.-]*:") then
        self:close_sheets()
        return self.ui.link:onGotoLink({ xpointer = href }, false, nil)
    end
    local path, anchor = href:match("^([^#]*)#?(.*)$")
    local file = self.pack:file_of_path(path)
    local note = file and anchor ~= "" and self.pack:note_by_anchor(file, anchor)
    if note then return self:show_note(note, { back = from }) end
    local _path, spine = self.pack:file(file or -1)
    if spine then
        self:close_sheets()
        self.ui.link:addCurrentLocationToStack()
        self.ui:handleEvent(Event:new("GotoXPointer", string.format("#_doc_fragment_%d_ %s", spine, anchor)))
    end
end

-- Names of a note that a tap explains.
local function names_of(self, note)
    local names = {}
    for i, entity in ipairs(self.pack:note_entities(note.note, self:limit())) do
        if i > 24 then break end
        local card = self.pack:card(entity, self:limit())
        for _i, alias in ipairs(card and card.aliases or {}) do
            if #alias.text > 2 then names[#names + 1] = { text = Markup.escape(alias.text), href = "postil:entity:" .. entity } end
        end
    end
    return names
end

-- The nearest mark before or after with a note that can be shown.
local function mark_beside(self, mark, by)
    local row = mark.mark + by
    while row >= 0 and row < self.pack.counts.marks do
        local other = self.pack:mark(row)
        if other and other.note then return other end
        row = row + by
    end
end

--- Shows a note. `from`: mark=, xpointer= (of the mark on the page), back= (a function that shows what was there before).
function Views:show_note(number, from)
    from = from or {}
    local note = self.pack:note(number)
    if not note then return false end
    local mark = from.mark or (note.marks[1] and self.pack:mark(note.marks[1]))
    local Sheet = require("postil_sheet")
    self:close_sheets()
    if from.xpointer then light(self, from.xpointer) end
    local again = function() self:show_note(number, { mark = mark, xpointer = from.xpointer, back = from.back }) end
    local function beside(by)
        local other = mark and mark_beside(self, mark, by)
        if other then return self:show_note(other.note, { mark = other }) end
    end
    local sheet
    local function jump()
        if note.place then self:go_to(note.place.pos) end
    end
    local html = Markup.note(note, names_of(self, note), function(reference) return self.pack:image(reference) end)
    local label = note.label ~= "" and T(_("Note %1"), note.label) or _("Note")
    sheet = remember(self, Sheet:new{
        html = html, share = html:find("<img ", 1, true) and 0.6 or nil, font_size = font_size(self), margins = margins(self), dialog = self.ui.dialog,
        buttons = {
            from.back and button("↩", function() from.back() end) or button("‹", function() beside(-1) end, mark and mark_beside(self, mark, -1) ~= nil),
            button(label, jump),
            button("⋯", function() self:note_menu(note, mark) end),
            button("›", function() beside(1) end, mark and mark_beside(self, mark, 1) ~= nil),
        },
        on_next = beside,
        on_link = function(href) self:follow(href, again) end,
        on_select = function(text, seconds) self:selected_in_sheet(text, seconds) end,
        on_closed = function(gesture)
            self.open[sheet] = nil
            light(self)
            -- A tap beside the popup may mean the next mark.
            if gesture and not self.plugin:on_tap(gesture) then self.ui.link:onTap(nil, gesture) end
        end,
    })
    UIManager:show(sheet)
    return true
end

function Views:note_menu(note, mark)
    local ButtonDialog = require("ui/widget/buttondialog")
    local dialog
    local function row(text, run)
        return { { text = text, align = "left", callback = Guard.wrap("note menu", function() UIManager:close(dialog) run() end) } }
    end
    local buttons = {
        row(_("Go to the note"), function() if note.place then self:go_to(note.place.pos) end end),
        row(_("Copy the note"), function() copy(note.text) end),
        row(_("Write a note on it"), function() self.own:on_note(note, mark) end),
        row(_("Notes of this chapter"), function() self:chapter_notes(mark and mark.place and mark.place.pos or note.place and note.place.pos) end),
    }
    if mark and mark.place then table.insert(buttons, 2, row(_("Go to its mark"), function() self:go_to(mark.place.pos) end)) end
    if #note.citations > 0 then table.insert(buttons, row(_("Works cited"), function() self:works() end)) end
    dialog = ButtonDialog:new{ buttons = buttons }
    UIManager:show(dialog)
end

--- The note that a tapped link means. True where it is shown, nil where the book's own behaviour is as good.
function Views:note_of_link(link)
    local number, mark = self.marks:of_link(link)
    if not number then return end
    return self:show_note(number, { mark = mark, xpointer = link.from_xpointer }) or nil
end

--- A mark that the book does not link. Where no note is safe to show, that is said rather than a wrong one shown.
function Views:note_of_mark(mark)
    if not mark.note then
        UIManager:show(Notification:new{ text = T(_("No note of this book surely belongs to the mark %1."), mark.label) })
        return true
    end
    return self:show_note(mark.note, { mark = mark })
end

--- What a text may name, best first.
function Views:hits(text, at, modes)
    if not text or text == "" then return {} end
    return self.pack:lookup(text, modes or self.lib.POSTIL_SELECTED, 8, at, self:limit())
end

-- Where the selection stands, and the selection as it was: reading text clears it.
local function place_of_selection(self, highlight)
    local selected = highlight and highlight.selected_text
    if self.ui.paging or not selected or type(selected.pos0) ~= "string" then return end
    local pos = self.places:pos(selected.pos0)
    if selected.pos1 then self.document:getTextFromXPointers(selected.pos0, selected.pos1, true) end
    return pos
end

--- A single selected word goes to the dictionary, unless the book knows it. True where a card is shown.
function Views:card_of_selection(word, highlight)
    if not word or #word > 200 then return end
    local pos
    if #self:hits(word) == 0 then return end
    pos = place_of_selection(self, highlight)
    local hits = self:hits(word, pos)
    if #hits == 0 then return end
    local clear = highlight and highlight.clear and function() highlight:clear() end
    local best = hits[1]
    -- Another candidate is offered where the text itself does not decide.
    if #hits > 1 and pos == nil and best.mentions < 2 * hits[2].mentions then return self:choose(hits, word) end
    return self:card(best.entity, { word = word, highlight = highlight, clear = clear, others = #hits > 1 and hits or nil, at = pos })
end

--- Looks up a longer selection: the names in it, else what is near in spelling.
function Views:look_up(text, xpointer)
    text = (text or ""):gsub("%s+", " ")
    local pos = xpointer and not self.ui.paging and self.places:pos(xpointer) or nil
    local hits = self:hits(text, pos, self.lib.POSTIL_SELECTED + self.lib.POSTIL_WITHIN)
    if #hits == 0 then hits = self:hits(text, pos, self.lib.POSTIL_FUZZY) end
    if #hits == 0 then
        UIManager:show(InfoMessage:new{ text = T(_("The book's index does not name “%1” up to here."), text:sub(1, 80)), timeout = 3 })
        return
    end
    if #hits == 1 then return self:card(hits[1].entity, { word = text, at = pos }) end
    return self:choose(hits, text)
end

--- Several candidates: the reader says which.
function Views:choose(hits, title)
    local Lists = require("postil_lists")
    local found = {}
    for i, hit in ipairs(hits) do found[i] = { entity = hit.entity, mentions = hit.mentions } end
    self:close_sheets()
    Lists.show(title, Lists.entities(self, found))
    return true
end

--- Shows an entity's card. `from`: word=, highlight=, clear= (a function), others= (hits), at= (position), back= (a function).
function Views:card(entity, from)
    from = from or {}
    local CardView = require("postil_cardview")
    local Sheet = require("postil_sheet")
    local till = self:limit()
    local card = self.pack:card(entity, till)
    if not card then return false end
    local facts = Markup.facts(card)
    local positions = self.pack:mention_positions(entity, till)
    local here = from.at or self:here()
    local again = function() self:card(entity, { back = from.back, at = from.at }) end
    self:close_sheets()
    local after = CardView.index_after(positions, here or 0)
    local function jump(index)
        local pos = positions[index]
        if pos then self:go_to(pos) end
    end
    -- A mention at the place itself is neither before nor after.
    local before = after
    while before > 0 and here and positions[before] >= here do before = before - 1 end
    local sheet
    local second = from.back and button("↩", function() from.back() end)
        or from.others and button(_("Others"), function() self:choose(from.others, from.word) end)
        or (from.word and button(_("Dictionary"), function() sheet:onClose() self:pass_on(from.word, from.highlight) end))
        or button("⋯", function() self:card_menu(card) end)
    local buttons = {
        button("‹", function() jump(before) end, before > 0),
        button(CardView.mentions_button(#positions), function() self:mentions(card, #positions) end, #positions > 0),
        second,
        button("›", function() jump(after + 1) end, after < #positions),
    }
    if from.word or from.back then table.insert(buttons, 4, button("⋯", function() self:card_menu(card, from) end)) end
    sheet = remember(self, Sheet:new{
        html = CardView.html(self.pack, card, facts, positions, here, till, self.own:html(card)),
        head = CardView.head(self.pack, card, facts, positions, here, font_size(self)), share = 0.62,
        font_size = font_size(self), margins = margins(self), dialog = self.ui.dialog,
        buttons = buttons,
        on_link = function(href) self:follow(href, again) end,
        on_select = function(text, seconds) self:selected_in_sheet(text, seconds) end,
        on_closed = function()
            self.open[sheet] = nil
            if from.clear then Guard.call("clearing", from.clear) end
        end,
    })
    UIManager:show(sheet)
    return true
end

function Views:card_menu(card, from)
    local ButtonDialog = require("ui/widget/buttondialog")
    local dialog
    local function row(text, run)
        return { { text = text, align = "left", callback = Guard.wrap("card menu", function() UIManager:close(dialog) run() end) } }
    end
    local buttons = {
        row(_("Write a note"), function()
            self.own:on_entity(card, function() self:card(card.entity, from and { back = from.back, at = from.at }) end)
        end),
        row(_("Find its name in the text"), function() self:search_text(card.name) end),
        row(_("Copy the name"), function() copy(card.name) end),
    }
    if require("postil_shelf").knows_names(self.lib) then
        table.insert(buttons, 2, row(_("In other books"), function() self:other_books(card) end))
    end
    if from and from.word then
        table.insert(buttons, 1, row(_("Dictionary"), function() self:close_sheets() self:pass_on(from.word, from.highlight) end))
    end
    dialog = ButtonDialog:new{ buttons = buttons }
    UIManager:show(dialog)
end

--- Hands a word on to KOReader's dictionary.
function Views:pass_on(word, highlight)
    self.passing_on = true
    Guard.call("dictionary", function() self.ui.dictionary:onLookupWord(word, false, nil, highlight) end)
    self.passing_on = false
end

--- A word held inside a sheet: its card where the book knows it, else the dictionary.
function Views:selected_in_sheet(text)
    local hits = self:hits(text)
    if #hits > 0 then return self:card(hits[1].entity, { word = text }) end
    self:pass_on(text)
end

require("postil_browse")(Views)

return Views
