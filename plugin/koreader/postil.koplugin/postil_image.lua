--- Images of notes for MuPDF, which takes "data:" URIs of three kinds. Their bytes are the book's and not trusted: a small file may
--- claim to be of any size, and would be decoded to it.
local sha2 = require("ffi/sha2")

local Image = {}

local MOST_PIXELS = 4000000 -- 16 MB once decoded

local function big_endian(bytes, at, count)
    local value = 0
    for i = at, at + count - 1 do value = value * 256 + (bytes:byte(i) or 0) end
    return value
end

-- A JPEG is a row of segments; the frame's says how large it is (ITU T.81, B.1.1.3 and B.2.2).
local function jpeg_size(bytes)
    local at = 3
    while at + 8 < #bytes and bytes:byte(at) == 0xFF do
        local marker = bytes:byte(at + 1)
        if marker >= 0xC0 and marker <= 0xCF and marker ~= 0xC4 and marker ~= 0xC8 and marker ~= 0xCC then
            return big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)
        end
        local length = big_endian(bytes, at + 2, 2)
        if length < 2 then return end
        at = at + 2 + length
    end
end

--- Width and height as the file says; nil where it does not.
function Image.size(media, bytes)
    if media == "image/png" and #bytes >= 24 then return big_endian(bytes, 17, 4), big_endian(bytes, 21, 4) end
    if media == "image/gif" and #bytes >= 10 then return bytes:byte(7) + 256 * bytes:byte(8), bytes:byte(9) + 256 * bytes:byte(10) end
    if media == "image/jpeg" then return jpeg_size(bytes) end
end

--- A "data:" URI that may be drawn, and the image's width in pixels; nil for other kinds, and for what is too large once decoded or says nothing of
--- its size.
function Image.data_uri(media, bytes)
    local width, height = Image.size(media, bytes)
    if not width or width < 1 or height < 1 or width * height > MOST_PIXELS then return end
    return "data:" .. media .. ";base64," .. sha2.bin_to_base64(bytes), width
end

return Image
