-- The XHTML of the views: escaped, names linked where they are whole words, directions.
require("support.fixture")
local Markup = require("postil_markup")
local Dispersion = require("postil_dispersion")
local Reading = require("postil_reading")

describe("markup", function()
    local function link(xhtml, ...)
        local names = {}
        for i, text in ipairs({ ... }) do names[i] = { text = text, href = "postil:entity:" .. i } end
        return (Markup.link_names(xhtml, names):gsub('<a href="postil:entity:(%d)">(.-)</a>', "[%1:%2]"))
    end

    it("links whole names, the longest first", function()
        assert.equal("<p>[1:Zhou Enlai] met [2:Zhou].</p>", link("<p>Zhou Enlai met Zhou.</p>", "Zhou Enlai", "Zhou"))
        assert.equal("<p>Harrowing, un[Harrow]</p>", (link("<p>Harrowing, un[Harrow]</p>", "Harrower")))
        assert.equal("<p>Harrowing days of [1:Harrow]’s</p>", link("<p>Harrowing days of Harrow’s</p>", "Harrow"))
        assert.equal("<p>“[1:Harrow]”—[1:Harrow]</p>", link("<p>“Harrow”—Harrow</p>", "Harrow"))
        assert.equal("<p>Élodieé [1:Élodie]</p>", link("<p>Élodieé Élodie</p>", "Élodie"))
        assert.equal("<p>昨日[1:娜塔莎]来了</p>", link("<p>昨日娜塔莎来了</p>", "娜塔莎"))
    end)

    it("leaves tags and links as they are", function()
        assert.equal('<p title="Zhou"><a href="Zhou">Zhou</a> [1:Zhou]</p>', link('<p title="Zhou"><a href="Zhou">Zhou</a> Zhou</p>', "Zhou"))
        assert.equal("no tag [1:Zhou]", link("no tag Zhou", "Zhou"))
        assert.equal("", link("", "Zhou"))
    end)

    it("shows the reference of a short form and says what stays open", function()
        local note = { note = 4, text = "Ibid., 3; Shen, 4.", xhtml = "<p>Ibid., 3; Shen, 4.</p>", citations = {
            { first = 0, last = 8, form = 2, work = 1, via = 3, reference = "A. <Author>, Title" },
            { first = 10, last = 17, form = 5, reference = "" },
        } }
        local html = Markup.note(note)
        assert.truthy(html:find("A. &lt;Author&gt;, Title", 1, true))
        assert.truthy(html:find("postil:note:3", 1, true))
        assert.truthy(html:find("not resolved", 1, true))
    end)

    it("has an image's words in its place", function()
        local note = { text = "", citations = {}, xhtml = '<p>A <img src="a.png" alt="map &amp; key"/> and <img src="b.png" alt=""/>.</p>' }
        assert.equal("<p>A [map &amp; key] and [image].</p>", Markup.note(note))
    end)

    it("knows the direction of a text", function()
        assert.equal("rtl", Markup.direction("1. שלום עולם"))
        assert.equal("rtl", Markup.direction("سلام"))
        assert.equal("ltr", Markup.direction("Éowyn"))
        assert.equal("ltr", Markup.direction("«Наташа»"))
        assert.equal("ltr", Markup.direction("娜塔莎"))
        assert.equal("ltr", Markup.direction(""))
    end)

    it("cuts snippets where words end", function()
        local s = { snippet = "rs are overwhelming. Germany was the best custom", first = 21, last = 28 }
        local before, name, after = Markup.snippet_parts(s, 20)
        assert.equal("…are overwhelming. ", before)
        assert.equal("Germany", name)
        assert.equal(" was the best…", after)
        before, name, after = Markup.snippet_parts(s, 100)
        assert.equal(s.snippet, before .. name .. after)
    end)
end)

describe("a bar of mentions", function()
    it("counts each mention once", function()
        assert.same({ 2, 0, 0, 1 }, Dispersion.bins({ 0, 24, 99 }, 100, 4))
        assert.same({ 0, 1 }, Dispersion.bins({ 100 }, 100, 2))
        assert.same({ 1 }, Dispersion.bins({ 5 }, 0, 1))
    end)
end)

describe("mentions on a card", function()
    local CardView = require("postil_cardview")

    it("are those before the reader's place, else those that follow the first", function()
        local positions = { 10, 20, 30, 40, 50 }
        local function near(here)
            local from, count = CardView.near(positions, here)
            return { from, count }
        end
        assert.same({ 1, 3 }, near(0))
        assert.same({ 1, 3 }, near(10))
        assert.same({ 1, 1 }, near(20))
        assert.same({ 1, 2 }, near(35))
        assert.same({ 2, 3 }, near(60))
        assert.equal(0, (select(2, CardView.near({ 10 }, 5))))
    end)
end)

describe("fiction", function()
    it("is told by the catalogue, else by citations", function()
        local none, some = { counts = { works = 0 } }, { counts = { works = 3 } }
        assert.is_true(Reading.is_fiction({ keywords = "Historical fiction" }, some))
        assert.is_true(Reading.is_fiction({ keywords = "Science Fiction" }, some))
        assert.is_false(Reading.is_fiction({ keywords = "Nonfiction\nHistory" }, none))
        assert.is_false(Reading.is_fiction({ keywords = "Europe -- History" }, none))
        assert.is_true(Reading.is_fiction({}, none))
        assert.is_false(Reading.is_fiction(nil, some))
    end)
end)
