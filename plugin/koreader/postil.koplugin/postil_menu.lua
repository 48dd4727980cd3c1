--- The entry in KOReader's menu, under its magnifying glass: the lists first, then what can be chosen.
local Guard = require("postil_guard")
local _ = require("gettext")
local T = require("ffi/util").template

local Menu = {}

local MODES = {
    { "fiction", _("In fiction") },
    { "always", _("In every book") },
    { "never", _("Never") },
}

local NAMES = {
    { "never", _("Never") },
    { "first", _("Once on a page") },
    { "all", _("Everywhere") },
}

local function open(plugin, method, ...)
    local args = { ... }
    return Guard.wrap(method, function()
        plugin:awake()
        if plugin.pack then plugin.views[method](plugin.views, unpack(args)) end
        plugin:tell_trouble()
    end)
end

local function entry(plugin, text, method, what, ...)
    return {
        text = text, enabled_func = function() return plugin.pack ~= nil and (not what or plugin.pack.counts[what] > 0) end,
        callback = open(plugin, method, ...),
    }
end

local function toggle(plugin, text, name)
    return {
        text = text, checked_func = function() return plugin.settings:get(name) end,
        callback = Guard.wrap("settings", function() plugin.settings:toggle(name) end),
    }
end

local function names(plugin)
    local items = {}
    for i, mode in ipairs(NAMES) do
        items[i] = {
            text = mode[2], radio = true, checked_func = function() return plugin.settings:get("names") == mode[1] end,
            callback = Guard.wrap("settings", function()
                plugin.settings:set("names", mode[1])
                require("ui/uimanager"):setDirty(plugin.ui.dialog, "partial")
            end),
        }
    end
    return items
end

local function spoilers(plugin)
    local items = {}
    for i, mode in ipairs(MODES) do
        items[i] = {
            text = mode[2], radio = true, checked_func = function() return plugin.settings:get("spoilers") == mode[1] end,
            callback = Guard.wrap("settings", function() plugin.settings:set("spoilers", mode[1]) end),
        }
    end
    items[#items].separator = true
    items[#items + 1] = {
        text = _("Count all up to this page as read"),
        enabled_func = function() return plugin.reading ~= nil and plugin.settings:spoiler_safe() end,
        callback = Guard.wrap("reading", function() plugin.reading:reveal_here() end),
    }
    return items
end

function Menu.item(plugin)
    return {
        text_func = function() return plugin.pack and _("Postil: notes, people, places") or _("Postil (no pack for this book)") end,
        sorting_hint = "search",
        sub_item_table_func = function()
            return {
                entry(plugin, _("Look up a name…"), "search"),
                entry(plugin, _("Who and what is on this page"), "page_entities", "entities"),
                entry(plugin, _("Who and what in this chapter"), "chapter_entities", "entities"),
                entry(plugin, _("Who and what so far"), "book_entities", "entities", true),
                entry(plugin, _("Who and what in the book"), "book_entities", "entities"),
                entry(plugin, _("Notes on this page"), "page_notes", "marks"),
                entry(plugin, _("Notes of this chapter"), "chapter_notes", "marks"),
                entry(plugin, _("Works cited"), "works", "works"),
                entry(plugin, _("Your notes"), "own_notes"),
                entry(plugin, _("Books with a pack"), "shelf_packs"),
                {
                    text = _("Settings"), separator = true,
                    sub_item_table = {
                        toggle(plugin, _("Show notes in Postil's popup"), "popup"),
                        toggle(plugin, _("Answer marks that the book does not link"), "unlinked"),
                        toggle(plugin, _("Show the card of a selected name first"), "cards"),
                        { text = _("Mark names in the text"), sub_item_table_func = function() return names(plugin) end },
                        { text = _("Tell nothing that comes later"), sub_item_table_func = function() return spoilers(plugin) end },
                    },
                },
                {
                    text = _("About this pack"), keep_menu_open = true, enabled_func = function() return plugin.pack ~= nil end,
                    callback = Guard.wrap("about", function()
                        local InfoMessage = require("ui/widget/infomessage")
                        local c = plugin.pack.counts
                        local match = ({ exact = _("this very file"), text = _("the same text"), edition = _("another edition"), none = _("not surely this book") })[plugin.match]
                        require("ui/uimanager"):show(InfoMessage:new{
                            text = T(_("%1\n%2 notes, %3 marks, %4 names, %5 works\nMade for: %6"), plugin.pack.path:match("([^/]+)$"), c.notes, c.marks,
                                c.entities, c.works, match or ""),
                        })
                    end),
                },
            }
        end,
    }
end

return Menu
