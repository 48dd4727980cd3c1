--- The pack of the open book: beside it, in its .sdr folder, or in the shelf folder.
local DocSettings = require("docsettings")
local lfs = require("libs/libkoreader-lfs")
local Pack = require("postil_pack")
local Places = require("postil_places")

local Find = {}

local function exists(path)
    return lfs.attributes(path, "mode") == "file"
end

local function bytes_of_hex(hex)
    if type(hex) ~= "string" or #hex ~= 32 or hex:find("%X") then return end
    return (hex:gsub("..", function(pair) return string.char(tonumber(pair, 16)) end))
end

--- Paths where a pack of this book may lie, in the order in which they are asked: those that belong to it by name.
function Find.named(file)
    local stem = file:match("^(.*)%.[^./]+$") or file
    local name = stem:match("([^/]+)$")
    local list = { stem .. ".postil", file .. ".postil" }
    -- KOReader may keep its own files elsewhere: both folders are asked.
    for i, sidecar in ipairs({ stem .. ".sdr", DocSettings:getSidecarDir(file) or "" }) do
        if sidecar ~= "" and (i == 1 or sidecar ~= stem .. ".sdr") then
            list[#list + 1] = sidecar .. "/" .. name .. ".postil"
            list[#list + 1] = sidecar .. "/book.postil"
        end
    end
    return list
end

local function normal(identifier)
    return (identifier:lower():gsub("^urn:", ""):gsub("^%a+:", ""):gsub("[%s%-]", ""))
end

-- KOReader keeps them one a line, "uuid:…" or "isbn:…".
local function shares_identifier(pack, props)
    local own = {}
    for line in (props and props.identifiers or ""):gmatch("[^\n]+") do own[normal(line)] = true end
    for _i, identifier in ipairs(pack:identifiers()) do
        if #identifier >= 8 and own[normal(identifier)] then return true end
    end
    return false
end

-- Not every book has an identifier that KOReader hands on: title and author then say that it is the same work.
local function shares_title(pack, props)
    local title = pack:info(pack.lib.POSTIL_TITLE) or ""
    if not props or not props.title or title == "" or pack:print_of(title) ~= pack:print_of(props.title) then return false end
    local authors = {}
    for author in (props.authors or ""):gmatch("[^\n]+") do authors[pack:print_of(author)] = true end
    for i = 0, 7 do
        local creator = pack:info(pack.lib.POSTIL_CREATOR, i)
        if not creator then return false end
        if authors[pack:print_of(creator)] then return true end
    end
    return false
end

-- Only for a pack that does not know KOReader's digest: reading the whole book takes a while.
local function same_sha256(pack, file)
    if pack:info(pack.lib.POSTIL_PARTIAL_MD5) or (lfs.attributes(file, "size") or 0) > 4 * 1024 * 1024 then return false end
    local wanted = pack:info(pack.lib.POSTIL_SOURCE_SHA256)
    local ok, sha2 = pcall(require, "ffi/sha2")
    if not wanted or #wanted ~= 32 or not ok then return false end
    local handle = io.open(file, "rb")
    if not handle then return false end
    local digest = sha2.sha256(handle:read("*a"))
    handle:close()
    return digest == wanted:gsub(".", function(c) return string.format("%02x", c:byte()) end)
end

-- KOReader's digest of the open file: what its sidecar says stays when a book is replaced under the same name.
local function partial_md5(ui)
    local util = require("util")
    local digest = util.partialMD5 and util.partialMD5(ui.document.file)
    return bytes_of_hex(digest or ui.doc_settings:readSetting("partial_md5_checksum"))
end

--- Whether a pack belongs to the open book: "exact", "text" (another file of the same text), "edition" (one that shares its identifier, or title and author) or "none".
function Find.match(pack, ui)
    if pack.reference then return "exact" end
    local md5 = partial_md5(ui)
    local match = pack:match(md5)
    if match ~= "none" then return match end
    if same_sha256(pack, ui.document.file) then return "exact" end
    if not ui.paging then match = pack:match(md5, Places.new(pack, ui.document):proofs()) end
    if match ~= "none" then return match end
    return (shares_identifier(pack, ui.doc_props) or shares_title(pack, ui.doc_props)) and "edition" or "none"
end

local function in_folder(folder)
    local list = {}
    if folder and lfs.attributes(folder, "mode") == "directory" then
        for name in lfs.dir(folder) do
            if name:match("%.postil$") then list[#list + 1] = folder .. "/" .. name end
        end
        table.sort(list)
    end
    return list
end

--- The pack of the open book: pack, match. nil, nil where there is none; nil, nil, code, sentence, path where one is there that cannot be used.
--- One that has the book's name is used whatever its match says: the reader put it there.
function Find.open(lib, ui, shelf_folder)
    local file = ui.document.file
    local code, sentence, at
    for _i, path in ipairs(Find.named(file)) do
        if exists(path) then
            local pack, c, message = Pack.open(lib, path)
            if pack then return pack, Find.match(pack, ui) end
            code, sentence, at = c, message, path
        end
    end
    local edition
    for _i, path in ipairs(in_folder(shelf_folder)) do
        local pack = Pack.open(lib, path)
        local match = pack and not pack.reference and Find.match(pack, ui) or "none"
        if match == "exact" or match == "text" then
            if edition then edition:close() end
            return pack, match
        end
        if match == "edition" and not edition then edition = pack
        elseif pack then pack:close() end
    end
    if edition then return edition, "edition" end
    return nil, nil, code, sentence, at
end

return Find
