--- From what the reader touches to the note that is meant.
local Marks = {}
Marks.__index = Marks

local NEAR = 3 -- ink between a place and a mark that still means it

function Marks.new(pack, places, document)
    return setmetatable({ pack = pack, places = places, document = document }, Marks)
end

-- The mark nearest to [first, last] of those within `near` of it.
local function nearest(marks, first, last, near)
    local best, best_distance
    for _i, mark in ipairs(marks) do
        local a, b = mark.place.pos, mark.place.pos + math.max(#mark.label, 1)
        local distance = math.max(0, a - last, first - b)
        if distance <= near and (not best or distance < best_distance) then best, best_distance = mark, distance end
    end
    return best
end

--- The mark at an xpointer.
function Marks:at_xpointer(xpointer)
    local pos = self.places:pos(xpointer)
    if not pos then return end
    local marks = self.pack:marks_between(math.max(0, pos - NEAR), pos + NEAR + 1, 20)
    return nearest(marks, pos, pos, NEAR), pos
end

--- The note that a link means: by its own place, since a pack may know better than the book, else by its target.
--- The second result is the mark, where it is known.
function Marks:of_link(link)
    local mark = self:at_xpointer(link.from_xpointer or link.a_xpointer)
    if mark and mark.note then return mark.note, mark end
    if mark then return nil, mark end
    return self:of_target(link.xpointer)
end

--- The note at a link's target, "#_doc_fragment_10_ note-4".
function Marks:of_target(target)
    local spine, anchor = (target or ""):match("^#_doc_fragment_(%d+)_ (.+)$")
    -- A single document has its ids as they are.
    if not spine then spine, anchor = 0, (target or ""):match("^#([^/]+)$") end
    local file = anchor and self.pack:file_of_spine(tonumber(spine))
    return file and self.pack:note_by_anchor(file, anchor)
end

-- What of the page is known: its range of positions and the marks on it that the book does not link.
local function page_of(self, page)
    if self.page ~= page then
        -- Two pages may be shown at once: in two columns, or while scrolling.
        self.page, self.unlinked, self.first, self.last = page, {}, self.places:page_range(page, 2)
        if self.first and self.last then
            for _i, mark in ipairs(self.pack:marks_between(self.first, self.last, 300)) do
                if not mark.linked then table.insert(self.unlinked, mark) end
            end
        end
    end
    return self
end

--- Forgets the page: the text was laid out anew.
function Marks:reset() self.page = nil end

--- All marks of a page.
function Marks:on_page(page)
    local first, last = self.places:page_range(page)
    return first and last and self.pack:marks_between(first, last, 300) or {}
end

--- The mark that a tap at a point of the screen means, among those without a link. Asked at every tap: most pages have none.
function Marks:at_point(point, page)
    local here = page_of(self, page)
    if #here.unlinked == 0 then return end
    local word = self.document:getWordFromPosition(point, true)
    if not word or not word.pos0 or not word.sbox then return end
    local first = self.places:pos(word.pos0)
    if not first then return end
    local ink = self.pack:ink_of(word.word)
    local box = word.sbox
    if point.x < box.x - box.h or point.x > box.x + 2 * box.h + box.w then return end
    -- Where in the word the finger is, in ink.
    local share = math.max(0, math.min(1, (point.x - box.x) / math.max(box.w, 1)))
    local at = first + math.floor(share * ink)
    return nearest(here.unlinked, at, at, NEAR)
end

return Marks
