--- Where pack and open book meet: crengine's xpointers and the pack's positions (ink from the book's first paragraph).
--- crengine numbers the documents of the spine from 1 in xpointers (DocFragment[3]) and from 0 in link targets.
local TextNodes = require("postil_textnodes")

local Places = {}
Places.__index = Places

local PRINT_INK = 16 -- a shorter paragraph is not known by its print
local QUOTE_BYTES = 12 -- nor a place by a shorter quote

function Places.new(pack, document)
    return setmetatable({ pack = pack, document = document }, Places)
end

-- How crengine's xpointers begin, by the kind of document; what follows is the path inside the document. Only EPUBs are made of fragments.
local ROOTS = { "^(/body/DocFragment%[%d+%])(/.*)$", "^(/body/DocFragment)(/.*)$", "^(/html)(/body.*)$", "^(/FictionBook)(/body.*)$" }

local function split(xpointer)
    for _i, root in ipairs(ROOTS) do
        local fragment, rest = xpointer:match(root)
        if fragment then return fragment, rest end
    end
end

-- The xpointer as a pack would have it: a book of one document is a fragment there.
local function in_pack(xpointer)
    local fragment, rest = split(xpointer)
    return fragment:find("^/body/") and xpointer or "/body/DocFragment" .. rest
end

local function text_of(self, xpointer)
    return self.document:getTextFromXPointer(xpointer) or ""
end

-- The text nodes of an element: places of one paragraph are asked for one after the other.
local function nodes_of(self, element)
    if self.last_element ~= element then
        self.last_element, self.last_nodes = element, TextNodes.new(self.document, self.pack, element, text_of(self, element))
    end
    return self.last_nodes
end

-- Ink between the start of `element` and `xpointer` inside it.
local function ink_before(self, element, xpointer)
    if xpointer == element then return 0 end
    -- For two equal places crengine gives the character that follows.
    if xpointer:match("^" .. element:gsub("%p", "%%%0") .. "/text%(%)[%[%]1]*%.0$") then return 0 end
    local ink = nodes_of(self, element):ink_before(xpointer)
    if ink then return ink end
    -- Text between two places is had at the price of the selection.
    local text = self.document:getTextFromXPointers(element, xpointer, false)
    return text and self.pack:ink_of(text) or 0
end

-- Plain text has no paths: crengine's paragraphs are numbered nearly as the pack's. f(number of the one, row of the other) until it gives something.
local NEARLY = 24

local function by_number(number, f)
    for distance = 0, NEARLY do
        local found = f(number - distance) or (distance > 0 and f(number + distance))
        if found then return found end
    end
end

local function paragraph_by_number(self, xpointer)
    local element, number = xpointer:match("^(/FictionBook/body/pre%[(%d+)%])")
    if not element then return end
    local print = self.pack:print_of(text_of(self, element))
    return by_number(tonumber(number) - 1, function(row)
        local p = row >= 0 and self.pack:paragraph(row)
        return p and p.print == print and p
    end), element
end

local function element_by_number(self, view)
    if self.root ~= "/FictionBook" then return end
    return by_number(view.paragraph + 1, function(number)
        local element = string.format("/FictionBook/body/pre[%d]", number)
        return number > 0 and self.document:isXPointerInDocument(element) and self.pack:print_of(text_of(self, element)) == view.print and element
    end)
end

--- The position of an xpointer, or nil: nothing is said of a place that is not surely known.
function Places:pos(xpointer)
    if not xpointer then return end
    local pack = self.pack
    local fragment = split(xpointer)
    if not fragment then return end
    local start = pack:pos_of_xpointer(in_pack(xpointer), 0, 0)
    local paragraph = start and pack:paragraph_of_pos(start)
    if paragraph then
        local element = fragment .. paragraph.path
        if xpointer:sub(1, #element) == element and pack:print_of(text_of(self, element)) == paragraph.print then
            return paragraph.pos + ink_before(self, element, xpointer)
        end
    end
    local numbered, numbered_element = paragraph_by_number(self, xpointer)
    if numbered then return numbered.pos + ink_before(self, numbered_element, xpointer) end
    -- The tree differs: the nearest element around the place whose text is a paragraph of the pack.
    local element = xpointer:gsub("/text%(%).*$", ""):gsub("%.%d+$", "")
    for _ = 1, 12 do
        local text = text_of(self, element)
        local ink = pack:ink_of(text)
        if ink >= PRINT_INK then
            local pos = pack:pos_of_xpointer(in_pack(element), pack:print_of(text), ink_before(self, element, xpointer))
            if pos then return pos end
        end
        if ink > 20000 then return end
        element = element:match("^(.*)/[^/]+$")
        if not element or not split(element) then return end
    end
end

-- The beginning of xpointers into a document of the spine.
local function fragment_of(self, spine)
    if self.root == nil then self.root = split(self.document:getXPointer() or "") or false end
    if not self.root then return "" end
    return self.root:find("%[") and string.format("/body/DocFragment[%d]", spine + 1) or self.root
end

-- From the start of a paragraph to the place in it.
local function advance(self, element, ink)
    return ink > 0 and nodes_of(self, element):at(ink) or element
end

-- The element of the paragraph in which a view of the pack stands, where the open book has it, and how it was found.
local function element_of(self, view)
    local element = fragment_of(self, view.spine) .. view.path
    if self.document:isXPointerInDocument(element) and self.pack:print_of(text_of(self, element)) == view.print then return element, "path" end
    element = element_by_number(self, view)
    return element or nil, element and "print"
end

--- An xpointer of a position. The second result: "path", "print" or "quote", by which it was found. nil where it is lost.
function Places:xpointer(pos)
    local view = self.pack:view(pos)
    if not view or not view.spine then return end
    local element, how = element_of(self, view)
    if element then return advance(self, element, view.ink), how end
    return self:by_quote(view)
end

--- The xpointers between which the text of [first, last) stands, inside one paragraph that the open book has; nil where it has not.
function Places:range(first, last)
    local view = self.pack:view(first)
    local element = view and view.spine and element_of(self, view)
    if not element then return end
    local nodes = nodes_of(self, element)
    return nodes:at(view.ink), nodes:at(view.ink + last - first, true)
end

--- Forgets what was read of the open book's tree: it was made anew.
function Places:reset() self.last_element, self.last_nodes = nil, nil end

--- A place by the words around it: nil and the number of places where it could be, if not exactly one.
function Places:by_quote(view)
    local quote = #view.after >= #view.before and view.after or view.before
    if #quote < QUOTE_BYTES or not self.document.findAllText then return nil, 0 end
    local found = self.document:findAllText(quote, true, 0, 3, false)
    local count = found and #found or 0
    if count == 1 then return found[1].start, "quote" end
    return nil, count
end

--- The page on which a position stands.
function Places:page(pos)
    local xpointer = self:xpointer(pos)
    return xpointer and self.document:getPageFromXPointer(xpointer), xpointer
end

--- Where a page begins, and the one after it (or after `count` pages); a book's last page ends with the book.
function Places:page_range(page, count)
    local following = page + (count or 1)
    local first = self:pos(self.document:getPageXPointer(page))
    local last = following <= self.document:getPageCount() and self:pos(self.document:getPageXPointer(following))
    if first and not last and following > self.document:getPageCount() then last = self.pack.end_pos end
    return first, last or nil
end

--- The prints of the pack's proof paragraphs in the open book, 0 where there is none.
function Places:proofs()
    local prints = {}
    for i = 0, 7 do
        local proof = self.pack:proof(i)
        if not proof then break end
        local element = fragment_of(self, proof.spine) .. proof.path
        prints[i + 1] = self.document:isXPointerInDocument(element) and self.pack:print_of(text_of(self, element)) or 0
    end
    return prints
end

--- How far the open book has the places of this pack: {tried=, found=, doubtful=, lost=}, by quotes, of `most` marks spread over the book.
function Places:survey(most)
    local counts = { tried = 0, found = 0, doubtful = 0, lost = 0 }
    local marks = self.pack.counts.marks
    local step = math.max(1, math.floor(marks / most))
    for row = 0, marks - 1, step do
        local mark = self.pack:mark(row)
        if mark and mark.place then
            counts.tried = counts.tried + 1
            local xpointer, how = self:xpointer(mark.place.pos)
            local kind = xpointer and "found" or ((how or 0) == 0 and "lost" or "doubtful")
            counts[kind] = counts[kind] + 1
        end
    end
    return counts
end

return Places
