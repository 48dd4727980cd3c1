-- The pack's positions and crengine's xpointers, there and back, in each kind of document.
local Fixture = require("support.fixture")
local Book = require("support.book")
local Places = require("postil_places")

describe("places", function()
    local folder = Fixture.folder("places")

    -- Each word of each paragraph: its place is known, and leads back to it.
    local function there_and_back(pack, book)
        local places = Places.new(pack, book)
        local tried = 0
        for _i, p in ipairs(book.paragraphs) do
            for at in p.text:gmatch("()%S+") do
                if p.text:sub(1, at):find("[\128-\255]") then break end
                local xpointer = at == 1 and p.xpointer or p.xpointer .. "/text()." .. (at - 1)
                local pos = places:pos(xpointer)
                assert.equal(p.pos + pack:ink_of(p.text:sub(1, at - 1)), pos, xpointer)
                assert.equal(xpointer, (places:xpointer(pos)))
                tried = tried + 1
            end
        end
        return tried
    end

    it("are the same in an EPUB, a web page and plain text", function()
        for name, case in pairs({
            ["Weir.epub"] = { "sarne/weir.epub" }, ["Strait.xhtml"] = { "strait.xhtml", "/html" }, ["Weir.txt"] = { "sarne/weir.txt", "/FictionBook" },
        }) do
            local file = Fixture.copy(Fixture.data .. "/" .. case[1], folder .. "/" .. name)
            local pack = Fixture.open(Fixture.pack(file, (file:gsub("%.%w+$", ".postil"))))
            assert.truthy(there_and_back(pack, Book.of_pack(pack, file, nil, case[2])) > 100, name)
            pack:close()
        end
    end)

    it("are not guessed where the book's words are others", function()
        local pack = Fixture.open(folder .. "/Strait.postil")
        local book = Book.of_pack(pack, folder .. "/Strait.xhtml", function(text) return text:gsub("%a", "x") end, "/html")
        local places = Places.new(pack, book)
        for _i, p in ipairs(book.paragraphs) do assert.is_nil(places:pos(p.xpointer .. "/text().3")) end
        assert.is_nil((places:xpointer(100)))
        assert.is_nil(places:pos("/nothing/of/the/sort"))
        assert.is_nil(places:pos(nil))
        pack:close()
    end)

    it("are found by their words where the tree is another", function()
        local pack = Fixture.open(folder .. "/Strait.postil")
        local book = Book.of_pack(pack, folder .. "/Strait.xhtml")
        for _i, p in ipairs(book.paragraphs) do p.path = "/body/div/div" .. p.path:gsub("^/body", "") end
        book = Book.new(book.file, book.paragraphs, "/html")
        local places = Places.new(pack, book)
        local found = 0
        for _i, p in ipairs(book.paragraphs) do
            if pack:ink_of(p.text) >= 16 then
                assert.equal(p.pos + pack:ink_of(p.text:sub(1, 4)), places:pos(p.xpointer .. "/text().4"))
                found = found + 1
            end
        end
        assert.truthy(found > 5)
        pack:close()
    end)
end)
