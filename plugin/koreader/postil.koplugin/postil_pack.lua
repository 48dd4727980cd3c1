--- One open pack, in Lua's terms: numbers, strings and tables; nil where the pack has no answer. Ids are the library's, from 0.
--- What is opened is closed by hand: at the end of the process LuaJIT unloads the library before it would run a finalizer.
local ffi = require("ffi")

local NONE = 0xFFFFFFFF
local Pack = { NONE = NONE, NO_LIMIT = NONE }
Pack.__index = Pack

local function str(text)
    return text.size == 0 and "" or ffi.string(text.data, text.size)
end

local function id(number)
    return number ~= NONE and number or nil
end

local function place(p)
    return p.file ~= NONE and { file = p.file, first = p.begin, last = p["end"], pos = p.pos, chapter = p.chapter } or nil
end

-- Whether a call gave nothing; the first damage that is come upon is kept in `trouble` for the reader.
local function failed(self, code)
    if code == 0 then return false end
    if not self.trouble and (code == self.lib.POSTIL_CORRUPT or code == self.lib.POSTIL_IO) then
        self.trouble = { code = code, sentence = ffi.string(self.lib.postil_message(self.handle)) }
    end
    return true
end

--- Opens the pack at `path`. nil, code and a sentence where it is none.
function Pack.open(lib, path)
    local out = ffi.new("postil_pack*[1]")
    local code = lib.postil_open(path, lib.POSTIL_MMAP, 0, out)
    -- Old Kindles cannot map files of their user partition.
    if code == lib.POSTIL_IO then code = lib.postil_open(path, lib.POSTIL_PREAD, 0, out) end
    if code ~= lib.POSTIL_OK then return nil, code, ffi.string(lib.postil_message(nil)) end
    local self = setmetatable({ lib = lib, path = path, handle = out[0] }, Pack)
    self.number = ffi.new("uint32_t[1]")
    self.text = ffi.new("postil_text")
    self.counts = {
        files = self:count(lib.POSTIL_COUNT_FILES), chapters = self:count(lib.POSTIL_COUNT_CHAPTERS),
        marks = self:count(lib.POSTIL_COUNT_MARKS), notes = self:count(lib.POSTIL_COUNT_NOTES),
        works = self:count(lib.POSTIL_COUNT_WORKS), entities = self:count(lib.POSTIL_COUNT_ENTITIES),
    }
    self.end_pos = self:count(lib.POSTIL_END_POS)
    self.reference = self:count(lib.POSTIL_KIND) == 1
    return self
end

function Pack:close()
    if not self.handle then return end
    self.lib.postil_close(self.handle)
    self.handle = nil
end

function Pack:suspend()
    return self.handle and self.lib.postil_suspend(self.handle) == self.lib.POSTIL_OK
end

function Pack:resume()
    return self.handle and self.lib.postil_resume(self.handle) == self.lib.POSTIL_OK
end

function Pack:count(field)
    return self.lib.postil_info_number(self.handle, field, self.number) == 0 and self.number[0] or 0
end

function Pack:info(field, index)
    if failed(self, self.lib.postil_info_text(self.handle, field, index or 0, self.text)) then return end
    return str(self.text)
end

