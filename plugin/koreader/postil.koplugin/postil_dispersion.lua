--- Where in the book something stands: a bar of the whole text, a stroke for each mention, a pointer for "you are here".
local Blitbuffer = require("ffi/blitbuffer")
local Geom = require("ui/geometry")
local Size = require("ui/size")
local Widget = require("ui/widget/widget")
local Guard = require("postil_guard")
local Screen = require("device").screen
local BD = require("ui/bidi")

local Dispersion = Widget:extend{
    width = nil,
    positions = nil, -- of mentions
    chapters = nil,  -- positions where chapters of the first level begin
    here = nil,      -- the reader's position, or nil
    length = nil,    -- of the book
}

function Dispersion:init()
    self.bar = Screen:scaleBySize(14)
    self.pointer = Screen:scaleBySize(7)
    self.dimen = Geom:new{ w = self.width, h = self.bar + self.pointer + Size.line.medium }
end

function Dispersion:getSize()
    return self.dimen
end

--- Mentions in each of `count` equal stretches of the book.
function Dispersion.bins(positions, length, count)
    local bins = {}
    for i = 1, count do bins[i] = 0 end
    for _i, pos in ipairs(positions) do
        local i = math.min(count, math.floor(pos * count / math.max(length, 1)) + 1)
        bins[i] = bins[i] + 1
    end
    return bins
end

local function paint(self, bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    local w, h = self.width, self.bar
    local stroke = math.max(2, Screen:scaleBySize(2))
    local count = math.floor(w / stroke)
    local mirrored = BD.mirroredUILayout()
    local function at(share, width)
        local left = math.min(math.floor(share * w), w - width)
        return x + (mirrored and w - left - width or left)
    end
    bb:paintRect(x, y + h, w, Size.line.medium, Blitbuffer.COLOR_DARK_GRAY)
    for _i, pos in ipairs(self.chapters or {}) do
        bb:paintRect(at(pos / self.length, 1), y + h - Screen:scaleBySize(3), 1, Screen:scaleBySize(3), Blitbuffer.COLOR_DARK_GRAY)
    end
    local bins = Dispersion.bins(self.positions, self.length, count)
    local most = 1
    for _i, n in ipairs(bins) do most = math.max(most, n) end
    for i, n in ipairs(bins) do
        if n > 0 then
            local height = math.floor(h * (0.4 + 0.6 * n / most))
            bb:paintRect(at((i - 1) * stroke / w, stroke), y + h - height, stroke, height, Blitbuffer.COLOR_BLACK)
        end
    end
    if self.here then
        local size = self.pointer
        local top = y + h + Size.line.medium
        local middle = at(self.here / self.length, 1)
        for i = 0, size - 1 do
            local half = math.floor(i / 2)
            local left = math.max(x, middle - half)
            bb:paintRect(left, top + i, math.min(2 * half + 1, x + w - left), 1, Blitbuffer.COLOR_BLACK)
        end
    end
end

--- An error while painting would end KOReader.
function Dispersion:paintTo(bb, x, y)
    Guard.call("painting", paint, self, bb, x, y)
end

return Dispersion
