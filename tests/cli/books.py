"""Books made where they are needed: an EPUB from its parts, honest or not."""
import zipfile

CONTAINER = ('<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
             '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')


def xhtml(body, head='<title>A chapter</title>'):
    return ('<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
            f'xml:lang="en"><head>{head}</head><body>{body}</body></html>')


def opf(names, media='application/xhtml+xml', extra=''):
    items = ''.join(f'<item id="i{i}" href="{n}" media-type="{media}"/>' for i, n in enumerate(names))
    refs = ''.join(f'<itemref idref="i{i}"/>' for i in range(len(names)))
    return ('<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Tessel</dc:title><dc:creator>A. Writer</dc:creator><dc:language>en</dc:language>'
            f'<dc:identifier id="u">urn:tessel</dc:identifier></metadata><manifest>{items}{extra}</manifest><spine>{refs}</spine></package>')


def archive(path, entries, method=zipfile.ZIP_DEFLATED):
    """entries: (name, bytes or str) in their order; names may repeat and may be hostile."""
    with zipfile.ZipFile(path, 'w') as z:
        for name, content in entries:
            info = zipfile.ZipInfo('placeholder', (2020, 1, 1, 0, 0, 0))
            info.filename = name  # past the checks of the constructor
            info.compress_type = zipfile.ZIP_STORED if name == 'mimetype' else method
            z.writestr(info, content)
    return path


def epub(path, documents, package=None, more=()):
    """documents: name -> XHTML (str) or bytes, in spine order."""
    return archive(path, [('mimetype', 'application/epub+zip'), ('META-INF/container.xml', CONTAINER),
                          ('OEBPS/book.opf', package or opf(list(documents))), *((f'OEBPS/{n}', d) for n, d in documents.items()), *more])


NOTED = {
    'one.xhtml': xhtml('<h1>One</h1><p>Captain Edmund Harrow measured the bar.<a epub:type="noteref" href="#n1" id="r1">1</a> '
                       'Harrow believed nobody.<a epub:type="noteref" href="#n2" id="r2">2</a></p>'
                       '<aside epub:type="footnote" id="n1"><p>Judith Amery, <em>Soundings</em> (London: Quay Press, 1954), 12.</p></aside>'
                       '<aside epub:type="footnote" id="n2"><p>Ibid., 14.</p></aside>'),
    'two.xhtml': xhtml('<h1>Two</h1><p>The commission met at Port Aldane, and Harrow spoke.<a epub:type="noteref" href="notes.xhtml#n3" id="r3">3</a></p>'),
    'notes.xhtml': xhtml('<section epub:type="endnotes"><ol>'
                         '<li epub:type="endnote" id="n3"><p>Minutes of the commission.</p><p>A second paragraph.</p></li></ol></section>'),
}
