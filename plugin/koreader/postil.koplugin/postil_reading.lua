--- How far the reader has come, so that nothing later is told. The limit is the end of the furthest page reached by turning pages,
--- not by following a link or the contents.
local Reading = {}
Reading.__index = Reading

local KEY, FINISHED = "postil_furthest", "postil_finished"

function Reading.new(settings, document, doc_settings, places)
    local self = setmetatable({ settings = settings, document = document, doc_settings = doc_settings, places = places }, Reading)
    self.furthest = doc_settings:readSetting(KEY)
    self.finished = doc_settings:readSetting(FINISHED) == true
    return self
end

local function ahead(self, xpointer)
    if not self.furthest then return true end
    local order = self.document:compareXPointers(self.furthest, xpointer)
    return order == nil or order > 0
end

--- Where the following page begins; on the last page, and in a document without xpointers, nothing.
local function end_of(self, page)
    if page >= self.document:getPageCount() then return end
    return self.document:getPageXPointer(page + 1)
end

--- Tells which page is shown now. The first page of a session is where the reader left off.
function Reading:on_page(page)
    local last = self.page
    self.page = page
    local contiguous = last == nil and not self.furthest or (last and page == last + 1 and not self.away)
    local start = self.document:getPageXPointer(page)
    if not start then return end
    if not contiguous then
        -- Somewhere that was jumped to: pages turned there do not count until the reader is back.
        self.away = self.furthest ~= nil and ahead(self, start)
        return
    end
    local finish = end_of(self, page) or start
    if ahead(self, finish) then self.furthest, self.limit_pos = finish, nil end
    if page >= self.document:getPageCount() then self.finished = true end
end

--- Counts all up to the page that is shown as read.
function Reading:reveal_here()
    if not self.page then return end
    self.furthest = end_of(self, self.page) or self.document:getPageXPointer(self.page)
    self.limit_pos, self.away = nil, false
    self.finished = self.finished or self.page >= self.document:getPageCount()
end

function Reading:save()
    self.doc_settings:saveSetting(KEY, self.furthest)
    self.doc_settings:saveSetting(FINISHED, self.finished or nil)
end

-- Words that catalogues use for invented stories and for the rest.
local FICTION = { "fiction", "novel", "roman", "fantasy", "stories", "drama", "mystery", "thriller" }
local OTHER = { "non%-?fiction", "history", "biograph", "science", "philosoph", "politic", "econom", "reference", "essays" }

--- Whether a book is taken for fiction: what its catalogue entry says, else that it cites no works.
function Reading.is_fiction(props, pack)
    local subjects = ((props and props.keywords) or ""):lower()
    for _i, word in ipairs({ "non%-?fiction" }) do if subjects:find(word) then return false end end
    if subjects:find("science fiction") then return true end
    for _i, word in ipairs(FICTION) do if subjects:find(word) then return true end end
    for _i, word in ipairs(OTHER) do if subjects:find(word) then return false end end
    return pack.counts.works == 0
end

--- The position after which nothing is told; NO_LIMIT where all may be.
function Reading:limit()
    local pack = self.places.pack
    if not self.settings:spoiler_safe() or self.finished or pack.reference then return pack.NO_LIMIT end
    if not self.limit_pos then
        local pos = self.furthest and self.places:pos(self.furthest)
        if not pos and self.page then pos = self.places:pos(self.document:getPageXPointer(self.page)) end
        if not pos then return 0 end
        self.limit_pos = pos
    end
    return self.limit_pos
end

return Reading