function Pack:identifiers()
    local list = {}
    for i = 0, 31 do
        local value = self:info(self.lib.POSTIL_IDENTIFIER, i)
        if not value then break end
        list[#list + 1] = value
    end
    return list
end

function Pack:file(row)
    if failed(self, self.lib.postil_file(self.handle, row, self.text, self.number)) then return end
    return str(self.text), id(self.number[0])
end

--- The row of the file at a rank of the spine.
function Pack:file_of_spine(spine)
    if not self.spine then
        self.spine = {}
        for row = 0, self.counts.files - 1 do
            local path, rank = self:file(row)
            if path and rank then self.spine[rank] = row end
        end
    end
    return self.spine[spine]
end

--- The row of the file at a path inside the book.
function Pack:file_of_path(path)
    for row = 0, self.counts.files - 1 do
        if self:file(row) == path then return row end
    end
end

function Pack:chapter(row)
    local c = ffi.new("postil_chapter")
    if failed(self, self.lib.postil_chapter_at(self.handle, row, c)) then return end
    return { title = str(c.title), level = c.level, pos = c.pos }
end

--- The chapter in which a position stands, and where the next one begins.
function Pack:chapter_of_pos(pos)
    local found, finish
    for row = 0, self.counts.chapters - 1 do
        local c = self:chapter(row)
        if c and c.pos > pos then finish = c.pos break end
        if c then found = row end
    end
    return found, finish or self.end_pos
end

function Pack:pos_of_byte(file, byte)
    if failed(self, self.lib.postil_pos_of_byte(self.handle, file, byte, self.number)) then return end
    return self.number[0]
end

function Pack:paragraph_of_pos(pos)
    if failed(self, self.lib.postil_paragraph_of_pos(self.handle, pos, self.number)) then return end
    return self:paragraph(self.number[0])
end

function Pack:paragraph(row)
    local p = ffi.new("postil_paragraph")
    if failed(self, self.lib.postil_paragraph_at(self.handle, row, p)) then return end
    return { text = str(p.text), path = str(p.path), print = p.print, pos = p.place.pos, file = p.place.file }
end

function Pack:view(pos)
    local v = ffi.new("postil_view")
    if failed(self, self.lib.postil_view_of_pos(self.handle, pos, v)) then return end
    return { path = str(v.path), before = str(v.before), after = str(v.after), spine = id(v.spine), print = v.print, ink = v.ink,
        paragraph = v.paragraph }
end

function Pack:pos_of_xpointer(xpointer, print, ink)
    if failed(self, self.lib.postil_pos_of_xpointer(self.handle, xpointer, #xpointer, print or 0, ink or 0, self.number)) then return end
    return self.number[0]
end

function Pack:proof(index)
    local p = ffi.new("postil_proof")
    if failed(self, self.lib.postil_proof_at(self.handle, index, p)) then return end
    return { path = str(p.path), spine = p.spine, print = p.print }
end

--- "exact", "text" or "none". `md5`: 16 bytes or nil; `prints`: those of the proof paragraphs in the open book, 0 where there is none.
function Pack:match(md5, prints)
    prints = prints or {}
    local values = #prints > 0 and ffi.new("uint32_t[?]", #prints, prints) or nil
    if failed(self, self.lib.postil_match(self.handle, md5, values, #prints, self.number)) then return "none" end
    return ({ [0] = "none", "text", "exact" })[self.number[0]] or "none"
end

function Pack:print_of(text) return self.lib.postil_print(text, #text) end
--- Of a text, or of its first `bytes` bytes.
function Pack:ink_of(text, bytes) return self.lib.postil_ink(text, bytes or #text) end

function Pack:mark(row)
    local m = ffi.new("postil_mark")
    if failed(self, self.lib.postil_mark_at(self.handle, row, m)) then return end
    return {
        mark = row, label = str(m.label), anchor = str(m.anchor), place = place(m.place), note = id(m.note), inside = id(m.inside),
        linked = m.how == self.lib.POSTIL_HOW_HREF, permille = m.permille, problems = m.problems,
    }
end

--- The marks from position `first` up to `last`, at most `most` of them.
function Pack:marks_between(first, last, most)
    local list = {}
    if failed(self, self.lib.postil_mark_from(self.handle, first, self.number)) then return list end
    for row = self.number[0], self.counts.marks - 1 do
        local m = self:mark(row)
        if not m or not m.place or m.place.pos >= last or #list >= (most or 500) then break end
        list[#list + 1] = m
    end
    return list
end

function Pack:note_by_anchor(file, anchor)
    if failed(self, self.lib.postil_note_by_anchor(self.handle, file, anchor, #anchor, self.number)) then return end
    return self.number[0]
end

--- An image of the notes: its kind ("image/png") and its bytes; nil where the pack does not have it.
function Pack:image(reference)
    local image = ffi.new("postil_image")
    if failed(self, self.lib.postil_image_by_reference(self.handle, reference, #reference, image)) or image.media.size == 0 then return end
    return str(image.media), ffi.string(image.bytes, image.size)
end

--- A note with all that the popup shows.
function Pack:note(number)
    local lib, out = self.lib, ffi.new("postil_note*[1]")
    if failed(self, lib.postil_note_open(self.handle, number, out)) then return end
    local handle = out[0]
    local info = ffi.new("postil_note_info")
    local note
    if lib.postil_note_get(handle, info) == 0 then
        note = {
            note = number, label = str(info.label), anchor = str(info.anchor), text = str(info.text), xhtml = str(info.xhtml),
            place = place(info.place), chapter = id(info.chapter), since = info.since, truncated = info.truncated ~= 0,
            duplicate_of = id(info.duplicate_of), marks = {}, citations = {},
        }
        for i = 0, info.marks - 1 do
            if lib.postil_note_mark(handle, i, self.number) == 0 then note.marks[i + 1] = self.number[0] end
        end
        local c = ffi.new("postil_citation")
        for i = 0, info.citations - 1 do
            if lib.postil_note_citation(handle, i, c) == 0 then
                note.citations[#note.citations + 1] = {
                    first = c.begin, last = c["end"], form = c.form, work = id(c.work), via = id(c.via), permille = c.permille,
                    locator = str(c.locator), reference = str(c.reference),
                }
            end
        end
    end
    lib.postil_note_free(handle)
    return note
end

function Pack:work(number)
    local w = ffi.new("postil_work")
    if failed(self, self.lib.postil_work_at(self.handle, number, w)) then return end
    local work = { work = number, reference = str(w.reference), title = str(w.title), first_note = id(w.first_note), cited_by = {} }
    local count = w.cited_by
    for i = 0, count - 1 do
        if self.lib.postil_work_cited_by(self.handle, number, i, self.number) == 0 then work.cited_by[i + 1] = self.number[0] end
    end
    return work
end

-- A call that copies up to `capacity` numbers and says how many there are.
local function numbers(self, call, ...)
    local capacity = 256
    while true do
        local out = ffi.new("uint32_t[?]", capacity)
        local a, b, c = ...
        local code
        if c ~= nil then code = call(self.handle, a, b, c, out, capacity, self.number)
        else code = call(self.handle, a, b, out, capacity, self.number) end
        if failed(self, code) then return {} end
        local count = self.number[0]
        if count <= capacity then
            local list = {}
            for i = 0, count - 1 do list[i + 1] = out[i] end
            return list
        end
        capacity = count
    end
end

function Pack:note_entities(note, limit) return numbers(self, self.lib.postil_note_entities, note, limit) end
function Pack:entity_notes(entity, limit) return numbers(self, self.lib.postil_entity_notes, entity, limit) end
function Pack:mention_positions(entity, limit) return numbers(self, self.lib.postil_mention_positions, entity, limit) end

--- Entities with a mention in [first, last): {entity=, mentions=} in the order in which they appear there.
function Pack:entities_between(first, last, limit)
    local list = {}
    local flat = numbers(self, self.lib.postil_entities_between, first, last, limit)
    for i = 1, #flat - 1, 2 do list[#list + 1] = { entity = flat[i], mentions = flat[i + 1] } end
    return list
end

local kinds = { [1] = "exact", [2] = "folded", [4] = "variant", [8] = "prefix", [16] = "fuzzy", [32] = "within" }

--- What `query` may name, best first.
function Pack:lookup(query, modes, limit, at, till)
    local lib, out = self.lib, ffi.new("postil_hits*[1]")
    local list = {}
    if failed(self, lib.postil_lookup(self.handle, query, #query, modes, limit, at or NONE, till or NONE, out)) then return list end
    local hits = out[0]
    local hit = ffi.new("postil_hit")
    for i = 0, lib.postil_hits_count(hits) - 1 do
        if lib.postil_hit_at(hits, i, hit) == 0 then
            list[#list + 1] = {
                entity = hit.entity, kind = kinds[hit.kind], type = hit.type, name = str(hit.name), alias = str(hit.alias),
                role = str(hit.role), description = str(hit.description), mentions = hit.mentions, first = place(hit.first),
            }
        end
    end
    lib.postil_hits_free(hits)
    return list
end

--- What a reader who types may mean: folded keys.
function Pack:complete(typed, limit, till)
    local lib, out = self.lib, ffi.new("postil_completions*[1]")
    local list = {}
    if failed(self, lib.postil_completions_open(self.handle, typed, #typed, limit, till or NONE, out)) then return list end
    local c = ffi.new("postil_completion")
    for i = 0, lib.postil_completions_count(out[0]) - 1 do
        if lib.postil_completion_at(out[0], i, c) == 0 then list[#list + 1] = { key = str(c.key), weight = c.weight } end
    end
    lib.postil_completions_free(out[0])
    return list
end

--- An entity as a reader at `till` may know it.
function Pack:card(entity, till)
    local lib, out = self.lib, ffi.new("postil_card*[1]")
    if failed(self, lib.postil_card_open(self.handle, entity, till or NONE, out)) then return end
    local handle = out[0]
    local info = ffi.new("postil_card_info")
    local card
    if lib.postil_card_get(handle, info) == 0 then
        card = {
            entity = entity, id = str(info.id), name = str(info.name), type = info.type, since = info.since, mentions = info.mentions,
            first = place(info.first), aliases = {}, facts = {},
        }
        local a, f = ffi.new("postil_alias"), ffi.new("postil_fact")
        for i = 0, info.aliases - 1 do
            if lib.postil_card_alias(handle, i, a) == 0 then
                card.aliases[#card.aliases + 1] = { text = str(a.text), count = a.count, ambiguous = a.ambiguous ~= 0 }
            end
        end
        for i = 0, info.facts - 1 do
            if lib.postil_card_fact(handle, i, f) == 0 then
                card.facts[#card.facts + 1] = { kind = f.kind, origin = f.origin, since = f.since, arg = id(f.arg), text = str(f.text) }
            end
        end
    end
    lib.postil_card_free(handle)
    return card
end

--- `count` mentions from the `first` on, with snippets.
function Pack:mentions(entity, first, count, till, snippet)
    local lib, out = self.lib, ffi.new("postil_mentions*[1]")
    local list = {}
    if failed(self, lib.postil_mentions_open(self.handle, entity, first, count, till or NONE, snippet or 0, out)) then return list end
    local m = ffi.new("postil_mention")
    for i = 0, lib.postil_mentions_count(out[0]) - 1 do
        if lib.postil_mention_at(out[0], i, m) == 0 then
            list[#list + 1] = { place = place(m.place), note = id(m.note), snippet = str(m.snippet), first = m.begin, last = m["end"] }
        end
    end
    lib.postil_mentions_free(out[0])
    return list
end

--- Matches of `query` in the whole text, at most `most`; the second result says whether there may be more.
function Pack:search(query, till, most, near)
    local lib, out = self.lib, ffi.new("postil_search*[1]")
    local list = {}
    local mode = near and lib.POSTIL_NEAR or lib.POSTIL_PHRASE
    if failed(self, lib.postil_search_open(self.handle, query, #query, mode, 0, till or NONE, 60, out)) then return list end
    local p = ffi.new("postil_passage")
    local code = 0
    while #list < most do
        code = lib.postil_search_next(out[0], 10000, p)
        if failed(self, code) then break end
        list[#list + 1] = { place = place(p.place), snippet = str(p.snippet), first = p.begin, last = p["end"] }
    end
    lib.postil_search_free(out[0])
    return list, code == 0
end

return Pack
