--- The reader's own notes: written on an entity, a note, a passage, the book or nothing, shown on the card, exported as Markdown.
local ConfirmBox = require("ui/widget/confirmbox")
local DataStorage = require("datastorage")
local Guard = require("postil_guard")
local InfoMessage = require("ui/widget/infomessage")
local InputDialog = require("ui/widget/inputdialog")
local Markup = require("postil_markup")
local Notification = require("ui/widget/notification")
local Screen = require("device").screen
local Shelf = require("postil_shelf")
local UIManager = require("ui/uimanager")
local lfs = require("libs/libkoreader-lfs")
local _ = require("gettext")
local T = require("ffi/util").template

local OwnNotes = {}
OwnNotes.__index = OwnNotes

function OwnNotes.new(views, folder)
    return setmetatable({ views = views, lib = views.lib, pack = views.pack, folder = folder, path = folder .. "/shelf" }, OwnNotes)
end

local function cannot(self, code, sentence)
    if self.told then return end
    self.told = true
    if code == self.lib.POSTIL_CORRUPT or code == self.lib.POSTIL_UNSUPPORTED then
        UIManager:show(ConfirmBox:new{
            text = T(_("Your own notes cannot be opened (%1).\nMake a new shelf with all notes that can be read? The old one is kept beside it."), sentence),
            ok_text = _("Repair"),
            ok_callback = Guard.wrap("repair", function()
                local done = Shelf.repair(self.lib, self.path)
                self.told = not done
                UIManager:show(InfoMessage:new{ text = done and _("Your notes are there again.") or _("The shelf could not be repaired.") })
            end),
        })
    elseif code ~= self.lib.POSTIL_ABSENT then
        UIManager:show(InfoMessage:new{ text = T(_("Your own notes cannot be opened (%1)."), sentence) })
    end
end

--- The shelf, opened when first asked for; made only where something is to be written.
function OwnNotes:shelf(create)
    if self.open_shelf then return self.open_shelf end
    if not create and lfs.attributes(self.path .. ".notes", "mode") == nil and lfs.attributes(self.path, "mode") == nil then return end
    if create and lfs.attributes(self.folder, "mode") ~= "directory" then lfs.mkdir(self.folder) end
    local shelf, code, sentence = Shelf.open(self.lib, self.path, create)
    if not shelf then return cannot(self, code, sentence) end
    self.open_shelf = shelf
    return shelf
end

--- What names the open book in its notes; a shelf that does not know its pack, such as one that was repaired, takes it in.
function OwnNotes:book(create)
    if not self.key then
        local shelf = self:shelf(create)
        local number = shelf and shelf:number_of(self.pack, true)
        local record = number and shelf:pack(number)
        self.key, self.title, self.number = record and record.book, record and record.title, number
    end
    return self.key
end

--- Notes of the open book, on a subject where one is given.
function OwnNotes:list(subject)
    local shelf = self:shelf(false)
    local book = shelf and self:book(false)
    if not book then return {} end
    return shelf:notes({ book = book, subject = subject })
end

--- Of a card: the notes on its entity, each with a way to change it.
function OwnNotes:html(card)
    local out = {}
    for _i, note in ipairs(self:list(card.id)) do
        if note.on == Shelf.ON.entity then
            out[#out + 1] = '<div class="cite">' .. Markup.escape(note.text):gsub("\n", "<br/>") .. string.format(' <a href="postil:own:%s">✎</a></div>', note.id)
        end
    end
    if #out == 0 then return "" end
    return '<div class="head">' .. Markup.escape(_("Your notes")) .. "</div>" .. table.concat(out)
end

--- A dialog to write `note` in: on=, subject=, quote=, pos=, place=, and id= and text= of one that is changed. `after` is called once it is kept.
function OwnNotes:edit(note, title, after)
    local dialog
    local buttons = { {
        { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
        { text = _("Keep"), callback = Guard.wrap("keeping a note", function()
            local text = dialog:getInputText()
            if not text:find("%S") then return end
            if self:keep(note, text) then
                UIManager:close(dialog)
                if after then after() end
            end
        end) },
    } }
    if note.id then
        table.insert(buttons[1], 2, { text = _("Remove"), callback = Guard.wrap("removing a note", function()
            self:shelf(true):remove(note.id)
            UIManager:close(dialog)
            if after then after() end
        end) })
    end
    dialog = InputDialog:new{
        title = title, input = note.text or "", description = note.quote and note.quote ~= "" and note.quote or nil, allow_newline = true,
        cursor_at_end = true, text_height = Screen:scaleBySize(140), buttons = buttons,
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return dialog
end

--- Writes a note down. True where it is on the card.
function OwnNotes:keep(note, text)
    local shelf = self:shelf(true)
    local book = shelf and self:book(true)
    if not shelf then return false end
    local written = { text = text, book = book, title = self.title }
    for _i, name in ipairs({ "id", "subject", "quote", "place", "on", "pos", "tags" }) do written[name] = note[name] end
    if note.on == Shelf.ON.nothing then written.book, written.title = nil, nil end
    local id = shelf:write(written)
    if not id then
        UIManager:show(InfoMessage:new{ text = T(_("The note could not be kept (%1). Please try again."), shelf:message()) })
        return false
    end
    UIManager:show(Notification:new{ text = _("Kept.") })
    return true
end

function OwnNotes:on_entity(card, after)
    return self:edit({ on = Shelf.ON.entity, subject = card.id }, card.name, after)
end

function OwnNotes:on_note(note, mark)
    return self:edit({ on = Shelf.ON.note, subject = note.label, pos = mark and mark.place and mark.place.pos }, T(_("Note %1"), note.label))
end

function OwnNotes:on_passage(quote, xpointer, pos)
    return self:edit({ on = Shelf.ON.passage, quote = quote, place = xpointer, pos = pos }, _("Note on a passage"))
end

--- The note of an id, to be changed.
function OwnNotes:change(id, after)
    for _i, note in ipairs(self:list()) do
        if note.id == id then return self:edit(note, _("Your note"), after) end
    end
end

--- Writes the book's notes beside KOReader's exported highlights. The file's path.
function OwnNotes:export()
    local shelf = self:shelf(false)
    local book = shelf and self:book(false)
    local markdown = book and shelf:markdown({ book = book })
    if not markdown then return end
    local exporter = G_reader_settings:readSetting("exporter") or {}
    local folder = exporter.clipping_dir or DataStorage:getDataDir() .. "/clipboard"
    if lfs.attributes(folder, "mode") ~= "directory" then lfs.mkdir(folder) end
    local name = (self.title ~= "" and self.title or "book"):gsub('[/\\:*?"<>|%c]', "_")
    local path = folder .. "/" .. name .. " - Postil.md"
    -- Beside its final name first: an interrupted export leaves the old file whole.
    local file = io.open(path .. ".part", "wb")
    if not file then return end
    local kept = file:write(markdown)
    kept = file:close() and kept
    if not kept or not os.rename(path .. ".part", path) then return end
    return path
end

--- Tells the shelf where the reader is, where there is a shelf that has the book.
function OwnNotes:set_reading(pos, till)
    local shelf = self:shelf(false)
    if shelf and self:book(false) and pos then shelf:set_reading(self.number, pos, till) end
end

function OwnNotes:suspend() if self.open_shelf then self.open_shelf:suspend() end end

function OwnNotes:resume()
    if self.open_shelf and not self.open_shelf:resume() then self:close() end
end

function OwnNotes:close()
    if self.open_shelf then self.open_shelf:close() end
    self.open_shelf = nil
end

return OwnNotes
