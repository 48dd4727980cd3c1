--- A book, its pack and the plugin, as the specs use them. The environment names what the build has made.
local Koreader = require("support.koreader")
local lfs = require("lfs")

local Fixture = {}

local function env(name)
    return assert(os.getenv(name), name .. " is not set: run the specs through ctest")
end

Fixture.plugin_folder = env("POSTIL_PLUGIN")
Fixture.data = env("POSTIL_TEST_DATA")
Fixture.work = env("POSTIL_WORK")
package.path = Fixture.plugin_folder .. "/?.lua;" .. package.path
Koreader.install(Fixture.work .. "/koreader")

local function run(command)
    local code = os.execute(command .. " >/dev/null 2>&1")
    assert(code == 0 or code == true, command)
end

function Fixture.read(path)
    local handle = assert(io.open(path, "rb"))
    local bytes = handle:read("*a")
    handle:close()
    return bytes
end

function Fixture.write(path, bytes)
    local handle = assert(io.open(path, "wb"))
    handle:write(bytes)
    handle:close()
    return path
end

--- An empty folder.
function Fixture.folder(name)
    local path = Fixture.work .. "/" .. name
    run("rm -rf '" .. path .. "' && mkdir -p '" .. path .. "'")
    return path
end

--- Packs a book; gives the pack's path.
function Fixture.pack(book, out, ...)
    run(table.concat({ "'" .. env("POSTIL_PROGRAM") .. "'", "pack", "'" .. book .. "'", "-o", "'" .. out .. "'", "--quiet", ... }, " "))
    return out
end

function Fixture.copy(from, to)
    return Fixture.write(to, Fixture.read(from))
end

--- The library and an open pack of its own, for looking behind the plugin's back.
function Fixture.open(path)
    local lib = assert(require("postil_library").load(Fixture.plugin_folder))
    return assert(require("postil_pack").open(lib, path)), lib
end

-- KOReader asks this of every file it opens.
function Fixture.partial_md5(pack)
    return (pack:info(pack.lib.POSTIL_PARTIAL_MD5):gsub(".", function(c) return string.format("%02x", c:byte()) end))
end

--- A fresh copy of main.lua's class, as KOReader loads it once in a session.
function Fixture.class()
    local class = dofile(Fixture.plugin_folder .. "/main.lua")
    class.path = Fixture.plugin_folder
    return class
end

--- Opens a document with the plugin.
function Fixture.start(ui)
    local plugin = Fixture.class():new({ ui = ui, document = ui.document })
    plugin:onReaderReady()
    return plugin
end

Fixture.exists = function(path) return lfs.attributes(path, "mode") ~= nil end

return Fixture
