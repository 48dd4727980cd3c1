--- The text nodes of an element in crengine's tree, and what stands where in them. Read without asking for text between two xpointers, which
--- would take away what is selected.
local TextNodes = {}
TextNodes.__index = TextNodes

local MOST = 400 -- text nodes of one element

local function characters(text)
    local _, tails = text:gsub("[\128-\191]", "")
    return #text - tails
end

-- Where the character begins in which a byte stands.
local function aligned(text, byte)
    while byte > 1 and byte <= #text and text:byte(byte) >= 0x80 and text:byte(byte) < 0xC0 do byte = byte - 1 end
    return byte
end

-- The byte at which the character number `offset` (from 0) begins.
local function byte_of(text, offset)
    if not text:find("[\128-\255]") then return math.min(offset, #text) + 1 end
    for at in text:gmatch("()[%z\1-\127\194-\244][\128-\191]*") do
        if offset == 0 then return at end
        offset = offset - 1
    end
    return #text + 1
end

local function is_inside(element, xpointer)
    return xpointer:sub(1, #element) == element and xpointer:find("^[/.]", #element + 1) ~= nil
end

--- The text nodes of `element`, whose text is `text`: path=, text=, ink= (before it, from the element's start).
function TextNodes.new(document, pack, element, text)
    local self = setmetatable({ pack = pack, by_path = {} }, TextNodes)
    local at, from = element, 1
    for _ = 1, MOST do
        local following = document:getNextVisibleWordStart(at)
        if not following or not is_inside(element, following) then break end
        local path, offset = following:match("^(.*)%.(%d+)$")
        if not path then break end
        if self.by_path[path] then
            at = following
        else
            local own = document:getTextFromXPointer(path) or ""
            local first = own ~= "" and text:find(own, from, true)
            if first then
                local node = { path = path, text = own, ink = pack:ink_of(text:sub(1, first - 1)) }
                self[#self + 1], self.by_path[path] = node, node
                from = first + #own
            end
            -- On behind this node; its own start is passed where it has only the word that was found.
            at = path .. "." .. math.max(characters(own), tonumber(offset) + 1)
        end
    end
    return self
end

--- Ink before an xpointer of one of the nodes; nil where it is in none.
function TextNodes:ink_before(xpointer)
    local path, offset = xpointer:match("^(.*)%.(%d+)$")
    local node = path and self.by_path[path]
    if not node then return end
    return node.ink + self.pack:ink_of(node.text, byte_of(node.text, tonumber(offset)) - 1)
end

--- The xpointer where `ink` begins; with `ending`, where what has so much ink ends.
function TextNodes:at(ink, ending)
    local node
    for i = 1, #self do
        if self[i].ink < ink or self[i].ink == ink and not (ending and node) then node = self[i] end
    end
    if not node then return end
    local text, wanted = node.text, ink - node.ink
    -- Ink of the whole characters among the first bytes.
    local function has(bytes) return self.pack:ink_of(text, aligned(text, bytes + 1) - 1) end
    local low, high = 0, #text
    while low < high do
        if ending then
            local middle = math.floor((low + high) / 2)
            if has(middle) >= wanted then high = middle else low = middle + 1 end
        else
            local middle = math.ceil((low + high) / 2)
            if has(middle) <= wanted then low = middle else high = middle - 1 end
        end
    end
    return node.path .. "." .. characters(text:sub(1, aligned(text, low + 1) - 1))
end

return TextNodes
