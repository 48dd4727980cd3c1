--- Postil in KOReader: the life of a book's pack, and the places where KOReader asks.
local ffi_ok, ffi = pcall(require, "ffi")
local Dispatcher = require("dispatcher")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local _ = require("gettext")
local T = require("ffi/util").template

local Guard = require("postil_guard")
local Settings = require("postil_settings")

local Postil = WidgetContainer:extend{ name = "postil", is_doc_only = true }

-- Said once in a session, not at every book.
local told = {}
local function tell_once(key, text)
    if told[key] then return end
    told[key] = true
    UIManager:show(InfoMessage:new{ text = text, timeout = 6 })
end

local TROUBLE = {
    abi = _("Postil has no library for this device. Books are read as before."),
    missing = _("Postil's library is missing. Please install the plugin again. Books are read as before."),
    foreign = _("Postil's library does not run on this device. Books are read as before."),
    old = _("Postil's library is older than the plugin. Please install the plugin again. Books are read as before."),
}

function Postil:init()
    if not ffi_ok or not ffi or not self.ui or not self.ui.document then return end
    Guard.call("start", function()
        self.settings = Settings.new(G_reader_settings)
        self:register_actions()
        self.ui.menu:registerToMainMenu(self)
    end)
end

function Postil:register_actions()
    for _i, action in ipairs({
        { "postil_page", "PostilPage", T(_("Postil: %1"), _("Who and what is on this page")) },
        { "postil_notes", "PostilNotes", T(_("Postil: %1"), _("Notes on this page")) },
        { "postil_search", "PostilSearch", T(_("Postil: %1"), _("Look up a name")) },
        { "postil_own", "PostilOwn", T(_("Postil: %1"), _("Your notes")) },
        { "postil_menu", "PostilMenu", T(_("Postil: %1"), _("Browse the book")) },
    }) do
        Dispatcher:registerAction(action[1], { category = "none", event = action[2], title = action[3], reader = true })
    end
end

--- The book is open: its pack is looked for, and only where there is one are KOReader's hooks taken.
function Postil:onReaderReady()
    Guard.call("opening", self.open, self)
end

local function damaged(lib, code, sentence, path)
    local name = path:match("([^/]+)$")
    if code == lib.POSTIL_UNSUPPORTED then
        return T(_("%1 was made by a newer Postil than this one. Please update the plugin.\nThe book is read without it."), name)
    end
    if code == lib.POSTIL_CORRUPT then
        return T(_("%1 is damaged or is no Postil pack (%2).\nThe book is read without it."), name, sentence)
    end
    return T(_("%1 cannot be read (%2).\nThe book is read without it."), name, sentence)
end

function Postil:open()
    if not self.settings or self.pack then return end
    local Library = require("postil_library")
    local Find = require("postil_find")
    local lib, reason = Library.load(self.path)
    if not lib then
        -- Without a pack there is nothing to miss.
        if self:has_named_pack(Find) then tell_once(reason, TROUBLE[reason]) end
        return
    end
    local pack, match, code, sentence, path = Find.open(lib, self.ui, self.settings:shelf_folder())
    if not pack then
        if code then tell_once(path, damaged(lib, code, sentence, path)) end
        return
    end
    local Places = require("postil_places")
    local Reading = require("postil_reading")
    local Marks = require("postil_marks")
    self.lib, self.pack, self.match = lib, pack, match
    self.places = Places.new(pack, self.document)
    self.marks = Marks.new(pack, self.places, self.document)
    self.settings.fiction = Reading.is_fiction(self.ui.doc_props, pack)
    self.reading = Reading.new(self.settings, self.document, self.ui.doc_settings, self.places)
    self.views = require("postil_views").new(self)
    self.names = not self.ui.paging and require("postil_names").new(self) or nil
    if not self.ui.paging then self.reading:on_page(self.document:getCurrentPage()) end
    self:hook()
    if match == "none" or match == "edition" then self:warn_of_edition() end
    require("postil_otherbooks").arrived(self.views)
end

--- Damage that was come upon while the book is read: what can be read is still shown.
function Postil:tell_trouble()
    local trouble = self.pack and self.pack.trouble
    if not trouble or trouble.told then return end
    trouble.told = true
    local name = self.pack.path:match("([^/]+)$")
    local text = trouble.code == self.lib.POSTIL_IO and _("%1 can no longer be read (%2). Is its card still there?")
        or _("%1 is damaged in places (%2). What is whole is shown; please copy it to the device again.")
    -- Above what answers the tap instead.
    UIManager:scheduleIn(0.2, function() UIManager:show(InfoMessage:new{ text = T(text, name, trouble.sentence), timeout = 6 }) end)
end

