--- Nothing that goes wrong in this plugin may reach KOReader: an error in a touch zone or in a method that KOReader calls
--- would end it. Every entrance goes through here; each place complains once in the log.
local logger = require("logger")

local Guard = { failed = {} }

local function complain(place, err)
    if Guard.failed[place] then return end
    Guard.failed[place] = tostring(err)
    logger.warn("Postil:", place, "failed:", err)
end

--- Calls f(...); nil where it fails.
function Guard.call(place, f, ...)
    local ok, a, b, c = pcall(f, ...)
    if ok then return a, b, c end
    complain(place, a)
end

--- A function that does what f does and never raises.
function Guard.wrap(place, f)
    return function(...)
        return Guard.call(place, f, ...)
    end
end

return Guard
