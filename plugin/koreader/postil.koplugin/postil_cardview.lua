--- An entity's card: what the book tells of it up to the reader's place.
local Dispersion = require("postil_dispersion")
local Font = require("ui/font")
local LeftContainer = require("ui/widget/container/leftcontainer")
local Geom = require("ui/geometry")
local Markup = require("postil_markup")
local Screen = require("device").screen
local TextWidget = require("ui/widget/textwidget")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local N_ = require("gettext").ngettext
local _ = require("gettext")
local T = require("ffi/util").template

local CardView = {}

local SNIPPET = 70 -- bytes each side of a name
local NEAREST = 3  -- mentions shown on the card itself

--- Positions of the chapters of the first level.
function CardView.chapters(pack)
    local list = {}
    for row = 0, pack.counts.chapters - 1 do
        local c = pack:chapter(row)
        if c and c.level <= 1 then list[#list + 1] = c.pos end
    end
    return list
end

--- Name, kind and the bar of mentions. `font_size`: of the text below, in pixels.
function CardView.head(pack, card, facts, positions, here, font_size)
    -- As large as the text's at least, up to a limit: a name stands on one line.
    local size = math.min(36, math.max(24, math.floor(1.1 * font_size / Screen:scaleBySize(1000) * 1000)))
    return function(width)
        local function line(text, face, size, bold)
            local widget = TextWidget:new{ text = text, face = Font:getFace(face, size), bold = bold, max_width = width }
            return LeftContainer:new{ dimen = Geom:new{ w = width, h = widget:getSize().h }, widget }
        end
        local group = VerticalGroup:new{ align = "left",
            line(card.name, "cfont", size, true),
            line(Markup.kind_line(card, facts), "cfont", math.floor(0.72 * size), false),
        }
        if #positions > 0 and not pack.reference then
            table.insert(group, VerticalSpan:new{ width = Screen:scaleBySize(4) })
            table.insert(group, Dispersion:new{
                width = width, positions = positions, chapters = CardView.chapters(pack), here = here, length = math.max(pack.end_pos, 1),
            })
        end
        return group
    end
end

local function mention_line(pack, m)
    local chapter = m.place and pack:chapter(m.place.chapter)
    local where = m.note and _("in a note") or (chapter and chapter.title or "")
    local href = m.note and string.format("postil:note:%d", m.note) or string.format("postil:pos:%d", m.place.pos)
    return string.format('<p><a class="plain" href="%s">%s</a> <span class="small">%s</span></p>', href, Markup.snippet(m, SNIPPET - 6), Markup.escape(where))
end

--- The index (from 0) of the first mention after a position.
function CardView.index_after(positions, pos)
    local low, high = 1, #positions + 1
    while low < high do
        local middle = math.floor((low + high) / 2)
        if positions[middle] > pos then high = middle else low = middle + 1 end
    end
    return low - 1
end

--- Which mentions stand on the card besides the first: those before the reader's place, else those that follow. From, how many, their title.
function CardView.near(positions, here)
    local after = CardView.index_after(positions, here)
    if after > 1 then
        local from = math.max(1, after - NEAREST)
        return from, after - from, _("Nearest before this page")
    end
    return 1, math.min(NEAREST, #positions - 1), _("Further mentions")
end

local function link_list(title, items)
    if #items == 0 then return "" end
    return '<div class="head">' .. Markup.escape(title) .. "</div><p>" .. table.concat(items, " · ") .. "</p>"
end

--- The card's text. `own`: XHTML of the reader's own notes, or "".
function CardView.html(pack, card, facts, positions, here, till, own)
    local out = {}
    local function add(html) out[#out + 1] = html end
    if facts.description then
        add("<p>" .. Markup.escape(facts.description) .. ' <span class="small">(' .. Markup.escape(facts.origin or "") .. ")</span></p>")
    end
    for _i, text in ipairs(facts.statements) do add("<p>" .. Markup.escape(text) .. "</p>") end
    local names = {}
    for _i, alias in ipairs(card.aliases) do
        if alias.text ~= card.name and #names < 12 then names[#names + 1] = Markup.escape(alias.text) end
    end
    if #names > 0 then add('<p class="small">' .. T(Markup.escape(_("Also: %1")), table.concat(names, ", ")) .. "</p>") end
    add(own or "")
    if #positions > 0 then
        local first = pack:mentions(card.entity, 0, 1, till, SNIPPET)[1]
        add('<div class="head">' .. Markup.escape(_("First mention")) .. "</div>")
        if first and first.place then add(mention_line(pack, first)) end
        local from, count, title = CardView.near(positions, here or 0)
        local near = count > 0 and pack:mentions(card.entity, from, count, till, SNIPPET) or {}
        if #near > 0 then
            add('<div class="head">' .. Markup.escape(title) .. "</div>")
            for _i, m in ipairs(near) do if m.place then add(mention_line(pack, m)) end end
        end
    end
    local related = {}
    for _i, other in ipairs(facts.related) do
        local c = pack:card(other, till)
        if c then related[#related + 1] = string.format('<a href="postil:entity:%d">%s</a>', other, Markup.escape(c.name)) end
    end
    add(link_list(_("Met together with"), related))
    local notes, works, seen = {}, {}, {}
    for i, number in ipairs(pack:entity_notes(card.entity, till)) do
        if i > 12 then break end
        local note = pack:note(number)
        if note then
            notes[#notes + 1] = string.format('<a href="postil:note:%d">%s</a>', number, Markup.escape(T(_("note %1"), note.label)))
            for _i, c in ipairs(note.citations) do
                if c.work and not seen[c.work] and #works < 6 then
                    seen[c.work] = true
                    works[#works + 1] = '<p class="source">' .. Markup.escape(c.reference) .. "</p>"
                end
            end
        end
    end
    add(link_list(_("Notes that name it"), notes))
    if #works > 0 then add('<div class="head">' .. Markup.escape(_("Works cited there")) .. "</div>" .. table.concat(works)) end
    if #facts.links > 0 then add('<p class="small">' .. Markup.escape(table.concat(facts.links, ", ")) .. "</p>") end
    local html = table.concat(out)
    if html == "" then html = '<p class="small">' .. Markup.escape(_("The book tells no more of it up to here.")) .. "</p>" end
    if Markup.direction(card.name) == "rtl" then html = '<div dir="rtl">' .. html .. "</div>" end
    return html
end

function CardView.mentions_button(count)
    return T(N_("1 mention", "%1 mentions", count), count)
end

return CardView