function Postil:has_named_pack(Find)
    local lfs = require("libs/libkoreader-lfs")
    for _i, path in ipairs(Find.named(self.document.file)) do
        if lfs.attributes(path, "mode") == "file" then return true end
    end
    return false
end

--- A pack made from another edition: what of it was found here. Counting reads the book, so it is done after the page is drawn.
function Postil:warn_of_edition()
    if self.ui.doc_settings:readSetting("postil_edition_told") == self.pack:info(self.lib.POSTIL_TITLE) then return end
    self.ui.doc_settings:saveSetting("postil_edition_told", self.pack:info(self.lib.POSTIL_TITLE))
    UIManager:scheduleIn(1, Guard.wrap("edition", function()
        if not self.pack then return end
        local name = self.pack.path:match("([^/]+)$")
        if self.ui.paging then
            UIManager:show(InfoMessage:new{
                text = T(_("%1 was made from another file than this one, which has fixed pages.\nNames and notes can be looked up; marks and places on its pages are not known."), name),
            })
            return
        end
        if self.pack.counts.marks == 0 then
            UIManager:show(InfoMessage:new{ text = T(_("%1 was made from another edition of this book: names can be looked up, places may differ."), name) })
            return
        end
        local c = self.places:survey(24)
        UIManager:show(InfoMessage:new{
            text = T(_("%1 was made from another edition of this book.\nOf %2 note marks tried, %3 were found here, %4 are doubtful, %5 are lost. Doubtful and lost ones are not shown."),
                name, c.tried, c.found, c.doubtful, c.lost),
        })
    end))
end

-- Wraps a method of one of KOReader's modules for as long as the book is open. `before` returns true where it has done all.
local function wrap(self, object, method, before)
    local original = object and object[method]
    if not original then return end
    object[method] = function(this, ...)
        self:awake()
        local done = self.pack and Guard.call(method, before, ...)
        self:tell_trouble()
        if done then return true end
        return original(this, ...)
    end
    table.insert(self.wrapped, { object = object, method = method, original = original, mine = object[method] })
end

function Postil:hook()
    self.wrapped = {}
    local ui = self.ui
    if not ui.paging then
        -- KOReader itself says whether a popup is wanted: nil means that a link is followed for another reason.
        wrap(self, ui.link, "onGotoLink", function(link, _neglect, allow_popup)
            if allow_popup == nil or not link or not link.xpointer or not self.settings:get("popup") then return end
            return self.views:note_of_link(link)
        end)
        if ui.view and ui.view.registerViewModule then ui.view:registerViewModule("postil_names", self.names) end
        ui:registerTouchZones({ {
            id = "postil_tap_mark", ges = "tap",
            screen_zone = { ratio_x = 0, ratio_y = 0, ratio_w = 1, ratio_h = 1 },
            overrides = { "tap_link", "readerhighlight_tap", "tap_forward", "tap_backward", "readermenu_tap", "readerfooter_tap" },
            handler = Guard.wrap("tap", function(gesture)
                local done = self:on_tap(gesture)
                self:tell_trouble()
                return done
            end),
        } })
    end
    wrap(self, ui.dictionary, "onLookupWord", function(word, _is_sane, _boxes, highlight)
        if not self.settings:get("cards") or self.views.passing_on then return end
        return self.views:card_of_selection(word, highlight)
    end)
    Guard.call("highlight menu", function()
        ui.highlight:addToHighlightDialog("14_postil", function(this)
            return {
                text = _("Postil"),
                show_in_highlight_dialog_func = function() return self.pack ~= nil and this.selected_text ~= nil end,
                callback = Guard.wrap("highlight menu", function()
                    local selected = this.selected_text
                    this:onClose(true)
                    self.views:look_up(selected.text, selected.pos0, this)
                end),
            }
        end)
    end)
    Guard.call("highlight menu", function()
        ui.highlight:addToHighlightDialog("15_postil_note", function(this)
            return {
                text = _("Postil note"),
                show_in_highlight_dialog_func = function() return self.pack ~= nil and this.selected_text ~= nil end,
                callback = Guard.wrap("highlight menu", function()
                    local selected = this.selected_text
                    this:onClose()
                    local xpointer = type(selected.pos0) == "string" and selected.pos0 or nil
                    self.views.own:on_passage(selected.text, xpointer, xpointer and self.places:pos(xpointer))
                end),
            }
        end)
    end)
    if ui.dictionary and ui.dictionary.addToDictButtons then
        Guard.call("dictionary button", function()
            ui.dictionary:addToDictButtons({
                id = "postil", menu_text = _("Postil"), text = _("Postil"), insert_first = false,
                show_func = Guard.wrap("dictionary button", function(popup)
                    return self.pack ~= nil and not popup.is_wiki and #self.views:hits(popup.lookupword or popup.word) > 0
                end),
                callback = Guard.wrap("dictionary button", function(popup)
                    local word = popup.lookupword or popup.word
                    popup:onClose()
                    self.views:look_up(word)
                end),
            })
        end)
    end
