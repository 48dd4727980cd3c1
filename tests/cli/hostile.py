"""Inputs that are not what they claim, made anew for each run: (name, what is made, exit status, what the message says).

A recipe takes the path to write. Where the status is 0, the book is odd but honest, and `said` must be in its text."""
import os
import random
import struct
import zipfile

import books
from books import CONTAINER, archive, epub, opf, xhtml

PAGE = xhtml('<p>Captain Harrow measured the bar of the Tessel.</p>')
BOMB = '\0' * (40 << 20)


def raw(content):
    def make(path):
        with open(path, 'wb') as f:
            f.write(content)
    return make


def book(body_or_documents, **more):
    documents = {'a.xhtml': body_or_documents} if isinstance(body_or_documents, (str, bytes)) else body_or_documents
    return lambda path: epub(path, documents, **more)


def entries(*parts):
    return lambda path: archive(path, parts)


def shell(*more):
    return entries(('mimetype', 'application/epub+zip'), ('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', opf(['a.xhtml'])), ('OEBPS/a.xhtml', PAGE), *more)


def noise(path):
    """2 GB, of which the first MiB is noise and the rest a hole."""
    with open(path, 'wb') as f:
        f.write(random.Random(7).randbytes(1 << 20))
        f.truncate(2 << 30)


def holes(head):
    def make(path):
        with open(path, 'wb') as f:
            f.write(head)
            f.truncate(2 << 30)
    return make


def cut(keep):
    def make(path):
        epub(path, books.NOTED)
        size = os.path.getsize(path)
        os.truncate(path, int(size * keep))
    return make


