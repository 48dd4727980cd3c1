--- Lists: who and what, notes, works, mentions, passages. Each item has a text, something short at its end, and what a tap does.
local Markup = require("postil_markup")
local Menu = require("ui/widget/menu")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")
local Guard = require("postil_guard")
local _ = require("gettext")
local T = require("ffi/util").template

local Lists = {}

--- Shows a list that covers the page. `items`: {text=, mandatory=, run=function() that closes the list where it returns true}.
function Lists.show(title, items, subtitle)
    local menu
    for _i, item in ipairs(items) do
        local run = item.run
        item.run = nil
        item.callback = run and Guard.wrap("list", function() if run() then UIManager:close(menu) end end)
    end
    menu = Menu:new{
        title = title, subtitle = subtitle, item_table = items, covers_fullscreen = true, is_borderless = true, is_popout = false,
        width = Screen:getWidth(), height = Screen:getHeight(), multilines_show_more_text = false, items_max_lines = 3,
        single_line = false,
        -- A choice leaves the list where it is: what it opens lies above it.
        onMenuSelect = function(_self, item)
            if item.callback then item.callback() end
            return true
        end,
    }
    menu.close_callback = function() UIManager:close(menu) end
    UIManager:show(menu)
    return menu
end

local function clip(text, most)
    if #text <= most then return text end
    local cut = most
    -- Not inside a character.
    while cut > 0 and (text:byte(cut + 1) or 0) >= 0x80 and (text:byte(cut + 1) or 0) < 0xC0 do cut = cut - 1 end
    return text:sub(1, cut) .. "…"
end
Lists.clip = clip

--- Items of entities: {entity=, mentions=} as the pack gives them.
function Lists.entities(views, found)
    local items = {}
    for _i, f in ipairs(found) do
        local card = views.pack:card(f.entity, views:limit())
        if card then
            local facts = Markup.facts(card)
            items[#items + 1] = {
                text = card.name .. " — " .. Markup.kind_line(card, facts), mandatory = tostring(f.mentions or card.mentions),
                mentions = f.mentions or card.mentions, run = function() views:card(f.entity) end,
            }
        end
    end
    return items
end

--- Items of notes by number.
function Lists.notes(views, numbers)
    local items = {}
    for _i, number in ipairs(numbers) do
        local note = views.pack:note(number)
        if note then
            items[#items + 1] = {
                text = (note.label ~= "" and note.label .. "  " or "") .. clip(note.text:gsub("\n", " "), 220),
                run = function() views:show_note(number) end,
            }
        end
    end
    return items
end

--- Items of marks: what cannot be shown says so.
function Lists.marks(views, marks)
    local items = {}
    for _i, mark in ipairs(marks) do
        local note = mark.note and views.pack:note(mark.note)
        if note then
            items[#items + 1] = {
                text = mark.label .. "  " .. clip(note.text:gsub("\n", " "), 220), run = function() views:show_note(mark.note, { mark = mark }) end,
            }
        else
            items[#items + 1] = { text = T(_("%1  No note is safe to show here."), mark.label), dim = true }
        end
    end
    return items
end

function Lists.works(views)
    local items = {}
    for number = 0, views.pack.counts.works - 1 do
        local work = views.pack:work(number)
        if work then
            items[#items + 1] = {
                text = clip(work.reference, 260), mandatory = tostring(#work.cited_by),
                run = function() Lists.show(_("Cited in"), Lists.notes(views, work.cited_by), clip(work.reference, 80)) end,
            }
        end
    end
    return items
end

local SNIPPET = 60 -- bytes each side

local function plain(s)
    local before, name, after = Markup.snippet_parts(s, SNIPPET - 6)
    return ((before .. name .. after):gsub("%s+", " "))
end

function Lists.mentions(views, entity, count)
    local items = {}
    for _i, m in ipairs(views.pack:mentions(entity, 0, math.min(count, 1000), views:limit(), SNIPPET)) do
        if m.place then
            local chapter = views.pack:chapter(m.place.chapter)
            items[#items + 1] = {
                text = plain(m), mandatory = m.note and _("note") or (chapter and clip(chapter.title, 18) or ""),
                run = function()
                    if m.note then views:show_note(m.note) else return views:go_to(m.place.pos) end
                end,
            }
        end
    end
    return items
end

function Lists.passages(views, passages)
    local items = {}
    for _i, p in ipairs(passages) do
        if p.place then
            local chapter = views.pack:chapter(p.place.chapter)
            items[#items + 1] = {
                text = plain(p), mandatory = chapter and clip(chapter.title, 18) or "", run = function() return views:go_to(p.place.pos) end,
            }
        end
    end
    return items
end

return Lists