end

--- Before v2026.07 the dictionary's popup asked for buttons by an event.
function Postil:onDictButtonsReady(popup, buttons)
    Guard.call("dictionary button", function()
        if not self.pack or popup.is_wiki or (self.ui.dictionary and self.ui.dictionary.addToDictButtons) then return end
        local word = popup.lookupword or popup.word
        if #self.views:hits(word) == 0 then return end
        table.insert(buttons, { {
            id = "postil", text = _("Postil"), font_bold = false,
            callback = Guard.wrap("dictionary button", function()
                popup:onClose()
                self.views:look_up(word)
            end),
        } })
    end)
end

--- A tap that no link answers: on a mark that the book forgot to link, or on a marked name.
function Postil:on_tap(gesture)
    self:awake()
    if not self.pack then return end
    local mark = self.settings:get("unlinked") and self.settings:get("popup") and self.marks:at_point(gesture.pos, self.document:getCurrentPage())
    local name = not mark and self.names and self.names:at_point(gesture.pos)
    if not mark and not name or self.ui.link:getLinkFromGes(gesture) then return end
    if mark then return self.views:note_of_mark(mark) end
    return self.views:card(name.entity, { at = name.pos })
end

function Postil:onPageUpdate(page)
    if self.reading and not self.ui.paging then Guard.call("page", self.reading.on_page, self.reading, page) end
end

function Postil:onPosUpdate(_pos, page)
    if self.reading and page and page ~= self.reading.page then Guard.call("page", self.reading.on_page, self.reading, page) end
end

function Postil:onDocumentRerendered()
    if not self.marks then return end
    self.places:reset()
    self.marks:reset()
    if self.names then self.names:reset() end
end
Postil.onUpdateToc = Postil.onDocumentRerendered

local function show(name)
    return function(self)
        self:awake()
        if not self.pack then
            UIManager:show(InfoMessage:new{ text = _("There is no Postil pack for this book."), timeout = 3 })
            return true
        end
        Guard.call(name, self.views[name], self.views)
        self:tell_trouble()
        return true
    end
end
Postil.onPostilPage = show("page_entities")
Postil.onPostilNotes = show("page_notes")
Postil.onPostilSearch = show("search")
Postil.onPostilMenu = show("browse")
Postil.onPostilOwn = show("own_notes")

function Postil:addToMainMenu(items)
    Guard.call("menu", function() items.postil = require("postil_menu").item(self) end)
end

--- An open file keeps a partition busy: it is let go of before sleep, and while a cable may want the partition; what is asked next takes it up again.
local function suspend(self)
    if not self.pack then return end
    Guard.call("suspend", function()
        self.asleep = true
        self.pack:suspend()
        self.views.own:suspend()
    end)
end

local function resume(self)
    if not self.asleep or not self.pack then return end
    self.asleep = false
    Guard.call("resume", self.views.own.resume, self.views.own)
    if not Guard.call("resume", self.pack.resume, self.pack) then
        local name = self.pack.path:match("([^/]+)$")
        self:close()
        UIManager:show(InfoMessage:new{ text = T(_("%1 is gone or is another file now. The book is read on without it; open it again to use the new one."), name), timeout = 6 })
    end
end
Postil.awake = resume
Postil.onSuspend, Postil.onCharging = suspend, suspend
Postil.onResume, Postil.onNotCharging = resume, resume

function Postil:onSaveSettings()
    if self.reading then Guard.call("saving", self.reading.save, self.reading) end
    if self.views and not self.ui.paging then
        Guard.call("saving", function()
            if self.asleep then return end
            self.views.own:set_reading(self.views:here(), self.views:limit())
        end)
    end
end

function Postil:close()
    Guard.call("closing", function()
        for i = #(self.wrapped or {}), 1, -1 do
            local w = self.wrapped[i]
            if w.object[w.method] == w.mine then w.object[w.method] = w.original end
        end
        self.wrapped = nil
        if self.views then self.views:close() end
        if self.pack then self.pack:close() end
    end)
    if self.ui.view and self.ui.view.view_modules and self.ui.view.view_modules.postil_names == self.names then self.ui.view.view_modules.postil_names = nil end
    self.pack, self.views, self.marks, self.places, self.names = nil, nil, nil, nil, nil
end

function Postil:onCloseDocument()
    self:onSaveSettings()
    self:close()
    self.reading = nil
end
Postil.onCloseWidget = Postil.close

return Postil
