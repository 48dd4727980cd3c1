--- A sheet at the bottom of the page, as KOReader's own note popup: rich text with links, a head above it where there is one, a row of buttons
--- beneath. Notes and cards are shown in it.
local BD = require("ui/bidi")
local Blitbuffer = require("ffi/blitbuffer")
local BottomContainer = require("ui/widget/container/bottomcontainer")
local ButtonTable = require("ui/widget/buttontable")
local Device = require("device")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local InputContainer = require("ui/widget/container/inputcontainer")
local LineWidget = require("ui/widget/linewidget")
local Markup = require("postil_markup")
local ScrollHtmlWidget = require("ui/widget/scrollhtmlwidget")
local Size = require("ui/size")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local time = require("ui/time")
local Guard = require("postil_guard")
local Screen = Device.screen

local Sheet = InputContainer:extend{
    html = "",
    font_size = nil,      -- pixels
    margins = nil,        -- of the page: the note's text stands under the page's text
    buttons = nil,        -- a row of ButtonTable's buttons, or nil
    head = nil,           -- function(width): a widget above the text, or nil
    share = 1 / 3,        -- of the screen's height that it may take
    dialog = nil,
    on_link = nil,        -- function(href)
    on_next = nil,        -- function(step): what comes before (-1) or after (1)
    on_select = nil,      -- function(text): what was selected by holding
    on_closed = nil,      -- function(gesture or nil)
    covers_footer = true,
}

function Sheet:init()
    local width, height = Screen:getWidth(), Screen:getHeight()
    local range = Geom:new{ x = 0, y = 0, w = width, h = height }
    if Device:isTouchDevice() then
        self.ges_events = {
            TapClose = { GestureRange:new{ ges = "tap", range = range } },
            SwipePopup = { GestureRange:new{ ges = "swipe", range = range } },
            HoldStartText = { GestureRange:new{ ges = "hold", range = range } },
            HoldPanText = { GestureRange:new{ ges = "hold_pan", range = range, rate = Screen.low_pan_rate and 5.0 or 30.0 } },
            HoldReleaseText = {
                GestureRange:new{ ges = "hold_release", range = range },
                args = Guard.wrap("selection", function(text, duration)
                    if self.on_select then self.on_select(text, time.to_s(duration)) end
                end),
            },
        }
    end
    -- The arrows move between the buttons, the page keys scroll.
    if Device:hasKeys() then
        self.key_events = { Close = { { Device.input.group.Back } } }
    end

    local margins = self.margins
    local bar = math.min(math.ceil(margins.right * 2 / 5), Screen:scaleBySize(10))
    local between = math.max(margins.right - 2 * bar, bar)
    local padding = Size.padding.large
    local css = Markup.CSS .. string.format("@page { margin: 0 %s 0 %s; }\n",
        BD.mirroredUILayout() and margins.left .. "px" or "0", BD.mirroredUILayout() and "0" or margins.left .. "px")
    if G_reader_settings:nilOrTrue("footnote_popup_justify") then css = css .. "body { text-align: justify; }\n" end

    local row
    if self.buttons then
        row = ButtonTable:new{
            width = width, buttons = { self.buttons }, zero_sep = true, show_parent = self, sep_width = 0,
        }
    end
    local head = self.head and self.head(width - margins.left - margins.right)
    local around = 2 * padding + (head and head:getSize().h + padding or 0)
    local html_height = math.max(math.floor(height * self.share) - around, Screen:scaleBySize(60))
    self.htmlwidget = ScrollHtmlWidget:new{
        html_body = self.html, is_xhtml = true, css = css, default_font_size = self.font_size,
        width = width - bar, height = html_height, scroll_bar_width = bar, text_scroll_span = between,
        dialog = self.dialog, highlight_text_selection = true,
        html_link_tapped_callback = Guard.wrap("link", function(link)
            if self.on_link and link.uri then self.on_link(link.uri) end
        end),
    }
    -- A short note takes no more room than it needs: the page is cut, not laid out again.
    local used = self.htmlwidget:getSinglePageHeight()
    if used and used < html_height then
        self.htmlwidget.htmlbox_widget.dimen.h = used
        self.htmlwidget.v_scroll_bar.height = used
        self.htmlwidget[1]:resetLayout()
        self.htmlwidget.dimen = Geom:new(self.htmlwidget[1]:getSize())
    end
    local group = VerticalGroup:new{
        LineWidget:new{ dimen = Geom:new{ w = width, h = Size.line.thick } },
        VerticalSpan:new{ width = padding },
    }
    if head then
        table.insert(group, HorizontalGroup:new{ HorizontalSpan:new{ width = margins.left }, head, HorizontalSpan:new{ width = margins.right } })
        table.insert(group, VerticalSpan:new{ width = padding })
    end
    table.insert(group, HorizontalGroup:new{ self.htmlwidget, HorizontalSpan:new{ width = bar } })
    table.insert(group, VerticalSpan:new{ width = padding })
    if row then
        table.insert(group, LineWidget:new{ dimen = Geom:new{ w = width, h = Size.line.thin }, background = Blitbuffer.COLOR_GRAY })
        table.insert(group, row)
    end
    self.height = group:getSize().h
    self.container = FrameContainer:new{ background = Blitbuffer.COLOR_WHITE, bordersize = 0, margin = 0, padding = 0, group }
    self[1] = BottomContainer:new{ dimen = Screen:getSize(), self.container }
end

--- An error while painting would end KOReader: what cannot be painted is closed.
function Sheet:paintTo(bb, x, y)
    if self.broken then return end
    local painted = Guard.call("painting", function()
        InputContainer.paintTo(self, bb, x, y)
        return true
    end)
    if painted then return end
    self.broken = true
    UIManager:scheduleIn(0, function() self:onClose() end)
end

function Sheet:onShow()
    UIManager:setDirty(self.dialog, function() return "ui", self.container.dimen end)
end

function Sheet:onCloseWidget()
    UIManager:setDirty(self.dialog, function() return "partial", self.container.dimen end)
end

local function close(self, gesture)
    UIManager:close(self)
    if self.on_closed then Guard.call("closing", self.on_closed, gesture) end
    return true
end

function Sheet:onClose()
    return close(self)
end

function Sheet:onTapClose(_, gesture)
    if gesture.pos:notIntersectWith(self.container.dimen) then return close(self, gesture) end
    return true
end

local function step(self, by)
    if not self.on_next then return false end
    Guard.call("next", self.on_next, by)
    return true
end

function Sheet:onSwipePopup(_, gesture)
    local direction = BD.flipDirectionIfMirroredUILayout(gesture.direction)
    if direction == "west" then return step(self, 1) end
    if direction == "east" then return step(self, -1) or close(self) end
    if direction == "south" then return close(self) end
    return false
end

return Sheet
