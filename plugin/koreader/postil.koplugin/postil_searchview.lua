--- Look-up as the reader types: four candidates above the keyboard, changed in place.
local ButtonTable = require("ui/widget/buttontable")
local Guard = require("postil_guard")
local InputDialog = require("ui/widget/inputdialog")
local Markup = require("postil_markup")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local SearchView = {}

local ROWS = 4
local PAUSE = 0.2 -- seconds without a key before candidates are looked for

--- Candidates for what was typed: names that it says, names that begin so, names that are spelt nearly so.
function SearchView.candidates(views, typed)
    local pack, lib = views.pack, views.lib
    local list, seen = {}, {}
    local function take(hits)
        for _i, hit in ipairs(hits) do
            if not seen[hit.entity] and #list < 40 then
                seen[hit.entity] = true
                list[#list + 1] = hit
            end
        end
    end
    if not typed:find("%S") then return list end
    take(pack:lookup(typed, lib.POSTIL_SELECTED, ROWS, nil, views:limit()))
    take(pack:lookup(typed, lib.POSTIL_PREFIX, 20, nil, views:limit()))
    if #list == 0 then take(pack:lookup(typed, lib.POSTIL_FUZZY, 8, nil, views:limit())) end
    return list
end

function SearchView.show(views)
    local dialog, rows
    local found = {}
    local function open(entity)
        UIManager:close(dialog)
        views:card(entity)
    end
    local function refresh()
        found = SearchView.candidates(views, dialog:getInputText())
        for i = 1, ROWS do
            local button = rows:getButtonById("candidate" .. i)
            local hit = found[i]
            button:setText(hit and hit.name .. " — " .. Markup.kind_line(hit, { role = hit.role }) or " ", button.width)
            button:enableDisable(hit ~= nil)
        end
        UIManager:setDirty(dialog, function() return "ui", rows.dimen end)
    end
    local later = Guard.wrap("typing", refresh)
    dialog = InputDialog:new{
        title = _("Look up a name"), input = "",
        edited_callback = Guard.wrap("typing", function()
            UIManager:unschedule(later)
            UIManager:scheduleIn(PAUSE, later)
        end),
        buttons = { {
            { text = _("Close"), id = "close", callback = function() UIManager:unschedule(later) UIManager:close(dialog) end },
            { text = _("In the text"), callback = Guard.wrap("search", function()
                local text = dialog:getInputText()
                UIManager:unschedule(later)
                UIManager:close(dialog)
                if text:find("%S") then views:search_text(text) end
            end) },
            { text = _("All"), is_enter_default = true, callback = Guard.wrap("search", function()
                local text = dialog:getInputText()
                UIManager:unschedule(later)
                local hits = SearchView.candidates(views, text)
                if #hits == 0 then return end
                UIManager:close(dialog)
                if #hits == 1 then views:card(hits[1].entity) else views:choose(hits, text) end
            end) },
        } },
    }
    local buttons = {}
    for i = 1, ROWS do
        buttons[i] = { { id = "candidate" .. i, text = " ", enabled = false, align = "left", font_bold = false, font_size = 18,
            callback = Guard.wrap("candidate", function() if found[i] then open(found[i].entity) end end) } }
    end
    rows = ButtonTable:new{ width = dialog.width - 2 * require("ui/size").padding.large, buttons = buttons, show_parent = dialog }
    dialog:addWidget(rows)
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return dialog
end

return SearchView
