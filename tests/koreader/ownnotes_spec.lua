-- The reader's own notes: written, shown on the card, changed, removed, exported, and what happens when they cannot be opened.
local Koreader = require("support.koreader")
local Fixture = require("support.fixture")
local Book = require("support.book")

local folder, pack, md5, shelf_folder

local function start()
    local book = Book.of_pack(pack, folder .. "/Strait.xhtml")
    local ui = Koreader.ui(book, { partial_md5_checksum = md5 })
    local plugin = Fixture.start(ui)
    plugin.settings:set("spoilers", "never")
    return plugin, ui, book
end

-- Types into the dialog that is shown and presses a button.
local function answer(text, button)
    local dialog = Koreader.top()
    assert.truthy(dialog.getInputText, "no dialog is shown")
    dialog.input = text or dialog.input
    for _i, b in ipairs(dialog.buttons[1]) do if b.text == button then return b.callback() end end
    error("no button " .. button)
end

describe("an own note", function()
    setup(function()
        folder = Fixture.folder("ownnotes")
        Fixture.copy(Fixture.data .. "/strait.xhtml", folder .. "/Strait.xhtml")
        pack = Fixture.open(Fixture.pack(folder .. "/Strait.xhtml", folder .. "/Strait.postil"))
        md5 = Fixture.partial_md5(pack)
        shelf_folder = Fixture.work .. "/koreader/postil"
    end)
    before_each(function()
        Koreader.fresh()
        Fixture.folder("koreader")
    end)
    after_each(function() assert.same({}, require("postil_guard").failed) end)

    it("costs nothing until one is written", function()
        local plugin = start()
        plugin.views:card(plugin.views:hits("Harrow")[1].entity)
        plugin:onSaveSettings()
        plugin:onCloseDocument()
        assert.is_false(Fixture.exists(shelf_folder))
    end)

    it("stands on the card of its entity, in this session and the next", function()
        local plugin = start()
        local entity = plugin.views:hits("Harrow")[1].entity
        plugin.views.own:on_entity(pack:card(entity))
        answer("He <never> swam.", "Keep")
        plugin.views:card(entity)
        assert.truthy(Koreader.top().html:find("He &lt;never&gt; swam.", 1, true))
        plugin.views:card(plugin.views:hits("Ellory")[1].entity)
        assert.is_nil(Koreader.top().html:find("swam", 1, true))
        plugin:onCloseDocument()
        plugin = start()
        plugin.views:card(entity)
        local href = Koreader.top().html:match('"(postil:own:%x+)"')
        Koreader.top().on_link(href)
        answer("He swam.", "Keep")
        assert.truthy(Koreader.top().html:find("He swam.", 1, true))
        assert.is_nil(Koreader.top().html:find("never", 1, true))
        Koreader.top().on_link(href)
        answer(nil, "Remove")
        assert.is_nil(Koreader.top().html:find("swam", 1, true))
        plugin:onCloseDocument()
    end)

    it("is written on a note, a passage and the book, and listed", function()
        local plugin, ui = start()
        plugin.views.own:on_note(pack:note(1), pack:mark(1))
        answer("Check the page.", "Keep")
        local button = ui.highlight.buttons["15_postil_note"]({
            selected_text = { text = "the old lighthouse", pos0 = ui.document.paragraphs[4].xpointer .. "/text().10" }, onClose = function() end,
        })
        button.callback()
        assert.equal("the old lighthouse", Koreader.top().description)
        answer("Which one?", "Keep")
        plugin:onPostilOwn()
        local menu = Koreader.top()
        menu.item_table[1].callback()
        answer("A good book.", "Keep")
        local list = plugin.views.own:list()
        assert.equal(3, #list)
        local by_text = {}
        for _i, note in ipairs(list) do by_text[note.text] = note end
        assert.equal(pack:mark(1).place.pos, by_text["Check the page."].pos)
        assert.equal("the old lighthouse", by_text["Which one?"].quote)
        assert.truthy(by_text["Which one?"].pos)
        assert.truthy(by_text["A good book."])
        -- Nothing is kept of an empty one.
        plugin.views.own:on_note(pack:note(1))
        answer("  \n", "Keep")
        assert.equal(3, #plugin.views.own:list())
        plugin:onCloseDocument()
    end)

    it("goes out as Markdown beside the exported highlights", function()
        local plugin = start()
        assert.is_nil(plugin.views.own:export())
        plugin.views.own:on_entity(pack:card(0))
        answer("Worth a biography.", "Keep")
        local path = plugin.views.own:export()
        assert.truthy(path and path:find("^" .. Fixture.work:gsub("%p", "%%%0") .. "/koreader/clipboard/"))
        assert.truthy(Fixture.read(path):find("Worth a biography.", 1, true))
        assert.is_false(Fixture.exists(path .. ".part"))
        plugin:onCloseDocument()
    end)

    it("survives sleep", function()
        local plugin = start()
        plugin.views.own:on_entity(pack:card(0))
        answer("One.", "Keep")
        plugin:onSuspend()
        assert.same({}, plugin.views.own:list())
        -- Whatever is asked next takes pack and shelf up again.
        plugin:onPostilOwn()
        assert.equal(1, #plugin.views.own:list())
        plugin:onCloseDocument()
    end)

    it("is asked to be repaired where the shelf is damaged, and only once", function()
        local plugin = start()
        plugin.views.own:on_entity(pack:card(0))
        answer("Kept all the same.", "Keep")
        plugin:onCloseDocument()
        Fixture.write(shelf_folder .. "/shelf", ("no database "):rep(2000))
        plugin = start()
        Koreader.reset()
        plugin.views:card(0)
        local asked
        for _i, w in ipairs(Koreader.shown) do if w.ok_callback then asked = w end end
        assert.truthy(asked)
        Koreader.reset()
        plugin.views:card(0)
        assert.equal(1, #Koreader.shown)
        asked.ok_callback()
        plugin.views:card(0)
        assert.truthy(Koreader.top().html:find("Kept all the same.", 1, true))
        plugin:onCloseDocument()
    end)

    it("leaves the reader's place in the shelf", function()
        local plugin, _ui, book = start()
        plugin.views.own:on_entity(pack:card(0))
        answer("One.", "Keep")
        book.page = 2
        plugin:onPageUpdate(2)
        plugin:onSaveSettings()
        local number = plugin.views.own.number
        local state = require("ffi").new("postil_shelf_pack")
        local shelf = plugin.views.own.open_shelf
        assert.equal(0, shelf.lib.postil_shelf_pack_at(shelf.handle, number, state))
        assert.equal(plugin.views:here(), state.reading)
        plugin:onCloseDocument()
    end)

    it("stands beside what other books say of the name", function()
        if not require("postil_shelf").knows_names(pack.lib) then return pending("this library has no index of names") end
        local plugin = start()
        Fixture.folder("koreader/postil")
        local other = Fixture.read(Fixture.data .. "/strait.xhtml"):gsub("The Harbour Commission of Port Aldane", "Another Book"):gsub("1871", "1872")
        Fixture.pack(Fixture.write(shelf_folder .. "/Other.xhtml", other), shelf_folder .. "/Other.postil")
        plugin.views:other_books(pack:card(plugin.views:hits("Admiral Voss")[1].entity))
        local menu = Koreader.top()
        assert.equal(1, #menu.item_table)
        assert.truthy(menu.item_table[1].text:find("Another Book", 1, true), menu.item_table[1].text)
        assert.truthy(menu.item_table[1].text:find("Voss", 1, true))
        -- A tap opens that book where the name is first told, as far as it has been read.
        local opened
        plugin.ui.switchDocument = function(_, file) opened = file end
        menu:onMenuSelect(menu.item_table[1])
        assert.equal(shelf_folder .. "/Other.xhtml", opened)
        assert.same({}, Koreader.shown)
        plugin:onCloseDocument()
        local other_pack = Fixture.open(shelf_folder .. "/Other.postil")
        for _i, case in ipairs({ { "never", "head" }, { "always", "text" } }) do
            Koreader.reset()
            G_reader_settings.values = { postil = { spoilers = case[1] } }
            local ui = Koreader.ui(Book.of_pack(other_pack, opened), { partial_md5_checksum = Fixture.partial_md5(other_pack) })
            local there = Fixture.start(ui)
            Koreader.run_scheduled()
            assert.truthy(Koreader.top()[case[2]], case[1])
            if case[2] == "text" then assert.truthy(Koreader.top().text:find("not named up to")) else assert.equal(1, #ui.back) end
            there:onCloseDocument()
            plugin = start()
            plugin.ui.switchDocument = function() end
            assert.is_true(require("postil_otherbooks").open(plugin.views, shelf_folder .. "/Other.postil", "Vienna"))
            plugin:onCloseDocument()
        end
        other_pack:close()
        plugin = start()
        assert.is_false(require("postil_otherbooks").open(plugin.views, shelf_folder .. "/Gone.postil"))
        plugin.ui.switchDocument = function() end
        Koreader.reset()
        plugin.views:other_books({ name = "Nobody of that name" })
        assert.truthy(Koreader.top().text:find("No other book"))
        plugin:onCloseDocument()
    end)

    it("has a list of the books with a pack", function()
        local plugin = start()
        Fixture.folder("koreader/postil")
        Fixture.copy(folder .. "/Strait.postil", shelf_folder .. "/Strait.postil")
        plugin.views:shelf_packs()
        assert.truthy(#Koreader.top().item_table >= 1)
        plugin:onCloseDocument()
    end)
end)
