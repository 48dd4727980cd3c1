--- A document as crengine would have it, made of paragraphs {spine=, path=, text=}: a few on each page, a character a pixel high.
local Book = {}
Book.__index = Book

local PER_PAGE = 3

-- `root` names the kind of document: nil for an EPUB, "/html", or "/FictionBook" for plain text.
function Book.new(file, paragraphs, root)
    local self = setmetatable({ file = file, paragraphs = paragraphs, by_path = {}, page = 1, configurable = { font_size = 22 } }, Book)
    for i, p in ipairs(paragraphs) do
        p.xpointer = root == "/FictionBook" and root .. "/body/pre[" .. i .. "]" or (root or "/body/DocFragment[" .. (p.spine + 1) .. "]") .. p.path
        self.by_path[p.xpointer] = i
    end
    return self
end

--- The paragraphs of a pack, which the open book then has too.
function Book.of_pack(pack, file, change, root)
    local list, pos = {}, 0
    while pos < pack.end_pos do
        local p, view = pack:paragraph_of_pos(pos), pack:view(pos)
        if not p or not view then break end
        local text = change and change(p.text, #list + 1) or p.text
        if text ~= "" then list[#list + 1] = { spine = view.spine or 0, path = p.path, text = text, pos = p.pos } end
        pos = p.pos + math.max(1, pack:ink_of(p.text))
    end
    return Book.new(file, list, root)
end

local function split(xpointer)
    local element, offset = xpointer:match("^(.-)/text%(%)%.(%d+)$")
    return element or xpointer:gsub("/text%(%)$", ""), tonumber(offset or 0)
end

function Book:paragraph(xpointer) return self.paragraphs[self.by_path[(split(xpointer))]] end
function Book:isXPointerInDocument(xpointer) return self:paragraph(xpointer) ~= nil or xpointer:find("^#_doc_fragment_") ~= nil end
function Book:getTextFromXPointer(xpointer)
    local p = self:paragraph(xpointer)
    return p and p.text
end

-- ASCII is enough for places inside the paragraphs that the specs use.
function Book:getTextFromXPointers(a, b)
    self.selection_cleared = (self.selection_cleared or 0) + 1
    local p = self:paragraph(a)
    local _, offset = split(b)
    return p and p.text:sub(1, offset)
end

function Book:getNextVisibleWordStart(xpointer)
    local element, offset = split(xpointer)
    local p = self.paragraphs[self.by_path[element]]
    local following = p and p.text:find("%s%S", offset + 1)
    return following and element .. "/text()." .. following
end

function Book:getPageCount() return math.ceil(#self.paragraphs / PER_PAGE) end
function Book:getCurrentPage() return self.page end
function Book:getPageXPointer(page)
    local p = self.paragraphs[(page - 1) * PER_PAGE + 1]
    return p and p.xpointer
end
function Book:getXPointer() return self:getPageXPointer(self.page) end
function Book:getPageFromXPointer(xpointer)
    local i = self.by_path[(split(xpointer))]
    return i and math.floor((i - 1) / PER_PAGE) + 1
end

function Book:compareXPointers(a, b)
    local ea, oa = split(a)
    local eb, ob = split(b)
    local ia, ib = self.by_path[ea], self.by_path[eb]
    if not ia or not ib then return end
    if ia ~= ib then return ib > ia and 1 or -1 end
    return ob == oa and 0 or (ob > oa and 1 or -1)
end

function Book:findAllText(quote)
    local found = {}
    for _, p in ipairs(self.paragraphs) do
        local at = p.text:find(quote, 1, true)
        if at then found[#found + 1] = { start = p.xpointer .. "/text()." .. (at - 1) } end
    end
    return found
end

function Book:getCurrentPos() return self.page end

--- Where text is drawn: x is the byte in the paragraph, y the paragraph's number.
function Book:getScreenBoxesFromPositions(a, b)
    local element, first = split(a)
    local _, last = split(b)
    local i = self.by_path[element]
    if not i or math.floor((i - 1) / PER_PAGE) + 1 ~= self.page then return {} end
    return { { x = first, y = i, w = last - first, h = 1 } }
end

function Book:highlightXPointer(xpointer) self.lit = xpointer end
function Book:getPageMargins() return { left = 20, right = 20, top = 10, bottom = 10 } end

--- The word at a point: x is the byte in the paragraph, y the paragraph's number.
function Book:getWordFromPosition(point)
    local p = self.paragraphs[point.y]
    if not p or point.x > #p.text then return end
    local first = point.x
    while first > 0 and p.text:sub(first, first):find("%S") do first = first - 1 end
    local last = p.text:find("%s", first + 1) or #p.text + 1
    return {
        word = p.text:sub(first + 1, last - 1), pos0 = p.xpointer .. "/text()." .. first, pos1 = p.xpointer .. "/text()." .. (last - 1),
        sbox = { x = first, y = point.y, w = last - 1 - first, h = 1 },
    }
end

return Book
