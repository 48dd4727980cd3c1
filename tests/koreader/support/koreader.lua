--- Small stand-ins of the modules of KOReader that the plugin asks for. They show nothing; `shown` keeps what would be on the screen.
local Koreader = { shown = {}, scheduled = {}, events = {}, log = {}, actions = {} }

local function class(fields)
    local C = fields or {}
    C.__index = C
    function C:extend(o)
        o = o or {}
        o.__index = o
        return setmetatable(o, { __index = self })
    end
    function C:new(o)
        o = setmetatable(o or {}, { __index = self })
        if o.init then o:init() end
        return o
    end
    return C
end

local function widget(name)
    return class({ kind = name, getSize = function(self) return { w = self.width or 100, h = self.height or 20 } end, free = function() end })
end

local function preload(name, value)
    package.loaded[name] = value
end

local function template(text, ...)
    local args = { ... }
    return (text:gsub("%%(%d)", function(n) return tostring(args[tonumber(n)]) end))
end

-- By bits, as RFC 4648 draws it.
local function base64(bytes)
    local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    local bits = bytes:gsub(".", function(c)
        local out = {}
        for i = 7, 0, -1 do out[#out + 1] = math.floor(c:byte() / 2 ^ i) % 2 end
        return table.concat(out)
    end)
    bits = bits .. ("0"):rep(-#bits % 6)
    local text = bits:gsub("......", function(six) return letters:sub(tonumber(six, 2) + 1, tonumber(six, 2) + 1) end)
    return text .. ("="):rep(-#text % 4)
end

local function settings(values)
    return {
        values = values or {},
        readSetting = function(self, key, default)
            if self.values[key] == nil then return default end
            return self.values[key]
        end,
        saveSetting = function(self, key, value) self.values[key] = value end,
        nilOrTrue = function(self, key) return self.values[key] ~= false end,
        isTrue = function(self, key) return self.values[key] == true end,
        isFalse = function(self, key) return self.values[key] == false end,
    }
end
Koreader.settings = settings

local UIManager = {}
function UIManager:show(w)
    table.insert(Koreader.shown, w)
    if w.onShow then w:onShow() end
end
function UIManager:close(w)
    for i = #Koreader.shown, 1, -1 do
        if Koreader.shown[i] == w then
            table.remove(Koreader.shown, i)
            if w.onCloseWidget then w:onCloseWidget() end
        end
    end
end
function UIManager:setDirty() end
function UIManager:scheduleIn(_, f) table.insert(Koreader.scheduled, f) end
function UIManager:unschedule(f)
    for i = #Koreader.scheduled, 1, -1 do if Koreader.scheduled[i] == f then table.remove(Koreader.scheduled, i) end end
end

--- Runs what was to be run later.
function Koreader.run_scheduled()
    local list = Koreader.scheduled
    Koreader.scheduled = {}
    for _, f in ipairs(list) do f() end
end

--- The topmost widget, or nil.
function Koreader.top() return Koreader.shown[#Koreader.shown] end

function Koreader.install(root)
    local data = root
    local screen = {
        getWidth = function() return 600 end, getHeight = function() return 800 end, scaleBySize = function(_, n) return n end,
        getSize = function() return { w = 600, h = 800 } end,
    }
    preload("gettext", setmetatable({ ngettext = function(one, many, n) return n == 1 and one or many end }, { __call = function(_, s) return s end }))
    preload("ffi/util", { template = template })
    preload("ffi/sha2", { bin_to_base64 = base64 })
    preload("logger", {
        warn = function(...) table.insert(Koreader.log, table.concat({ ... }, " ")) end, dbg = function() end, info = function() end,
    })
    preload("dispatcher", { registerAction = function(_, name, what) Koreader.actions[name] = what end })
    preload("ui/uimanager", UIManager)
    preload("ui/event", { new = function(_, name, ...) return { name = name, args = { ... } } end })
    preload("ui/bidi", { mirroredUILayout = function() return Koreader.mirrored end, flipDirectionIfMirroredUILayout = function(d) return d end })
    preload("ffi/blitbuffer", { COLOR_WHITE = 0, COLOR_BLACK = 1, COLOR_GRAY = 2, COLOR_DARK_GRAY = 3 })
    preload("device", {
        screen = screen, isTouchDevice = function() return true end, hasKeys = function() return true end,
        input = { group = { Back = "Back" }, setClipboardText = function(text) Koreader.clipboard = text end },
    })
    preload("ui/size", { line = { thick = 2, medium = 1, thin = 1 }, padding = { large = 10 } })
    preload("ui/geometry", class({}))
    preload("ui/gesturerange", class({}))
    preload("ui/font", { getFace = function() return {} end })
    preload("ui/time", { to_s = function(t) return t end })
    for _, name in ipairs({ "infomessage", "notification", "confirmbox", "buttondialog", "inputdialog", "menu", "buttontable", "linewidget", "textwidget",
        "horizontalgroup", "horizontalspan", "verticalgroup", "verticalspan", "widget", "container/bottomcontainer", "container/framecontainer",
        "container/inputcontainer", "container/leftcontainer", "container/widgetcontainer" }) do
        preload("ui/widget/" .. name, widget(name))
    end
    local Input = package.loaded["ui/widget/inputdialog"]
    function Input:getInputText() return self.input end
    Input.onShowKeyboard = function() end
    package.loaded["ui/widget/horizontalgroup"].resetLayout = function() end
    local Html = widget("scrollhtmlwidget")
    function Html:init()
        self.htmlbox_widget, self.v_scroll_bar = { dimen = { h = self.height } }, {}
        self[1] = { resetLayout = function() end, getSize = function() return { w = self.width, h = self.height } end }
    end
    function Html:getSinglePageHeight() return 50 end
    preload("ui/widget/scrollhtmlwidget", Html)
    preload("util", { htmlEscape = function(text) return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" })) end })
    preload("libs/libkoreader-lfs", require("lfs"))
    preload("datastorage", { getDataDir = function() return data end })
    preload("docsettings", { getSidecarDir = function(_, file) return (file:gsub("%.[^.]+$", "")) .. ".sdr" end })
    G_reader_settings = settings()
end

function Koreader.reset()
    Koreader.shown, Koreader.scheduled, Koreader.events, Koreader.log, Koreader.clipboard = {}, {}, {}, {}, nil
end

--- As before the first book: nothing shown, no settings, nothing that failed.
function Koreader.fresh()
    Koreader.reset()
    G_reader_settings.values = {}
    require("postil_guard").failed = {}
end

--- A reader with an open document, as a plugin finds it.
function Koreader.ui(document, doc_settings)
    local ui = { document = document, doc_settings = settings(doc_settings), doc_props = {}, dialog = {}, zones = {}, back = {} }
    ui.menu = { registerToMainMenu = function(_, plugin) ui.menu_plugin = plugin end }
    ui.link = {
        followed = {},
        onGotoLink = function(this, link) table.insert(this.followed, link) return "followed" end,
        onTap = function(this) this.tapped = (this.tapped or 0) + 1 end,
        getLinkFromGes = function(_, gesture) return gesture.link end,
        addCurrentLocationToStack = function() table.insert(ui.back, document:getXPointer()) end,
    }
    ui.dictionary = { looked_up = {}, onLookupWord = function(this, word) table.insert(this.looked_up, word) return "dictionary" end }
    ui.highlight = { buttons = {}, addToHighlightDialog = function(this, id, f) this.buttons[id] = f end, clear = function(this) this.cleared = true end }
    function ui:registerTouchZones(zones) for _, zone in ipairs(zones) do self.zones[zone.id] = zone end end
    function ui:handleEvent(event)
        table.insert(Koreader.events, event)
        if event.name == "GotoXPointer" then document.xpointer = event.args[1] end
    end
    return ui
end

return Koreader
