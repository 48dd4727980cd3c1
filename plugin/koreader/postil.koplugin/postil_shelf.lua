--- The device's shelf in Lua's terms: the catalogue of packs, reading positions, the reader's own notes. Opened when it is first needed, made when
--- something is first written. nil where the shelf has no answer; `message` says why.
local ffi = require("ffi")

local NONE = 0xFFFFFFFF
local Shelf = { ON = { nothing = 0, book = 1, passage = 2, entity = 3, note = 4 } }
Shelf.__index = Shelf

local function str(text)
    return text.size == 0 and "" or ffi.string(text.data, text.size)
end

--- Opens the shelf at `path`; `create` makes it where there is none. nil, code, sentence.
function Shelf.open(lib, path, create)
    local out = ffi.new("postil_shelf*[1]")
    local code = lib.postil_shelf_open(path, create and lib.POSTIL_SHELF_CREATE or 0, out)
    if code ~= lib.POSTIL_OK then return nil, code, ffi.string(lib.postil_shelf_message(nil)) end
    return setmetatable({ lib = lib, handle = out[0], path = path, number = ffi.new("uint32_t[1]") }, Shelf)
end

--- Makes a damaged shelf usable with all notes that can be read; the damaged one is kept beside it.
function Shelf.repair(lib, path)
    return lib.postil_shelf_repair(path, ffi.new("postil_shelf_state")) == lib.POSTIL_OK
end

function Shelf:close()
    if self.handle then self.lib.postil_shelf_close(self.handle) end
    self.handle = nil
end

function Shelf:suspend() return self.lib.postil_shelf_suspend(self.handle) == self.lib.POSTIL_OK end
function Shelf:resume() return self.lib.postil_shelf_resume(self.handle) == self.lib.POSTIL_OK end
function Shelf:message() return ffi.string(self.lib.postil_shelf_message(self.handle)) end

--- The number of an open pack in the catalogue; `add` takes it in where it is not there.
function Shelf:number_of(pack, add)
    local lib = self.lib
    local identifier = pack:info(lib.POSTIL_IDENTIFIER) or ""
    if lib.postil_shelf_find(self.handle, pack:info(lib.POSTIL_PARTIAL_MD5), identifier, #identifier, self.number) == 0 then return self.number[0] end
    if add and lib.postil_shelf_add(self.handle, pack.path, self.number) == 0 then return self.number[0] end
end

--- A pack of the catalogue.
function Shelf:pack(number)
    local p = ffi.new("postil_shelf_pack")
    if self.lib.postil_shelf_pack_at(self.handle, number, p) ~= 0 then return end
    return {
        number = number, path = str(p.path), title = str(p.title), creator = str(p.creator), book = str(p.book), missing = p.missing ~= 0,
        entities = p.entities, notes = p.notes,
    }
end

--- All packs of the catalogue.
function Shelf:packs()
    local list, capacity = {}, 64
    while true do
        local out = ffi.new("uint32_t[?]", capacity)
        if self.lib.postil_shelf_packs(self.handle, out, capacity, self.number) ~= 0 then return list end
        local count = self.number[0]
        if count <= capacity then
            for i = 0, count - 1 do list[#list + 1] = self:pack(out[i]) end
            return list
        end
        capacity = count
    end
end

--- Takes in the packs of a folder, at most `most` at once. True where more are left.
function Shelf:scan(folder, most)
    return self.lib.postil_shelf_scan(self.handle, folder, most, ffi.new("postil_shelf_scanned")) == self.lib.POSTIL_LIMIT
end

--- Whether this library answers of all books at once: those before the shelf's index of names do not.
function Shelf.knows_names(lib)
    return (pcall(function() return lib.postil_shelf_lookup end))
end

--- A name in all books, at most `limit` of them: {number=, title=, relation="here", "same" or "perhaps", name=, type=, role=, description=, mentions=}.
--- `number` is the open book's pack, or nil; each book answers as far as its reader has come.
function Shelf:lookup(query, limit, number, at)
    local lib, out = self.lib, ffi.new("postil_shelf_hits*[1]")
    local list = {}
    if lib.postil_shelf_lookup(self.handle, query, #query, limit, number or NONE, at or NONE, out) ~= 0 then return list end
    local h = ffi.new("postil_shelf_hit")
    for i = 0, lib.postil_shelf_hits_count(out[0]) - 1 do
        if lib.postil_shelf_hit_at(out[0], i, h) == 0 then
            list[#list + 1] = {
                number = h.number, title = str(h.title), path = str(h.path), relation = ({ "here", "same", "perhaps" })[h.relation], earlier = h.earlier ~= 0,
                name = str(h.hit.name), type = h.hit.type, role = str(h.hit.role), description = str(h.hit.description), mentions = h.hit.mentions,
            }
        end
    end
    lib.postil_shelf_hits_free(out[0])
    return list
end

function Shelf:set_reading(number, pos, till)
    return self.lib.postil_shelf_set_reading(self.handle, number, pos, till) == self.lib.POSTIL_OK
end

-- Lua's strings live as long as `keep` does.
local function set(field, value, keep)
    if not value or value == "" then return end
    keep[#keep + 1] = value
    field.data, field.size = value, #value
end

--- Writes a note: id= (of one that is changed), book=, title=, subject=, quote=, text=, place=, on= (a number of ON), pos=. The note's id.
function Shelf:write(note)
    local n, id, keep = ffi.new("postil_field_note"), ffi.new("postil_text"), {}
    for _i, name in ipairs({ "id", "book", "title", "subject", "quote", "text", "tags", "place" }) do set(n[name], note[name], keep) end
    n.on, n.pos = note.on or 0, note.pos or NONE
    if self.lib.postil_field_note_write(self.handle, n, id) ~= 0 then return end
    return #keep >= 0 and str(id)
end

function Shelf:remove(id)
    return self.lib.postil_field_note_remove(self.handle, id, #id) == self.lib.POSTIL_OK
end

-- Calls f with the current notes of a query.
local function with_notes(self, query, f)
    local q, keep, out = ffi.new("postil_notes_query"), {}, ffi.new("postil_field_notes*[1]")
    for _i, name in ipairs({ "book", "subject", "words" }) do set(q[name], query[name], keep) end
    if self.lib.postil_field_notes_open(self.handle, q, out) ~= 0 then return end
    local result = f(out[0])
    self.lib.postil_field_notes_free(out[0])
    return result, keep
end

--- Notes, newest first: of `book`, on `subject`, with `words`, each as far as given.
function Shelf:notes(query)
    local lib = self.lib
    return (with_notes(self, query, function(notes)
        local list, n = {}, ffi.new("postil_field_note")
        for i = 0, lib.postil_field_notes_count(notes) - 1 do
            if lib.postil_field_note_at(notes, i, n) == 0 then
                list[#list + 1] = {
                    id = str(n.id), book = str(n.book), title = str(n.title), subject = str(n.subject), quote = str(n.quote), text = str(n.text),
                    tags = str(n.tags), place = str(n.place), on = n.on, pos = n.pos ~= NONE and n.pos or nil, changed = n.changed,
                    conflict = n.conflict ~= 0,
                }
            end
        end
        return list
    end)) or {}
end

--- Notes as Markdown, or nil where there are none.
function Shelf:markdown(query)
    return (with_notes(self, query, function(notes)
        local text = ffi.new("postil_text")
        return self.lib.postil_field_notes_markdown(notes, text) == 0 and str(text) or nil
    end))
end

return Shelf