def flipped(path):
    """One byte of a compressed document is another: the checksum tells."""
    epub(path, {'a.xhtml': xhtml(''.join(f'<p>Paragraph {i} of the book.</p>' for i in range(200)))})
    with zipfile.ZipFile(path) as z:
        info = z.getinfo('OEBPS/a.xhtml')
    with open(path, 'r+b') as f:
        f.seek(info.header_offset + 30 + len(info.filename) + info.compress_size // 2)
        byte = f.read(1)
        f.seek(-1, os.SEEK_CUR)
        f.write(bytes([byte[0] ^ 0x55]))


def lying_size(path):
    """The directory promises 3 GB for a document of a few bytes."""
    epub(path, {'a.xhtml': PAGE})
    content = bytearray(open(path, 'rb').read())
    at = content.rfind(b'PK\x01\x02')
    while content[at + 46:at + 59] != b'OEBPS/a.xhtml':
        at = content.rfind(b'PK\x01\x02', 0, at)
    content[at + 24:at + 28] = struct.pack('<I', 3 << 30)
    raw(bytes(content))(path)


def locked(path):
    """The entry's flag says that it is encrypted."""
    epub(path, {'a.xhtml': PAGE})
    content = bytearray(open(path, 'rb').read())
    for signature, flags in ((b'PK\x03\x04', 6), (b'PK\x01\x02', 8)):
        at = content.find(signature)
        while at >= 0:
            if b'OEBPS/a.xhtml' in content[at:at + 64]:
                content[at + flags] |= 1
            at = content.find(signature, at + 1)
    raw(bytes(content))(path)


def drm(algorithm, uri):
    return ('META-INF/encryption.xml',
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
            f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="{uri}"/></enc:CipherData></enc:EncryptedData></encryption>')


LAUGHS = ('<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">' +
          ''.join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(10)) + ']>')
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
# An entity that is declared after 64 KiB of white space is an entity all the same.
LATE = '<?xml version="1.0"?><!DOCTYPE html [' + ' ' * 70000 + '<!ENTITY a "haha">]>'
WIDE = '<p title="' + 'x' * (12 << 20) + '">Captain Harrow.</p>'
CYRILLIC = '<?xml version="1.0" encoding="windows-1251"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Наташа Ростова пела.</p></body></html>'
PUBLIC = ('<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
          '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Caf&eacute;&nbsp;Harrow</p></body></html>')
GONE = {'a.xhtml': PAGE}

RECIPES = [
    # no book at all
    ('noise.epub', raw(random.Random(3).randbytes(5000)), 3, 'not a ZIP archive'),
    ('text.epub', raw('Captain Harrow met “Ellory”.\n'.encode()), 3, 'called .epub but is text'),
    ('noise.bin', raw(random.Random(4).randbytes(5000)), 3, 'neither text nor a book'),
    ('noise.txt', raw(b'text and then \0\0\0 noise' * 400), 3, 'neither text nor a book'),
    ('empty.epub', raw(b''), 3, 'empty'),
    ('empty.txt', raw(b''), 3, 'empty'),
    ('blank.txt', raw(b' \n\n\t\n'), 3, 'no text'),
    ('nothing.html', raw(b'<html><head><title>Title</title></head><body></body></html>'), 3, 'no text'),
    ('picture.png', raw(b'\x89PNG\r\n\x1a\n' + b'\0' * 200), 3, 'neither text nor a book'),
    ('2gb-noise', noise, 3, 'neither text nor a book'),
    ('2gb-noise.epub', noise, 3, 'larger than 1 GiB'),
    ('2gb.txt', holes(b'It was a dark night. ' * 400), 3, 'larger than 256 MiB'),
    # archives
    ('cut-half.epub', cut(0.5), 3, 'damaged'),
    ('cut-end.epub', cut(0.98), 3, 'damaged'),
    ('flipped.epub', flipped, 3, 'OEBPS/a.xhtml: it is damaged'),
    ('lying.epub', lying_size, 3, 'OEBPS/a.xhtml'),
    ('locked.epub', locked, 3, 'OEBPS/a.xhtml: it is encrypted'),
    ('bomb.epub', book(BOMB), 3, 'ZIP bomb'),
    ('bomb-opf.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', BOMB)), 3, 'ZIP bomb'),
    ('many.epub', entries(*((f'f{i}', '') for i in range(20001))), 3, '20001 entries'),
    ('traversal.epub', shell(('../../evil.xhtml', PAGE)), 3, '../../evil.xhtml: this name leads out'),
    ('inner.epub', shell(('OEBPS/x/../../../evil', PAGE)), 3, 'leads out'),
    ('absolute.epub', shell(('/etc/evil', PAGE)), 3, '/etc/evil: this name leads out'),
    ('backslash.epub', shell(('..\\evil', PAGE)), 3, 'leads out'),
    ('drive.epub', shell(('C:/evil', PAGE)), 3, 'leads out'),
    ('twice.epub', shell(('OEBPS/a.xhtml', PAGE)), 3, 'OEBPS/a.xhtml: the archive has this name twice'),
    # packages
    ('no-container-no-opf.epub', entries(('readme', 'hello')), 3, 'META-INF/container.xml: it names no package document'),
    ('opf-missing.epub', entries(('META-INF/container.xml', CONTAINER)), 3, 'names no package document'),
    ('opf-no-xml.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', 'not XML at all')), 3, 'OEBPS/book.opf: it is not XML'),
    ('opf-bomb.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', LAUGHS + '<package>&k;</package>')), 3, 'OEBPS/book.opf: the document declares entities'),
    ('bom-everywhere.epub', entries(('META-INF/container.xml', '\ufeff' + CONTAINER), ('OEBPS/book.opf', '\ufeff' + opf(['a.xhtml'])), ('OEBPS/a.xhtml', '\ufeff' + PAGE)), 0, 'Captain Harrow'),
    ('percent.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', opf(['chap%20%C3%A9.xhtml'])), ('OEBPS/chap é.xhtml', PAGE)), 0, 'Captain Harrow'),
    ('case.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', opf(['A.XHTML'])), ('OEBPS/a.xhtml', PAGE)), 0, 'Captain Harrow'),
    ('two-cases.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', opf(['A.XHTML'])), ('OEBPS/a.xhtml', PAGE), ('OEBPS/a.Xhtml', PAGE)), 3, 'no text'),
    ('spaces.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', opf(['chap é.xhtml'])), ('OEBPS/chap é.xhtml', PAGE)), 0, 'Captain Harrow'),
    ('spine-of-three-thousand.epub', entries(('META-INF/container.xml', CONTAINER), ('OEBPS/book.opf', opf([f'c{i}.xhtml' for i in range(3000)])), *((f'OEBPS/c{i}.xhtml', PAGE) for i in range(3000))), 3, 'more than 96 KiB'),
    ('container-broken.epub', entries(('META-INF/container.xml', '<container'), ('OEBPS/book.opf', opf(['a.xhtml'])), ('OEBPS/a.xhtml', PAGE)), 0, 'Captain Harrow'),
    ('no-container.epub', entries(('OEBPS/book.opf', opf(['a.xhtml'])), ('OEBPS/a.xhtml', PAGE)), 0, 'Captain Harrow'),
    ('files-missing.epub', book(GONE, package=opf(['a.xhtml', 'gone.xhtml', 'lost.xhtml'])), 0, 'Captain Harrow'),
    ('all-missing.epub', book({}, package=opf(['gone.xhtml'])), 3, 'OEBPS/book.opf: the book has no text'),
    ('empty-spine.epub', book({}, package=opf([])), 3, 'no text'),
    ('no-text.epub', book(xhtml('')), 3, 'no text'),
    ('images.epub', book(xhtml('<div><img src="1.jpg" alt=""/></div>'), more=[('OEBPS/1.jpg', b'\xff\xd8\xff')]), 3, 'no text'),
    ('drm.epub', book(PAGE, more=[drm('http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'OEBPS/a.xhtml')]), 3, 'OEBPS/a.xhtml: it is encrypted (DRM)'),
    ('fonts.epub', book(PAGE, more=[drm('http://www.idpf.org/2008/embedding', 'OEBPS/font.otf')]), 0, 'Captain Harrow'),
    ('fonts-adobe.epub', book(PAGE, more=[drm('http://ns.adobe.com/pdf/enc#RC', 'OEBPS/font.otf')]), 0, 'Captain Harrow'),
    ('rights.epub', book(PAGE, more=[('META-INF/rights.xml', '<rights/>'), drm('http://www.w3.org/2001/04/xmlenc#aes256-cbc', 'OEBPS/a.xhtml')]), 3, 'DRM'),
    # documents
    ('laughs.epub', book(LAUGHS + '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&k;</p></body></html>'), 3, 'OEBPS/a.xhtml: the document declares entities'),
    ('laughs.xhtml', raw((LAUGHS + '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&k;</p></body></html>').encode()), 3, 'declares entities'),
    ('laughs-late.epub', book(LATE + '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&a;</p></body></html>'), 3, 'declares entities'),
    ('laughs-utf16.epub', book((LAUGHS + '<html><body><p>&k;</p></body></html>').replace('1.0"?', '1.0" encoding="utf-16"?').encode('utf-16')), 3, 'declares entities'),
    ('external.epub', book(EXTERNAL + '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x; Harrow</p></body></html>'), 3, 'declares entities'),
    ('external-dtd.epub', book('<!DOCTYPE html SYSTEM "file:///etc/passwd"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Captain Harrow.</p></body></html>'), 0, 'Captain Harrow.'),
    ('public-dtd.epub', book(PUBLIC), 0, 'Caf\u00e9\u00a0Harrow'),
    ('broken.epub', book('<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Captain <b>Harrow<p>measured & went <i>home</b></div></body>'), 0, 'Harrow'),
    ('not-xml.epub', book('Captain Harrow measured the bar.'), 0, 'Captain Harrow'),
    ('deep.epub', book(xhtml('<div>' * 20000 + 'Captain Harrow.' + '</div>' * 20000)), None, None),
    ('deep-soup.html', raw(b'<html><body>' + b'<b><i>' * 30000 + b'Captain Harrow.'), None, None),
    ('wide-attribute.epub', book(xhtml(WIDE)), None, None),
    ('many-attributes.epub', book(xhtml('<p ' + ' '.join(f'a{i}="x"' for i in range(40000)) + '>Captain Harrow.</p>')), 0, 'Captain Harrow.'),
    ('many-siblings.epub', book(xhtml(''.join(f'<t{i}/>' for i in range(60000)) + '<p>Captain Harrow.</p>')), 0, 'Captain Harrow.'),
    ('nul.epub', book(xhtml('<p>Captain Harrow.</p><p>After\0wards.</p>')), None, None),
    ('utf16.epub', book('\ufeff<?xml version="1.0" encoding="utf-16"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Éowyn Harrow</p></body></html>'.encode('utf-16-le')), 0, 'Éowyn Harrow'),
    ('utf16-be.epub', book('\ufeff<?xml version="1.0" encoding="utf-16"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Éowyn&nbsp;Harrow</p></body></html>'.encode('utf-16-be')), 0, 'Éowyn\u00a0Harrow'),
    ('windows-1251.epub', book(CYRILLIC.encode('windows-1251')), 0, 'Наташа Ростова'),
    ('koi8.html', raw('<html><head><meta charset="koi8-r"></head><body><p>Наташа Ростова пела.</p></body></html>'.encode('koi8-r')), 0, 'Наташа Ростова'),
    ('latin.epub', book('<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Café Harrow</p></body></html>'.encode('latin-1')), 0, 'Café Harrow'),
    ('wrong-encoding.epub', book(xhtml('<p>CAFE Harrow met “Ellory”.</p>').replace('CAFE', 'Café').encode('windows-1252')), 0, 'Harrow'),
    ('unknown-encoding.epub', book(PAGE.replace('utf-8', 'x-no-such').encode()), 0, 'Captain Harrow'),
    ('utf16.txt', raw('Captain Harrow came.\n\nÉowyn stayed.\n'.encode('utf-16')), 0, 'Éowyn stayed.'),
    ('windows-1252.txt', raw('Captain Harrow came to the café – “late”.\n'.encode('windows-1252')), 0, 'café – “late”'),
    ('bom.txt', raw('\ufeffCaptain Harrow came.\n'.encode()), 0, 'Captain Harrow'),
    ('cr.txt', raw(b'Captain Harrow came.\r\rHe stayed.\r'), 0, 'Captain Harrow'),
    ('one-line.txt', raw(b'word ' * 400000), None, None),
    ('markers.txt', raw(b'1.1 ' * 60000), None, None),
    ('quotes.txt', raw(('“' * 100000).encode()), None, None),
    ('capitals.txt', raw(b'Harrow and Ellory of Aldane ' * 20000), None, None),
]

# For --reference and --entities.
CURATED = [
    ('noise.json', random.Random(5).randbytes(300), '1:1: it is'),
    ('empty.json', b'', '1:1'),
    ('other.json', b'{"name": "other"}', '1:1: it is no entity file'),
    ('torn.json', b'{ "postil": "entities/1",\n  "entities": [ { "name": "A" ', '2:'),
    ('deep.json', b'{"postil": "entities/1", "entities": ' + b'[' * 200000, ''),
    ('unnamed.json', b'{ "postil": "entities/1", "entities": [ { "type": "person" } ] }', 'entities[0]: it has no name'),
    ('no-object.json', b'{ "postil": "entities/1", "entities": [ 7 ] }', 'entities[0]'),
    ('wrong-list.json', b'{ "postil": "entities/1", "entities": [ { "name": "A", "aliases": 7, "links": 8, "facts": {"a": 1}, "role": [] } ] }', 'entities[0].aliases: it is no list'),
]
