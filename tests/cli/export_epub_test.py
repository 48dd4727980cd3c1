"""A pack as an EPUB with popup footnotes: what was there stays byte for byte, what is added is what readers know, and epubcheck agrees."""
import json
import os
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ET
import zipfile

import books
from program import DATA, Case

# All that may be put into a document.
MARK = re.compile(
    r'(?: xmlns:epub="http://www\.idpf\.org/2007/ops"| epub:type="(?:noteref|footnote|endnote)"| (?:noteref|footnote|endnote)| role="doc-(?:noteref|footnote|endnote|backlink)"'
    r'|href="[^"<>]*" data-postil-|<(?:aside|div|span) id="postil-note-\d+-*" epub:type="(?:footnote|endnote)"(?: role="doc-footnote")?>|</(?:aside|div|span|a)>'
    r'|<a id="postil-ref-\d+-*" href="[^"<>]*" epub:type="noteref" role="doc-noteref">'
    r'| <a href="[^"<>]*" role="doc-backlink" aria-label="back to the text">\u21a9\ufe0e</a>|<li><a href="[^"<>]*">Names</a></li>\n'
    r'|<item id="postil-glossary-*" href="[^"<>]*" media-type="application/xhtml\+xml"/>\n|<itemref idref="postil-glossary-*"/>\n)+')
TYPE = '{http://www.idpf.org/2007/ops}type'
NAV = books.xhtml('<nav epub:type="toc"><ol><li><a href="one.xhtml">One</a></li></ol></nav>')
NAV_ITEM = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
WORDS = 'Captain Edmund Harrow measured the bar at low water. '


def package(names, version='3.0'):
    meta = '<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta></metadata>'
    return books.opf(names, extra=NAV_ITEM).replace('</metadata>', meta).replace('version="3.0"', f'version="{version}"')


