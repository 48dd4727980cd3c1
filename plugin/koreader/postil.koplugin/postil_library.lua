--- libpostil for the processor and float calling convention of this device.
local ffi = require("ffi")

local Library = {}

--- The folder under lib/ for this device, or nil: jit.arch is "arm" for both float conventions.
function Library.abi()
    local arch = jit.arch
    if arch == "arm" then return ffi.abi("hardfp") and "armhf" or "armel" end
    if arch == "arm64" then return "aarch64" end
    if arch == "x64" then return "x86_64" end
end

-- Declarations last as long as the process, the plugin's instances as long as a book.
local function declare()
    if pcall(ffi.typeof, "postil_pack") then return true end
    return pcall(require, "postil_cdef")
end

--- Declares and loads the library of the plugin folder `path`. nil and a reason ("abi", "missing", "foreign", "old") where it cannot be used.
function Library.load(path)
    if Library.loaded then return Library.loaded end
    if jit.os ~= "Linux" then return nil, "abi" end
    local abi = Library.abi()
    if not abi then return nil, "abi" end
    local file = path .. "/lib/" .. abi .. "/libpostil.so"
    local handle = io.open(file, "rb")
    if not handle then return nil, "missing" end
    handle:close()
    if not declare() then return nil, "foreign" end
    local ok, lib = pcall(ffi.load, file)
    if not ok then return nil, "foreign" end
    -- What this plugin needs and was added last: a library that has it has all.
    if not pcall(function() return lib.postil_shelf_lookup, lib.postil_image_by_reference end) then return nil, "old" end
    Library.loaded = lib
    return lib
end

return Library
