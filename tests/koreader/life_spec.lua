-- The life of a book's pack: found, opened, let go of; and what a reader is told where it cannot be used.
local Koreader = require("support.koreader")
local Fixture = require("support.fixture")
local Book = require("support.book")

describe("the plugin", function()
    local folder, pack_path, book_path, md5

    setup(function()
        folder = Fixture.folder("life")
        book_path = Fixture.copy(Fixture.data .. "/strait.xhtml", folder .. "/Strait.xhtml")
        pack_path = Fixture.pack(book_path, folder .. "/Strait.postil")
        local pack = Fixture.open(pack_path)
        md5 = Fixture.partial_md5(pack)
        pack:close()
    end)

    before_each(Koreader.fresh)

    after_each(function()
        assert.same({}, require("postil_guard").failed)
    end)

    local function reader(file, settings)
        local pack = Fixture.open(pack_path)
        local book = Book.of_pack(pack, file)
        pack:close()
        return Koreader.ui(book, settings or { partial_md5_checksum = md5 })
    end

    it("finds the pack beside the book and gives all back at the end", function()
        local ui = reader(book_path)
        local tap, look_up = ui.link.onGotoLink, ui.dictionary.onLookupWord
        local plugin = Fixture.start(ui)
        assert.equal("exact", plugin.match)
        assert.equal(pack_path, plugin.pack.path)
        assert.not_equal(tap, ui.link.onGotoLink)
        plugin:onCloseDocument()
        assert.is_nil(plugin.pack)
        assert.equal(tap, ui.link.onGotoLink)
        assert.equal(look_up, ui.dictionary.onLookupWord)
        assert.same({}, Koreader.shown)
    end)

    it("finds it in the book's .sdr folder and in the shelf folder", function()
        local other = Fixture.folder("life/other")
        local book = Fixture.copy(book_path, other .. "/Renamed.xhtml")
        local plugin = Fixture.start(reader(book))
        assert.is_nil(plugin.pack)
        Fixture.folder("life/other/Renamed.sdr")
        Fixture.copy(pack_path, other .. "/Renamed.sdr/Renamed.postil")
        plugin = Fixture.start(reader(book))
        assert.equal(other .. "/Renamed.sdr/Renamed.postil", plugin.pack.path)
        plugin:onCloseDocument()
        os.remove(other .. "/Renamed.sdr/Renamed.postil")
        local shelf = Fixture.folder("koreader/postil")
        Fixture.copy(pack_path, shelf .. "/anything.postil")
        plugin = Fixture.start(reader(book))
        assert.equal(shelf .. "/anything.postil", plugin.pack.path)
        plugin:onCloseDocument()
        -- By its text, where the file itself differs.
        plugin = Fixture.start(reader(book, { partial_md5_checksum = ("0"):rep(32) }))
        assert.equal("text", plugin.match)
        plugin:onCloseDocument()
        -- A pack of another book is left alone.
        Fixture.pack(Fixture.data .. "/sarne/weir.epub", shelf .. "/anything.postil")
        assert.is_nil(Fixture.start(reader(book)).pack)
        Fixture.folder("koreader/postil")
    end)

    it("finds it in either .sdr folder, whatever the sidecar still says of an older file, and by title and author for another edition", function()
        local other = Fixture.folder("life/sidecar")
        local book = Fixture.copy(book_path, other .. "/Strait.xhtml")
        local getSidecarDir = package.loaded.docsettings.getSidecarDir
        package.loaded.docsettings.getSidecarDir = function() return other .. "/docsettings/Strait.sdr" end
        Fixture.folder("life/sidecar/Strait.sdr")
        Fixture.copy(pack_path, other .. "/Strait.sdr/book.postil")
        local plugin = Fixture.start(reader(book))
        assert.equal(other .. "/Strait.sdr/book.postil", plugin.pack.path)
        plugin:onCloseDocument()
        package.loaded.docsettings.getSidecarDir = getSidecarDir

        package.loaded.util.partialMD5 = function(file) return file == book and md5 or ("0"):rep(32) end
        plugin = Fixture.start(reader(book, { partial_md5_checksum = ("1"):rep(32) }))
        assert.equal("exact", plugin.match)
        plugin:onCloseDocument()
        package.loaded.util.partialMD5 = nil

        local shelf = Fixture.folder("koreader/postil")
        local weir = Fixture.pack(Fixture.data .. "/sarne/weir.epub", shelf .. "/weir.postil")
        local pack = Fixture.open(weir)
        local ui = Koreader.ui(Book.of_pack(pack, other .. "/Weir.epub", function(text) return text:gsub("the", "thy") end), { partial_md5_checksum = ("0"):rep(32) })
        ui.doc_props = { title = pack:info(pack.lib.POSTIL_TITLE):upper(), authors = "Somebody\n" .. pack:info(pack.lib.POSTIL_CREATOR) }
        pack:close()
        plugin = Fixture.start(ui)
        assert.equal("edition", plugin.match)
        plugin:onCloseDocument()
        ui.doc_props.authors = "Somebody"
        assert.is_nil(Fixture.start(ui).pack)
        Fixture.folder("koreader/postil")
    end)

    it("is not noticed where there is no pack", function()
        local ui = reader(folder .. "/Other.xhtml")
        local tap = ui.link.onGotoLink
        local plugin = Fixture.start(ui)
        assert.is_nil(plugin.pack)
        assert.equal(tap, ui.link.onGotoLink)
        assert.same({}, ui.zones)
        assert.same({}, Koreader.shown)
        plugin:onPageUpdate(2)
        plugin:onSuspend()
        plugin:onResume()
        plugin:onCloseDocument()
    end)

    it("says once what is wrong with a pack that cannot be used", function()
        local bad = Fixture.folder("life/bad")
        local whole = Fixture.read(pack_path)
        local cases = {
            Damaged = { whole:sub(1, 2000), "damaged" },
            Foreign = { "PK\3\4" .. ("x"):rep(5000), "damaged" },
            Newer = { whole:sub(1, 8) .. "\255\255" .. whole:sub(11), "newer" },
            Empty = { "", "damaged" },
        }
        for name, case in pairs(cases) do
            Koreader.reset()
            Fixture.write(bad .. "/" .. name .. ".postil", case[1])
            local class = Fixture.class()
            for _ = 1, 2 do
                local ui = reader(bad .. "/" .. name .. ".xhtml")
                local tap = ui.link.onGotoLink
                local plugin = class:new({ ui = ui, document = ui.document })
                plugin:onReaderReady()
                assert.is_nil(plugin.pack, name)
                assert.equal(tap, ui.link.onGotoLink)
                plugin:onCloseDocument()
            end
            assert.equal(1, #Koreader.shown, name)
            assert.truthy(Koreader.top().text:find(case[2]), name .. ": " .. Koreader.top().text)
        end
    end)

    it("says once that the library is missing, and only where there is a pack", function()
        local Library = require("postil_library")
        local loaded = Library.loaded
        Library.loaded = nil
        local class = Fixture.class()
        class.path = Fixture.work .. "/nowhere"
        for _, file in ipairs({ folder .. "/Other.xhtml", book_path, book_path }) do
            local ui = reader(file)
            -- The stand-in itself has opened the library.
            Library.loaded = nil
            local plugin = class:new({ ui = ui, document = ui.document })
            plugin:onReaderReady()
            assert.is_nil(plugin.pack)
        end
        Library.loaded = loaded
        assert.equal(1, #Koreader.shown)
        assert.truthy(Koreader.top().text:find("library is missing"))
    end)

    it("refuses a file that is no library", function()
        local Library = require("postil_library")
        local loaded = Library.loaded
        Library.loaded = nil
        local fake = Fixture.folder("life/fake")
        Fixture.folder("life/fake/lib/" .. Library.abi())
        Fixture.write(fake .. "/lib/" .. Library.abi() .. "/libpostil.so", "no library")
        local lib, reason = Library.load(fake)
        Library.loaded = loaded
        assert.is_nil(lib)
        assert.equal("foreign", reason)
    end)

    it("lets go of the pack for sleep and takes it up again", function()
        local plugin = Fixture.start(reader(book_path))
        assert.truthy(plugin.pack:note(0))
        plugin:onSuspend()
        assert.is_nil(plugin.pack:note(0))
        plugin:onResume()
        assert.truthy(plugin.pack:note(0))
        plugin:onCloseDocument()
    end)

    it("goes on without a pack that was taken away during sleep", function()
        local gone = Fixture.folder("life/gone")
        local path = Fixture.copy(pack_path, gone .. "/Gone.postil")
        local ui = reader(gone .. "/Gone.xhtml")
        local plugin = Fixture.start(ui)
        assert.truthy(plugin.pack)
        plugin:onSuspend()
        os.remove(path)
        plugin:onResume()
        assert.is_nil(plugin.pack)
        assert.equal(1, #Koreader.shown)
        assert.truthy(Koreader.top().text:find("is gone"))
        assert.equal("followed", ui.link:onGotoLink({ xpointer = "#_doc_fragment_0_ n1", a_xpointer = "/body" }, false, true))
        plugin:onCloseDocument()
    end)

    it("counts what of a pack for another edition is found here", function()
        local pack = Fixture.open(pack_path)
        local book = Book.of_pack(pack, book_path, function(text, i)
            if i == 2 then return text:gsub("merchants", "traders") end
            return i == 3 and "All of this paragraph is another one, and its marks are lost." or text
        end)
        pack:close()
        local ui = Koreader.ui(book, { partial_md5_checksum = ("0"):rep(32) })
        local plugin = Fixture.start(ui)
        assert.equal("none", plugin.match)
        Koreader.run_scheduled()
        local text = Koreader.top().text
        assert.truthy(text:find("Of 5 note marks tried, 3 were found here, 0 are doubtful, 2 are lost", 1, true), text)
        plugin:onCloseDocument()
    end)

    it("says once where a pack is damaged inside, and shows what is whole", function()
        local bad = Fixture.folder("life/inside")
        local bytes = Fixture.read(pack_path)
        local shown, told = 0, 0
        for at = math.floor(#bytes / 2), #bytes - 600, 700 do
            Koreader.reset()
            local flipped = bytes:sub(1, at) .. string.char(bit.bxor(bytes:byte(at + 1), 0x10)) .. bytes:sub(at + 2)
            Fixture.write(bad .. "/Inside.postil", flipped)
            local plugin = Fixture.start(reader(bad .. "/Inside.xhtml"))
            if plugin.pack then
                plugin.settings:set("spoilers", "never")
                for number = 0, plugin.pack.counts.notes - 1 do
                    if plugin.views:show_note(number) then shown = shown + 1 end
                    plugin.views:close_sheets()
                end
                Koreader.reset()
                for _ = 1, 2 do
                    plugin:onPostilNotes()
                    plugin:onPostilPage()
                end
                Koreader.run_scheduled()
                local words = {}
                for _i, widget in ipairs(Koreader.shown) do
                    if widget.text and widget.text:find("damaged in places") then words[#words + 1] = widget.text end
                end
                assert.truthy(#words <= 1)
                told = told + #words
            end
            plugin:onCloseDocument()
        end
        assert.truthy(shown > 0 and told > 0, shown .. " shown, told " .. told)
    end)

    it("keeps nothing of what was shown and closed", function()
        local plugin = Fixture.start(reader(book_path))
        plugin.settings:set("spoilers", "never")
        plugin.settings:set("names", "all")
        local canvas = { paintRect = function() end }
        -- Compiled code is the interpreter's own cache: with it the count would creep up to that cache's bound.
        jit.off()
        jit.flush()
        local function views(times)
            for i = 1, times do
                plugin.views:show_note(i % plugin.pack.counts.notes)
                plugin.views:card(i % plugin.pack.counts.entities)
                plugin.views:chapter_entities()
                plugin.views:chapter_notes()
                plugin.views:search_text("harbour")
                plugin.names:reset()
                plugin.names:paintTo(canvas, 0, 0)
                plugin.views:close_sheets()
                Koreader.reset()
            end
            collectgarbage()
            collectgarbage()
            return collectgarbage("count")
        end
        views(50)
        local before, after = views(100), views(300)
        jit.on()
        assert.truthy(after - before < 2, string.format("%.1f KB more", after - before))
        plugin:onCloseDocument()
    end)

    it("has names, notes and a limit where the document has fixed pages", function()
        local pack = Fixture.open(pack_path)
        -- As KOReader's PDF documents: no xpointers, no current page of their own, a factor for the size of letters.
        local document = { file = folder .. "/Strait.pdf", configurable = { font_size = 1 }, getPageCount = function() return 10 end }
        local ui = Koreader.ui(document, { partial_md5_checksum = ("0"):rep(32) })
        ui.paging = { current_page = 6 }
        ui.getCurrentPage = function() return ui.paging.current_page end
        ui.toc = { getTocTitleOfCurrentPage = function() return "the  HARBOUR Commission of Port Aldane" end }
        local plugin = Fixture.start(ui)
        plugin.settings:set("spoilers", "always")
        Koreader.run_scheduled()
        assert.truthy(Koreader.top().text:find("fixed pages"))
        assert.equal(math.floor(0.9 * 0.5 * pack.end_pos), plugin.views:limit())
        assert.is_true(ui.dictionary:onLookupWord("Harrow", false, {}, ui.highlight))
        assert.truthy(Koreader.top().font_size > 10)
        for _i, method in ipairs({ "page_entities", "page_notes", "chapter_entities", "chapter_notes", "book_entities", "works", "browse", "own_notes" }) do
            plugin.views[method](plugin.views)
        end
        Koreader.reset()
        plugin.views:chapter_notes()
        assert.equal(pack.counts.marks, #Koreader.top().item_table)
        ui.toc.getTocTitleOfCurrentPage = function() end
        plugin.views:chapter_notes()
        assert.truthy(Koreader.top().text:find("not found in the pack"))
        plugin.settings:set("spoilers", "never")
        assert.equal(pack.NO_LIMIT, plugin.views:limit())
        assert.is_nil(ui.zones.postil_tap_mark)
        plugin:onPageUpdate(7)
        plugin:onCloseDocument()
        pack:close()
    end)

    it("closes a sheet that cannot be painted", function()
        local plugin = Fixture.start(reader(book_path))
        plugin.views:show_note(0)
        local sheet = Koreader.top()
        local Input = package.loaded["ui/widget/container/inputcontainer"]
        Input.paintTo = function() error("no memory") end
        sheet:paintTo({}, 0, 0)
        Input.paintTo = nil
        Koreader.run_scheduled()
        assert.same({}, Koreader.shown)
        assert.equal(1, #Koreader.log)
        require("postil_guard").failed = {}
        plugin:onCloseDocument()
    end)

    it("lets no error out, and complains once of each", function()
        local ui = reader(book_path)
        local plugin = Fixture.start(ui)
        plugin.views.note_of_link = function() error("broken") end
        local link = { xpointer = "#_doc_fragment_0_ n1", a_xpointer = "x" }
        assert.equal("followed", ui.link:onGotoLink(link, false, true))
        assert.equal("followed", ui.link:onGotoLink(link, false, true))
        assert.equal(1, #Koreader.log)
        plugin.marks.at_point = function() error("broken") end
        assert.is_nil(ui.zones.postil_tap_mark.handler({ pos = { x = 1, y = 1 } }))
        plugin:onCloseDocument()
        require("postil_guard").failed = {}
    end)
end)
