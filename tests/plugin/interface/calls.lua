-- calls.lua CDEF LIBRARY PACK: the generated declarations, used.
local cdef, library, path = arg[1], arg[2], arg[3]
dofile(cdef)
local ffi = require("ffi")
local postil = ffi.load(library)

local function str(text) return ffi.string(text.data, text.size) end
local out = ffi.new("postil_pack*[1]")
assert(postil.postil_open(path, postil.POSTIL_MMAP, 0, out) == postil.POSTIL_OK)
local pack = ffi.gc(out[0], postil.postil_close)

local hits = ffi.new("postil_hits*[1]")
local query = "Harrow"
assert(postil.postil_lookup(pack, query, #query, postil.POSTIL_SELECTED, 5, postil.POSTIL_NO_LIMIT, postil.POSTIL_NO_LIMIT, hits) == 0)
local hit = ffi.new("postil_hit")
assert(postil.postil_hit_at(hits[0], 0, hit) == 0)
assert(str(hit.name) == "Captain Edmund Harrow", str(hit.name))
assert(hit.mentions > 0)
postil.postil_hits_free(hits[0])

local note, info = ffi.new("postil_note*[1]"), ffi.new("postil_note_info")
assert(postil.postil_note_open(pack, 0, note) == 0 and postil.postil_note_get(note[0], info) == 0)
assert(info.text.size > 0)
postil.postil_note_free(note[0])
assert(postil.postil_note_open(pack, 9999, note) == postil.POSTIL_ABSENT)