class ExportEpub(Case):
    def book(self, documents, **options):
        return books.epub(self.path('book.epub'), documents, package(list(documents), **options), more=[('OEBPS/nav.xhtml', NAV), ('META-INF/x.bin', bytes(range(256)))])

    def marked(self, source, *args):
        """What the marked book holds, after having seen that nothing but marks was put into it."""
        pack = self.pack(source, *args)
        said = self.done('export', pack, '--format', 'epub', '--book', source, '-o', self.path('out.epub')).out
        before, after = zipfile.ZipFile(source), zipfile.ZipFile(self.path('out.epub'))
        with before, after:
            self.assertEqual(after.namelist()[0], 'mimetype')
            self.assertEqual(after.getinfo('mimetype').compress_type, zipfile.ZIP_STORED)
            listed = json.loads(after.read('META-INF/postil-marks.json'))['documents']
            for name in before.namelist():
                now = after.read(name)
                for at, size in reversed(listed.get(name, [])):
                    self.assertRegex(now[at:at + size].decode(), '^' + MARK.pattern + '$')
                    now = now[:at] + now[at + size:]
                self.assertEqual(now, before.read(name), name)
            held = {name: after.read(name).decode('utf-8', 'replace') for name in after.namelist()}
        return said, held

    def epubcheck(self, path):
        jar = shutil.which('epubcheck')
        if not jar or not shutil.which('java'):
            self.skipTest('epubcheck is not installed')
        r = subprocess.run(['java', '-XX:TieredStopAtLevel=1', '-jar', os.path.realpath(jar), path], capture_output=True, text=True)
        self.assertEqual((r.returncode, [line for line in r.stderr.splitlines() if line.startswith(('ERROR', 'WARNING', 'FATAL'))]), (0, []), r.stderr[-3000:])

    def elements(self, text):
        return list(ET.fromstring(text).iter())

    def test_a_linked_book(self):
        said, held = self.marked(os.path.join(DATA, 'sarne', 'weir.epub'))
        self.assertIn('42 noterefs and 42 notes marked', said)
        chapter, notes = (self.elements(held[f'EPUB/{n}.xhtml']) for n in ('chapter', 'notes'))
        refs = [e for e in chapter if e.get(TYPE) == 'noteref']
        self.assertEqual(len(refs), 42)
        self.assertTrue(all(e.get('role') == 'doc-noteref' for e in refs))
        self.assertEqual(len([e for e in notes if e.get('role') == 'doc-endnote' and 'endnote' in e.get(TYPE)]), 42)
        self.assertEqual(len([e for e in notes if e.get('role') == 'doc-backlink']), 42)
        glossary = self.elements(held['EPUB/postil-glossary.xhtml'])
        self.assertTrue([e for e in glossary if e.tag.endswith('}dl') and e.get(TYPE) == 'glossary'])
        self.assertIn('Judith Keller', [''.join(e.itertext()) for e in glossary if e.tag.endswith('}dfn')])
        self.assertIn('postil-glossary.xhtml', held['EPUB/nav.xhtml'])
        self.epubcheck(self.path('out.epub'))
        first = self.read(self.path('out.epub'))
        self.marked(os.path.join(DATA, 'sarne', 'weir.epub'))
        self.assertEqual(first, self.read(self.path('out.epub')))  # the same bytes every time

    def test_marks_that_are_no_links_become_links(self):
        text = ''.join(f'<p>{WORDS}The {w} sounding was false.<sup>{i}</sup> He said so.</p>\r\n' for i, w in enumerate(('first', 'second', 'third', 'fourth', 'fifth'), 1))
        notes = ''.join(f'<p>{i}. Of the {w} sounding the log &amp; the chart say nothing.</p>\n' for i, w in enumerate(('first', 'second', 'third', 'fourth', 'fifth'), 1))
        said, held = self.marked(self.book({'one.xhtml': books.xhtml(f'<h1>One</h1>{text}<h2>Notes</h2>{notes}').replace(' xmlns:epub="http://www.idpf.org/2007/ops"', '')}))
        self.assertIn('5 noterefs and 5 notes marked', said)
        tree = self.elements(held['OEBPS/one.xhtml'])
        asides = {e.get('id'): ''.join(e.itertext()) for e in tree if e.get(TYPE) == 'endnote' and e.tag.endswith('}div')}  # shown in place, too
        refs = [e for e in tree if e.get(TYPE) == 'noteref']
        self.assertEqual([asides[e.get('href')[1:]].split('.')[0] for e in refs], ['1', '2', '3', '4', '5'])
        self.assertEqual([e.get('href')[1:] for e in tree if e.get('role') == 'doc-backlink'], [e.get('id') for e in refs])
        self.epubcheck(self.path('out.epub'))

    def test_an_id_on_an_inline_element_gets_its_whole_note(self):
        body = (f'<p>{WORDS}<a href="#n1" id="r1"><sup>1</sup></a> Again.<a href="#n2" id="r2"><sup>2</sup></a></p><hr/>'
                '<p><a id="n1" href="#r1">1</a>. A note.</p><p>Its second paragraph.</p><p><a id="n2" href="#r2">2</a>. Another.</p>')
        _, held = self.marked(self.book({'one.xhtml': books.xhtml(body)}))
        tree = self.elements(held['OEBPS/one.xhtml'])
        asides = {e.get('id'): ''.join(e.itertext()) for e in tree if e.tag.endswith('}aside')}
        refs = [e for e in tree if e.get(TYPE) == 'noteref']
        self.assertEqual([asides[e.get('href')[1:]] for e in refs], ['1. A note.Its second paragraph.', '2. Another.'])
        self.assertEqual([e.get('data-postil-href') for e in refs], ['#n1', '#n2'])

    def test_several_notes_of_one_paragraph(self):
        body = (f'<p>{WORDS}<a href="#n1" id="r1">1</a> Again.<a href="#n2" id="r2">2</a></p>'
                '<p class="notes"><a id="n1" href="#r1">1</a> The <i>first</i> note.<br/><a id="n2" href="#r2">2</a> The second.</p>')
        _, held = self.marked(self.book({'one.xhtml': books.xhtml(body)}))
        tree = self.elements(held['OEBPS/one.xhtml'])
        spans = {e.get('id'): ''.join(e.itertext()).strip() for e in tree if e.get(TYPE) == 'footnote'}
        self.assertEqual([spans[e.get('href')[1:]] for e in tree if e.get(TYPE) == 'noteref'], ['The first note.', 'The second.'])

    def test_comments_entities_and_sections_of_text_stay_where_they_are(self):
        body = ('<!-- <p>no</p> --><p>Caf&#xE9;&#160;<![CDATA[a < b & c]]> \U0001D11E\n  was played.<sup ><a\n href = \'#n1\' id="r1" >1</a></sup></p>'
                '<aside class="fn" id="n1"><p>A note &lt;of sorts&gt;.<?page 3?></p></aside>')
        said, held = self.marked(self.book({'one.xhtml': books.xhtml(body)}))
        self.assertIn('1 noterefs and 1 notes marked', said)
        tree = self.elements(held['OEBPS/one.xhtml'])
        self.assertEqual([''.join(e.itertext()) for e in tree if e.get('role') == 'doc-footnote'], ['A note <of sorts>.'])

    def test_what_is_left_alone_is_named(self):
        said, held = self.marked(self.book({'one.xhtml': books.NOTED['one.xhtml'], 'two.xhtml': '<html><body><p>Never closed. ' + WORDS}))
        self.assertIn('left as it is: OEBPS/two.xhtml: the document is not well-formed', said)
        self.assertIn('2 noterefs and 2 notes marked', said)

    def test_what_cannot_be_marked_is_refused(self):
        source = self.book(books.NOTED)
        pack = self.pack(source)
        out = ('-o', self.path('out.epub'))
        self.refused(2, '--book', 'export', pack, '--format', 'epub', *out)
        self.refused(2, 'overwritten', 'export', pack, '--format', 'epub', '--book', source, '-o', source)
        self.refused(2, 'made from another file', 'export', pack, '--format', 'epub', '--book', os.path.join(DATA, 'sarne', 'weir.epub'), *out)
        self.refused(3, 'absent.epub', 'export', pack, '--format', 'epub', '--book', self.path('absent.epub'), *out)
        old = self.book(books.NOTED, version='2.0')
        pack = self.pack(old)
        self.refused(3, 'EPUB 2', 'export', pack, '--format', 'epub', '--book', old, *out)
        signed = books.epub(self.path('signed.epub'), books.NOTED, more=[('META-INF/signatures.xml', '<signatures/>')])
        self.refused(3, 'signed', 'export', self.pack(signed), '--format', 'epub', '--book', signed, *out)
        self.assertFalse(os.path.exists(self.path('out.epub')))

    def test_a_text_becomes_an_epub(self):
        source = self.write('tessel.md', f'# One\n\n{WORDS * 2}[^1] Harrow spoke.[^b]\n\n# Two\n\nHarrow & "Co" <went>.[^c]\n\n    a  b\n\n'
                            '[^1]: Judith Amery, *Soundings*, 12.\n\n    A second paragraph.\n[^b]: See [there](https://example.org/a?b=1&c=2).\n[^c]: The third.\n')
        pack = self.pack(source)
        self.refused(2, '--book', 'export', pack, '--format', 'epub', '--book', source)
        self.assertIn('3 noterefs and 3 notes marked', self.done('export', pack, '--format', 'epub', '-o', self.path('out.epub')).out)
        with zipfile.ZipFile(self.path('out.epub')) as archive:
            one, two = (self.elements(archive.read(f'EPUB/text-{i}.xhtml')) for i in (1, 2))
        asides = [' '.join(' '.join(e.itertext()).split()) for e in one + two if e.tag.endswith('}aside')]
        self.assertEqual(asides, ['1 Judith Amery, Soundings , 12. A second paragraph.', 'b See there .', 'c The third.'])
        self.epubcheck(self.path('out.epub'))


if __name__ == '__main__':
    unittest.main()
