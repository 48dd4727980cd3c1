--- Where pack and open book meet: crengine's xpointers and the pack's positions (ink from the book's first paragraph).
--- crengine numbers the documents of the spine from 1 in xpointers (DocFragment[3]) and from 0 in link targets.
local Places = {}
Places.__index = Places

local PRINT_INK = 16 -- a shorter paragraph is not known by its print
local QUOTE_BYTES = 12 -- nor a place by a shorter quote

function Places.new(pack, document)
    return setmetatable({ pack = pack, document = document }, Places)
end

-- "/body/DocFragment[3]" and what follows; a book of one document has no number there.
local function split(xpointer)
    local fragment, rest = xpointer:match("^(/body/DocFragment%[?%d*%]?)(/.*)$")
    return fragment, rest
end

local function text_of(self, xpointer)
    return self.document:getTextFromXPointer(xpointer) or ""
end

-- Ink between the start of `element` and `xpointer` inside it. Text between two places is had at the price of the selection.
local function ink_before(self, element, xpointer)
    if xpointer == element then return 0 end
    -- For two equal places crengine gives the character that follows.
    if xpointer:match("^" .. element:gsub("%p", "%%%0") .. "/text%(%)[%[%]1]*%.0$") then return 0 end
    local text = self.document:getTextFromXPointers(element, xpointer, false)
    return text and self.pack:ink_of(text) or 0
end

--- The position of an xpointer, or nil: nothing is said of a place that is not surely known.
function Places:pos(xpointer)
    if not xpointer then return end
    local pack = self.pack
    local fragment = split(xpointer)
    if not fragment then return end
    local start = pack:pos_of_xpointer(xpointer, 0, 0)
    local paragraph = start and pack:paragraph_of_pos(start)
    if paragraph then
        local element = fragment .. paragraph.path
        if xpointer:sub(1, #element) == element and pack:print_of(text_of(self, element)) == paragraph.print then
            return paragraph.pos + ink_before(self, element, xpointer)
        end
    end
    -- The tree differs: the nearest element around the place whose text is a paragraph of the pack.
    local element = xpointer:gsub("/text%(%).*$", ""):gsub("%.%d+$", "")
    for _ = 1, 12 do
        local text = text_of(self, element)
        local ink = pack:ink_of(text)
        if ink >= PRINT_INK then
            local pos = pack:pos_of_xpointer(element, pack:print_of(text), ink_before(self, element, xpointer))
            if pos then return pos end
        end
        if ink > 20000 then return end
        element = element:match("^(.*)/[^/]+$")
        if not element or not split(element) then return end
    end
end

-- The fragment of a document of the spine: with a number where the book has several.
local function fragment_of(self, spine)
    if self.numbered == nil then
        self.numbered = (self.document:getXPointer() or ""):find("/DocFragment%[") ~= nil
    end
    return self.numbered and string.format("/body/DocFragment[%d]", spine + 1) or "/body/DocFragment"
end

-- From the start of a paragraph to the word in which the place stands.
local function advance(self, element, ink)
    if ink == 0 then return element end
    local xpointer = element
    for _ = 1, 3000 do
        local following = self.document:getNextVisibleWordStart(xpointer)
        if not following or following:sub(1, #element) ~= element then break end
        if ink_before(self, element, following) > ink then break end
        xpointer = following
    end
    return xpointer
end

--- An xpointer of a position. The second result: "path", "print" or "quote", by which it was found. nil where it is lost.
function Places:xpointer(pos)
    local view = self.pack:view(pos)
    if not view or not view.spine then return end
    local element = fragment_of(self, view.spine) .. view.path
    if self.document:isXPointerInDocument(element) and self.pack:print_of(text_of(self, element)) == view.print then
        return advance(self, element, view.ink), "path"
    end
    return self:by_quote(view)
end

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

--- Where the page begins and the one after it; a book's last page ends with the book.
function Places:page_range(page)
    local first = self:pos(self.document:getPageXPointer(page))
    local last = self:pos(self.document:getPageXPointer(page + 1))
    if first and not last and page >= self.document:getPageCount() then last = self.pack.end_pos end
    return first, last
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
