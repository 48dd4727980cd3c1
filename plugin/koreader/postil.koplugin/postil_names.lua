--- Names marked on the page: a dotted line beneath each that the reader may know at this place, and the entity that a tap on one means.
--- Painted by KOReader's view of the page; what stands on a page is read once, when the page is first painted.
local Blitbuffer = require("ffi/blitbuffer")
local Guard = require("postil_guard")
local Screen = require("device").screen

local Names = {}
Names.__index = Names

local MOST = 200 -- marked names on a page

-- `plugin` may close its pack while KOReader's view still has this.
function Names.new(plugin)
    return setmetatable({ plugin = plugin, boxes = {} }, Names)
end

-- The index (from 0) of the first position at or after `pos`.
local function index_from(positions, pos)
    local low, high = 1, #positions + 1
    while low < high do
        local middle = math.floor((low + high) / 2)
        if positions[middle] >= pos then high = middle else low = middle + 1 end
    end
    return low - 1
end

--- The names that stand in [first, last), in order: entity=, pos=, finish= (the position after it). `once`: only where an entity is first named there.
function Names.between(pack, first, last, limit, once)
    local list = {}
    for _i, found in ipairs(pack:entities_between(first, last, limit)) do
        local from = index_from(pack:mention_positions(found.entity, limit), first)
        for _j, m in ipairs(pack:mentions(found.entity, from, once and 1 or found.mentions, limit, 0)) do
            local finish = m.place and m.place.pos >= first and m.place.pos < last and pack:pos_of_byte(m.place.file, m.place.last)
            if finish and finish > m.place.pos and #list < MOST then
                list[#list + 1] = { entity = found.entity, pos = m.place.pos, finish = finish }
            end
        end
    end
    table.sort(list, function(a, b)
        if a.pos ~= b.pos then return a.pos < b.pos end
        return a.finish > b.finish
    end)
    return list
end

local function find(self, limit, once)
    local plugin, document = self.plugin, self.plugin.document
    local boxes = {}
    local page = document:getCurrentPage()
    -- In two columns two pages are seen, and while scrolling parts of two.
    local first, last = plugin.places:page_range(page, 2)
    if not first or not last then return boxes end
    local taken = first
    for _i, name in ipairs(Names.between(plugin.pack, first, last, limit, once)) do
        if name.pos >= taken then
            local from, to = plugin.places:range(name.pos, name.finish)
            if from and to then
                taken = name.finish
                for _j, box in ipairs(document:getScreenBoxesFromPositions(from, to, true) or {}) do
                    boxes[#boxes + 1] = { x = box.x, y = box.y, w = box.w, h = box.h, entity = name.entity, pos = name.pos }
                end
            end
        end
    end
    return boxes
end

local function wanted(self)
    local plugin = self.plugin
    local mode = plugin.pack and plugin.settings:get("names")
    return (mode == "first" or mode == "all") and mode
end

--- The boxes of the marked names that are on the screen.
function Names:on_screen()
    local mode = wanted(self)
    if not mode then return {} end
    local plugin = self.plugin
    local limit = plugin.views:limit()
    local key = string.format("%s %s %s", mode, limit, plugin.document:getCurrentPos())
    if key ~= self.key and not plugin.asleep then
        self.key, self.boxes = key, {}
        self.boxes = find(self, limit, mode == "first")
    end
    return self.boxes
end

--- Forgets the page: the text was laid out anew.
function Names:reset() self.key = nil end

--- What a tap means: the marked name whose box is nearest, within a finger's reach above and below its line.
function Names:at_point(point)
    local best, best_distance
    local reach = Screen:scaleBySize(6)
    for _i, box in ipairs(self:on_screen()) do
        local dx = math.max(0, box.x - point.x, point.x - box.x - box.w)
        local dy = math.max(0, box.y - point.y, point.y - box.y - box.h)
        if dx <= reach and dy <= reach / 2 and (not best or dx + dy < best_distance) then best, best_distance = box, dx + dy end
    end
    return best
end

local function paint(self, bb, x, y)
    local dot = math.max(1, Screen:scaleBySize(1))
    for _i, box in ipairs(self:on_screen()) do
        local line = y + box.y + box.h - 2 * dot
        for at = box.x, box.x + box.w - dot, 3 * dot do bb:paintRect(x + at, line, dot, dot, Blitbuffer.COLOR_BLACK) end
    end
end

--- An error while painting would end KOReader.
function Names:paintTo(bb, x, y)
    if wanted(self) then Guard.call("marking names", paint, self, bb, x, y) end
end

return Names
