--- From a pack of the shelf to its book: where that lies, and opening it where an entity is first named, as far as its reader may know.
local DocSettings = require("docsettings")
local Guard = require("postil_guard")
local Notification = require("ui/widget/notification")
local Pack = require("postil_pack")
local UIManager = require("ui/uimanager")
local lfs = require("libs/libkoreader-lfs")
local _ = require("gettext")
local T = require("ffi/util").template

local OtherBooks = {}

local KINDS = { "epub", "kepub.epub", "epub3", "fb2", "fb2.zip", "html", "xhtml", "htm", "txt", "md", "mobi", "azw3", "docx", "rtf", "pdf" }

local function beside(stem)
    for _i, kind in ipairs(KINDS) do
        local file = stem .. "." .. kind
        if lfs.attributes(file, "mode") == "file" then return file end
    end
end

-- Among the books that KOReader remembers, by the digest that stands in their sidecars.
local function remembered(md5)
    local ok, history = pcall(require, "readhistory")
    if not ok or not md5 then return end
    for _i, item in ipairs(history.hist or {}) do
        if item.file and lfs.attributes(item.file, "mode") == "file" and DocSettings:hasSidecarFile(item.file)
            and DocSettings:open(item.file):readSetting("partial_md5_checksum") == md5 then
            return item.file
        end
    end
end

--- The file of the book that the pack at `path` belongs to; nil where it is not found.
function OtherBooks.file_of(lib, path)
    local stem = path:match("^(.*)%.postil$")
    if not stem then return end
    local found = beside(stem) or lfs.attributes(stem, "mode") == "file" and stem
    local sidecar = path:match("^(.*)%.sdr/[^/]+$")
    found = found or sidecar and beside(sidecar)
    if found then return found end
    local pack = Pack.open(lib, path)
    if not pack then return end
    local md5 = pack:info(lib.POSTIL_PARTIAL_MD5)
    pack:close()
    return remembered(md5 and md5:gsub(".", function(c) return string.format("%02x", c:byte()) end))
end

-- What the next book is opened for: file=, name=.
local wanted

--- Opens the book of a pack; with `name`, at that name's first mention. True where it is found.
function OtherBooks.open(views, path, name)
    local file = OtherBooks.file_of(views.lib, path)
    if not file then
        UIManager:show(Notification:new{ text = _("The book itself was not found beside its pack, nor among those read last.") })
        return false
    end
    if file == views.document.file then return true end
    wanted = name and { file = file, name = name } or nil
    views:close_sheets()
    views.ui:switchDocument(file)
    return true
end

--- A book is open: shows what it was opened for.
function OtherBooks.arrived(views)
    local asked = wanted
    wanted = nil
    if not asked or asked.file ~= views.document.file then return end
    UIManager:scheduleIn(0.5, Guard.wrap("other book", function()
        if not views.plugin.pack then return end
        local hit = views:hits(asked.name)[1]
        if not hit then
            UIManager:show(Notification:new{ text = T(_("“%1” is not named up to where you have read."), asked.name) })
            return
        end
        if hit.first and not views.ui.paging then views:go_to(hit.first.pos) end
        views:card(hit.entity)
    end))
end

return OtherBooks
