--- XHTML for the views: notes with their citations and names, cards. All that is not the library's own XHTML is escaped here.
local Image = require("postil_image")
local util = require("util")
local _ = require("gettext")
local T = require("ffi/util").template

local Markup = {}

Markup.escape = util.htmlEscape

--- MuPDF knows no variables and little of CSS; e-ink has black and some grays.
Markup.CSS = [[
@page { margin: 0; font-family: 'Noto Sans'; }
body { margin: 0; padding: 0; line-height: 1.3; }
p { margin: 0 0 0.35em 0; }
blockquote { margin: 0.2em 1.2em; }
ol, ul { margin: 0 0 0 1.2em; padding: 0; }
td, th { padding: 0 0.5em 0 0; text-align: left; }
h1, h2, h3, h4 { margin: 0.2em 0; font-size: 1em; }
a { color: #000000; text-decoration: underline; }
a.plain { text-decoration: none; }
.said { font-weight: bold; }
.source { font-size: 0.9em; color: #333333; }
.cite { margin: 0.45em 0 0 0; padding: 0 0 0 0.7em; border-left: 2px solid #888888; }
.head { font-weight: bold; margin: 0.6em 0 0.15em 0; }
.small { font-size: 0.85em; color: #444444; }
.name { font-weight: bold; }
]]

--- Whether a text begins in a script that runs from right to left.
function Markup.direction(text)
    for char in text:gmatch("[%z\1-\127\194-\244][\128-\191]*") do
        local a, b = char:byte(1, 2)
        -- Hebrew to Arabic Extended: U+0590 to U+08FF.
        if a >= 0xD6 and a <= 0xDF or (a == 0xE0 and b and b >= 0xA0 and b <= 0xA3) then return "rtl" end
        if a >= 65 and a <= 90 or a >= 97 and a <= 122 or (a >= 0xC3 and a <= 0xD4) or a >= 0xE3 then return "ltr" end
    end
    return "ltr"
end

-- A name ends where the letters do. Scripts that write without spaces have no such end.
local function is_letter(text, at)
    local byte = text:byte(at)
    if not byte then return false end
    if byte < 0x80 then return text:find("^[%w]", at) ~= nil end
    -- General punctuation (dashes, quotes) and the no-break space.
    if text:sub(at - 2, at - 1) == "\226\128" or text:sub(at, at + 1) == "\226\128" then return false end
    if text:sub(at - 1, at):find("^\194") or text:sub(at, at + 1):find("^\194") then return false end
    return true
end

local function is_whole(text, first, last)
    if (text:byte(first) or 0) >= 0xE3 then return true end
    return not is_letter(text, first - 1) and not is_letter(text, last + 1)
end

--- Makes names in XHTML tappable: `names` is a list of {text=, href=}. Tags, and what is a link already, stay as they are.
function Markup.link_names(xhtml, names)
    table.sort(names, function(a, b) return #a.text > #b.text end)
    local out, depth = {}, 0
    for text, tag in (xhtml .. "<>"):gmatch("([^<]*)(<[^>]*>)") do
        if depth == 0 and text:find("%S") then
            local at = 1
            while at <= #text do
                local first, last, href
                for _i, name in ipairs(names) do
                    local from = at
                    while true do
                        local f, l = text:find(name.text, from, true)
                        if not f or first and f >= first then break end
                        if is_whole(text, f, l) then first, last, href = f, l, name.href break end
                        from = f + 1
                    end
                end
                if not first then break end
                out[#out + 1] = text:sub(at, first - 1) .. '<a href="' .. href .. '">' .. text:sub(first, last) .. "</a>"
                at = last + 1
            end
            out[#out + 1] = text:sub(at)
        else
            out[#out + 1] = text
        end
        if tag ~= "<>" then
            if tag:find("^<a[%s>]") then depth = depth + 1 elseif tag:find("^</a>") then depth = math.max(0, depth - 1) end
            out[#out + 1] = tag
        end
    end
    return table.concat(out)
end

--- The references behind short forms, one beneath the other. Full citations say themselves what they are.
function Markup.citations(note)
    local out = {}
    for i = 1, #note.citations do
        local c = note.citations[i]
        local said = note.text:sub(c.first + 1, c.last)
        -- What the note itself says in full is not said again.
        local whole = c.reference:gsub("[%s%.]+$", "")
        if c.reference ~= "" and c.form ~= 0 and not note.text:find(whole, 1, true) then
            local line = '<span class="said">' .. Markup.escape(said) .. "</span> → " .. Markup.escape(c.reference)
            if c.via and c.via ~= note.note then
                line = line .. string.format(' <a href="postil:note:%d">%s</a>', c.via, Markup.escape(_("there")))
            end
            out[#out + 1] = '<div class="cite source">' .. line .. "</div>"
        elseif c.form ~= 0 and not c.work then
            out[#out + 1] = '<div class="cite source"><span class="said">' .. Markup.escape(said) .. "</span> → "
                .. Markup.escape(_("not resolved: more than one work could be meant")) .. "</div>"
        end
    end
    return table.concat(out)
end

local UNESCAPED = { amp = "&", lt = "<", gt = ">", quot = '"' }

-- An image as MuPDF takes it, else its words in brackets.
local function image(reference, alt, images)
    local media, bytes
    if images then media, bytes = images((reference:gsub("&(%a+);", UNESCAPED))) end
    local data, width
    if media then data, width = Image.data_uri(media, bytes) end
    -- It was drawn beside letters of 16 pixels, CSS's medium size.
    if data then return string.format('<img style="width: %.2fem" src="%s" alt="%s"/>', width / 16, data, alt) end
    return "[" .. (alt ~= "" and alt or Markup.escape(_("image"))) .. "]"
end

--- What the popup shows of a note. `names`: see link_names; `images`: function(reference) that gives an image's kind and bytes, or nil.
function Markup.note(note, names, images)
    local body = names and #names > 0 and Markup.link_names(note.xhtml, names) or note.xhtml
    local extra = ""
    if note.truncated then
        extra = '<div class="small">' .. Markup.escape(_("This note ends in the middle: the book itself is damaged here.")) .. "</div>"
    end
    -- Of the white space on both sides of an image the pack's text has one.
    body = body:gsub('( ?)<img src="([^"]*)" alt="([^"]*)"/>([^%s%p]?)', function(before, reference, alt, after)
        return before .. image(reference, alt, images) .. (before ~= "" and after ~= "" and " " or "") .. after
    end)
    local html = body .. Markup.citations(note) .. extra
    if Markup.direction(note.text) == "rtl" then html = '<div dir="rtl">' .. html .. "</div>" end
    return html
end

--- The words before a name, the name, the words after it: cut where words end, offsets in bytes. A side shorter than `full` bytes is whole.
function Markup.snippet_parts(s, full)
    local before, name, after = s.snippet:sub(1, s.first), s.snippet:sub(s.first + 1, s.last), s.snippet:sub(s.last + 1)
    if #before >= full then
        local space = before:find("%s")
        before = "…" .. (space and space < full / 2 and before:sub(space + 1) or before)
    end
    if #after >= full then
        local head = after:match("^(.*)%s%S*$")
        after = (head and #head > full / 2 and head or after) .. "…"
    end
    return before, name, after
end

--- A snippet with its name in bold.
function Markup.snippet(s, full)
    local before, name, after = Markup.snippet_parts(s, full)
    return Markup.escape(before) .. '<span class="name">' .. Markup.escape(name) .. "</span>" .. Markup.escape(after)
end

Markup.TYPES = { [0] = _("name"), _("person"), _("place"), _("organization"), _("event"), _("work"), _("people"), _("term"), _("vessel") }
local ORIGINS = { [0] = _("from the text"), _("from the publisher"), _("from the glossary"), _("from a note"), _("from the index") }

--- A card's facts by kind: role, description with its origin, statements, links, related entities.
function Markup.facts(card)
    local facts = { statements = {}, links = {}, related = {} }
    for _i, f in ipairs(card.facts) do
        if f.kind == 1 and not facts.role then facts.role = f.text
        elseif f.kind == 2 and not facts.description then facts.description, facts.origin = f.text, ORIGINS[f.origin]
        elseif f.kind == 3 then table.insert(facts.statements, f.text)
        elseif f.kind == 4 then table.insert(facts.links, f.text)
        elseif f.kind == 5 and f.arg then table.insert(facts.related, f.arg) end
    end
    return facts
end

--- "person · Premier and Foreign Minister"
function Markup.kind_line(card, facts)
    local kind = Markup.TYPES[card.type] or Markup.TYPES[0]
    return facts.role and facts.role ~= "" and T(_("%1 · %2"), kind, facts.role) or kind
end

return Markup
