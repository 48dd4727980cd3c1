-- Cards: from a selection, with and without a reading limit; lists and search.
local Koreader = require("support.koreader")
local Fixture = require("support.fixture")
local Book = require("support.book")

local folder, pack, path, md5

local function start(settings)
    local book = Book.of_pack(pack, folder .. "/Strait.xhtml")
    local ui = Koreader.ui(book, { partial_md5_checksum = md5 })
    local plugin = Fixture.start(ui)
    for name, value in pairs(settings or {}) do plugin.settings:set(name, value) end
    return plugin, ui, book
end

local function sheet()
    local top = Koreader.top()
    assert.truthy(top and top.html, "no sheet is shown")
    return top
end

local function texts(menu)
    local list = {}
    for i, item in ipairs(menu.item_table) do list[i] = item.text end
    return table.concat(list, "\n")
end

describe("a card", function()
    setup(function()
        folder = Fixture.folder("cards")
        Fixture.copy(Fixture.data .. "/strait.xhtml", folder .. "/Strait.xhtml")
        path = Fixture.pack(folder .. "/Strait.xhtml", folder .. "/Strait.postil", "--entities", "'" .. Fixture.data .. "/strait.entities.json'")
        pack = Fixture.open(path)
        md5 = Fixture.partial_md5(pack)
    end)
    before_each(Koreader.fresh)
    after_each(function() assert.same({}, require("postil_guard").failed) end)

    it("comes before the dictionary for a name, and only for a name", function()
        local plugin, ui = start({ spoilers = "never" })
        assert.is_true(ui.dictionary:onLookupWord("Harrow", false, {}, ui.highlight))
        assert.truthy(sheet().html:find("First mention", 1, true))
        assert.same({}, ui.dictionary.looked_up)
        sheet():onClose()
        assert.is_true(ui.highlight.cleared)
        assert.equal("dictionary", ui.dictionary:onLookupWord("measured", false, {}, ui.highlight))
        plugin.settings:set("cards", false)
        assert.equal("dictionary", ui.dictionary:onLookupWord("Harrow", false, {}, ui.highlight))
        plugin:onCloseDocument()
    end)

    it("hands its word to the dictionary when asked", function()
        local plugin, ui = start({ spoilers = "never" })
        ui.dictionary:onLookupWord("Harrow", false, {}, ui.highlight)
        for _, button in ipairs(sheet().buttons) do
            if button.text == "Dictionary" then button.callback() break end
        end
        assert.same({ "Harrow" }, ui.dictionary.looked_up)
        assert.same({}, Koreader.shown)
        plugin:onCloseDocument()
    end)

    it("tells nothing that comes later", function()
        local plugin, ui, book = start({ spoilers = "always" })
        -- The reader has read the first page: the heading and two paragraphs.
        assert.truthy(plugin.views:limit() < pack.end_pos)
        assert.same({}, plugin.views:hits("Vienna"))
        assert.equal("dictionary", ui.dictionary:onLookupWord("Vienna", false, {}, ui.highlight))
        local before = #pack:mention_positions(plugin.views:hits("Harrow")[1].entity, plugin.views:limit())
        plugin.views:book_entities()
        assert.is_nil(texts(Koreader.top()):find("Vienna"))
        Koreader.reset()
        -- A jump ahead reveals nothing; turning pages does.
        plugin:onPageUpdate(book:getPageCount())
        assert.same({}, plugin.views:hits("Vienna"))
        plugin:onPageUpdate(1)
        for page = 2, book:getPageCount() do plugin:onPageUpdate(page) end
        assert.equal(pack.NO_LIMIT, plugin.views:limit())
        assert.equal("Vienna", plugin.views:hits("Vienna")[1].name)
        assert.truthy(#pack:mention_positions(plugin.views:hits("Harrow")[1].entity, plugin.views:limit()) > before)
        plugin:onCloseDocument()
        assert.truthy(ui.doc_settings.values.postil_furthest)
    end)

    it("keeps the reader's furthest page between sessions, and counts jumped-to pages when told", function()
        local book = Book.of_pack(pack, folder .. "/Strait.xhtml")
        local ui = Koreader.ui(book, { partial_md5_checksum = md5, postil_furthest = book:getPageXPointer(2) })
        book.page = 3
        local plugin = Fixture.start(ui)
        plugin.settings:set("spoilers", "always")
        assert.equal(book:getPageXPointer(2), plugin.reading.furthest)
        plugin:onPageUpdate(4)
        assert.equal(book:getPageXPointer(2), plugin.reading.furthest)
        plugin.reading:reveal_here()
        assert.not_equal(book:getPageXPointer(2), plugin.reading.furthest)
        plugin:onCloseDocument()
    end)

    it("offers several candidates as a list", function()
        local plugin = start({ spoilers = "never" })
        plugin.views:look_up("Harrow and Ellory and Lund")
        local list = texts(Koreader.top())
        assert.truthy(list:find("Harrow") and list:find("Ellory") and list:find("Lund"), list)
        Koreader.top():onMenuSelect(Koreader.top().item_table[1])
        assert.truthy(sheet().head)
        plugin:onCloseDocument()
    end)

    it("says so where nothing is named so", function()
        local plugin = start({ spoilers = "never" })
        plugin.views:look_up("nothing of that sort at all")
        assert.truthy(Koreader.top().text:find("does not name"))
        plugin:onCloseDocument()
    end)

    it("leads to its mentions, and back", function()
        local plugin, ui = start({ spoilers = "never" })
        local entity = plugin.views:hits("Harrow")[1].entity
        plugin.views:card(entity)
        sheet().buttons[2].callback()
        local menu = Koreader.top()
        assert.equal(#pack:mention_positions(entity, pack.NO_LIMIT), #menu.item_table)
        for _, item in ipairs(menu.item_table) do
            if item.mandatory ~= "note" then item.callback() break end
        end
        assert.equal("GotoXPointer", Koreader.events[1].name)
        assert.equal(1, #ui.back)
        assert.same({}, Koreader.shown)
        plugin:onCloseDocument()
    end)

    it("finds names as they are typed, misspelt ones too", function()
        local plugin = start({ spoilers = "never" })
        local candidates = require("postil_searchview").candidates
        assert.equal("Margaret Ellory", candidates(plugin.views, "marg")[1].name)
        assert.equal("Margaret Ellory", candidates(plugin.views, "Margaret Elory")[1].name)
        assert.same({}, candidates(plugin.views, " "))
        assert.same({}, candidates(plugin.views, "xqzw"))
        plugin:onCloseDocument()
    end)

    it("is beside the whole text's passages", function()
        local plugin = start({ spoilers = "never" })
        plugin.views:search_text("old lighthouse")
        assert.truthy(texts(Koreader.top()):find("carried the old lighthouse away", 1, true))
        Koreader.reset()
        plugin.views:search_text("no such words")
        assert.truthy(Koreader.top().text:find("does not stand"))
        plugin:onCloseDocument()
    end)

    it("is offered by the dictionary's popup of either version", function()
        local plugin, ui = start({ spoilers = "never" })
        local buttons, closed = {}, 0
        local popup = { word = "Harrow", onClose = function() closed = closed + 1 end }
        plugin:onDictButtonsReady(popup, buttons)
        assert.equal(1, #buttons)
        buttons[1][1].callback()
        assert.truthy(sheet().head)
        plugin:onDictButtonsReady({ word = "measured" }, buttons)
        assert.equal(1, #buttons)
        plugin:onCloseDocument()
        local spec
        ui = Koreader.ui(ui.document, { partial_md5_checksum = md5 })
        ui.dictionary.addToDictButtons = function(_, s) spec = s end
        plugin = Fixture.start(ui)
        plugin.settings:set("spoilers", "never")
        assert.is_true(spec.show_func(popup))
        assert.is_false(spec.show_func({ word = "measured" }))
        spec.callback(popup)
        assert.equal(2, closed)
        plugin:onDictButtonsReady(popup, {})
        plugin:onCloseDocument()
        assert.is_falsy(spec.show_func(popup))
    end)
end)
