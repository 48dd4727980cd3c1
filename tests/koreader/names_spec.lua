-- Names marked on the page: which, where, and what a tap on one does; and the text nodes by which places are found in crengine's tree.
local Koreader = require("support.koreader")
local Fixture = require("support.fixture")
local Book = require("support.book")
local TextNodes = require("postil_textnodes")

describe("marked names", function()
    local folder, pack, md5 = Fixture.folder("names")

    setup(function()
        local file = Fixture.copy(Fixture.data .. "/strait.xhtml", folder .. "/Strait.xhtml")
        pack = Fixture.open(Fixture.pack(file, folder .. "/Strait.postil"))
        md5 = Fixture.partial_md5(pack)
    end)
    teardown(function() pack:close() end)

    before_each(Koreader.fresh)
    after_each(function() assert.same({}, require("postil_guard").failed) end)

    local function start(settings)
        local ui = Koreader.ui(Book.of_pack(pack, folder .. "/Strait.xhtml"), { partial_md5_checksum = md5 })
        ui.view = { view_modules = {}, registerViewModule = function(this, name, module) this.view_modules[name] = module end }
        G_reader_settings.values = { postil = settings }
        return Fixture.start(ui), ui, ui.document
    end

    -- What is painted on a page: the words above each dotted line.
    local function painted(ui, book)
        local dots, words = {}, {}
        local canvas = { paintRect = function(_, x, y) dots[y] = dots[y] or {} dots[y][x] = true end }
        ui.view.view_modules.postil_names:paintTo(canvas, 0, 0)
        for _i, box in ipairs(ui.view.view_modules.postil_names:on_screen()) do
            local line = dots[box.y + box.h - 2]
            assert.truthy(line and line[box.x], "a name without its line")
            words[#words + 1] = book.paragraphs[box.y].text:sub(box.x + 1, box.x + box.w)
        end
        return words, next(dots) ~= nil
    end

    it("are not there before they are asked for", function()
        local plugin, ui, book = start({ spoilers = "never" })
        local words, any = painted(ui, book)
        assert.same({}, words)
        assert.is_false(any)
        assert.is_nil(plugin:on_tap({ pos = { x = 5, y = 2 } }))
        plugin:onCloseDocument()
        assert.is_nil(ui.view.view_modules.postil_names)
    end)

    it("stand under every name that the text of a page has", function()
        local plugin, ui, book = start({ spoilers = "never", names = "all" })
        local all, once = 0, 0
        for page = 1, book:getPageCount() do
            book.page = page
            local words = painted(ui, book)
            for _i, word in ipairs(words) do
                assert.truthy(pack:lookup(word, plugin.lib.POSTIL_SELECTED, 9)[1], word)
            end
            all = all + #words
            plugin.settings:set("names", "first")
            once = once + #painted(ui, book)
            plugin.settings:set("names", "all")
        end
        local mentions = 0
        for entity = 0, pack.counts.entities - 1 do mentions = mentions + #pack:mention_positions(entity, pack.NO_LIMIT) end
        assert.equal(mentions, all)
        assert.truthy(once > 0 and once < all)
        plugin:onCloseDocument()
    end)

    it("open the card when they are tapped, unless a link is meant", function()
        local plugin, ui, book = start({ spoilers = "never", names = "all" })
        painted(ui, book)
        local box = plugin.names:on_screen()[1]
        local at = { x = box.x + 1, y = box.y }
        assert.is_nil(ui.zones.postil_tap_mark.handler({ pos = at, link = {} }))
        assert.is_nil(ui.zones.postil_tap_mark.handler({ pos = { x = at.x, y = at.y + 50 } }))
        assert.is_true(ui.zones.postil_tap_mark.handler({ pos = at }))
        assert.truthy(Koreader.top().head)
        plugin:onCloseDocument()
    end)

    it("tell nothing that comes later, and leave a sleeping pack asleep", function()
        local plugin, ui, book = start({ spoilers = "always", names = "all" })
        assert.truthy(#painted(ui, book) > 0)
        book.page = book:getPageCount()
        assert.same({}, (painted(ui, book)))
        plugin.reading:on_page(book.page)
        plugin.reading:reveal_here()
        local shown = #painted(ui, book)
        assert.truthy(shown > 0)
        plugin:onSuspend()
        assert.equal(shown, #painted(ui, book))
        assert.is_true(plugin.asleep)
        plugin:onResume()
        plugin:onCloseDocument()
    end)

    it("are found letter by letter where a paragraph is made of many nodes", function()
        -- crengine's tree of <p>Zwei <i>Grüße</i>an <b>林海生</b>, bis 1871.</p>
        local nodes = { { "/p/text()[1]", "Zwei " }, { "/p/i/text()", "Grüße" }, { "/p/text()[2]", "an " }, { "/p/b/text()", "林海生" }, { "/p/text()[3]", ", bis 1871." } }
        local whole, places = "", {}
        for i, node in ipairs(nodes) do
            whole = whole .. node[2]
            local offset = 0
            for at, letter in node[2]:gmatch("()([%z\1-\127\194-\244][\128-\191]*)") do
                places[#places + 1] = { xpointer = node[1] .. "." .. offset, node = i, letter = letter, word = letter ~= " " and (at == 1 or node[2]:sub(at - 1, at - 1) == " ") }
                offset = offset + 1
            end
            places[#places].last = true
            node.letters = offset
        end
        local document = {
            getTextFromXPointer = function(_, path) for _i, node in ipairs(nodes) do if node[1] == path then return node[2] end end end,
            getNextVisibleWordStart = function(_, from)
                local path, offset = from:match("^(.*)%.(%d+)$")
                local passed = path == nil
                for _i, p in ipairs(places) do
                    local own, at = p.xpointer:match("^(.*)%.(%d+)$")
                    if passed and p.word then return p.xpointer end
                    if own == path and (tonumber(at) >= tonumber(offset) or tonumber(offset) >= tonumber(at) + 1 and p.last) then passed = true end
                end
            end,
        }
        local tree = TextNodes.new(document, pack, "/p", whole)
        assert.equal(#nodes, #tree)
        local ink = 0
        for _i, p in ipairs(places) do
            assert.equal(ink, tree:ink_before(p.xpointer), p.xpointer)
            if p.letter ~= " " then
                assert.equal(p.xpointer, tree:at(ink))
                ink = ink + 1
                local path, offset = p.xpointer:match("^(.*)%.(%d+)$")
                assert.equal(path .. "." .. offset + 1, tree:at(ink, true))
            end
        end
        assert.is_nil(tree:ink_before("/q/text().3"))
    end)
end)
