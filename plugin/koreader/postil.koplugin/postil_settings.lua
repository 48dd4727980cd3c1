--- What the reader can choose, kept in KOReader's settings under one key.
local DataStorage = require("datastorage")

local Settings = {}
Settings.__index = Settings

local KEY = "postil"
local DEFAULTS = {
    popup = true,         -- notes in our popup rather than KOReader's
    unlinked = true,      -- marks that the book does not link answer to a tap
    cards = true,         -- a selected name shows its card before the dictionary
    names = "never",      -- "never", "first" (once on a page) or "all": names that are marked in the text
    spoilers = "fiction", -- "fiction", "always" or "never": where nothing ahead of the reader is told
}

function Settings.new(store)
    return setmetatable({ store = store, values = store:readSetting(KEY) or {} }, Settings)
end

function Settings:get(name)
    local value = self.values[name]
    if value == nil then return DEFAULTS[name] end
    return value
end

function Settings:set(name, value)
    self.values[name] = value
    self.store:saveSetting(KEY, self.values)
end

function Settings:toggle(name)
    self:set(name, not self:get(name))
end

--- Whether the open book is read with a limit; `fiction` is set when a book is opened.
function Settings:spoiler_safe()
    local mode = self:get("spoilers")
    return mode == "always" or (mode == "fiction" and self.fiction == true)
end

--- Where packs of many books are kept.
function Settings:shelf_folder()
    return self:get("folder") or DataStorage:getDataDir() .. "/postil"
end

return Settings
