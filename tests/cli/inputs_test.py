"""Each kind of input from outside: packs of Markdown, TEI and HTML, several files, --report, --depfile, what check says of them."""
import json
import os
import unittest

import books
from program import Case, run

MARKDOWN = ('# One\n\nHarrow came.[^a] He stayed.^[In line.]\n\n| Name | Fact |\n|---|---|\n| Lund | an engineer[^t] |\n\n'
            '[^a]: First.\n\n    Second paragraph.\n\n[^t]: Of the table.\n\n[^a]: Again.\n\n[^never]: Unused.\n\nGone.[^gone]\n')
TEI = ('<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>The Tessel</title></titleStmt></fileDesc>'
       '<profileDesc><particDesc><listPerson><person xml:id="h"><persName>Edmund Harrow</persName><note>A surveyor.</note></person></listPerson>'
       '</particDesc></profileDesc></teiHeader><text><body><div><head>One</head><p>Then <persName ref="#h">Captain Harrow</persName> came'
       '<note n="1" xml:id="n1">By <hi rend="italic">sea</hi>.</note> to <placeName>Vell</placeName>.</p></div></body></text></TEI>')
BROKEN = ('<h1>One</h1><p>Harrow came.<a href="#n1" id="r1"><sup>1</sup></a> He left.<a href="#gone" id="r2" role="doc-noteref"><sup>2</sup></a></p><hr/>'
          '<p id="n1"><a href="#r1">1</a>. First.</p><p id="n3"><a href="#r9">3</a>. Of nobody.</p>')


class Inputs(Case):
    def notes(self, pack):
        return [(n['label'], n['text']) for n in self.done('notes', pack, '--json').rows()]

    def test_markdown(self):
        source = self.write('a.md', MARKDOWN)
        pack = self.pack(source)
        self.assertEqual(self.notes(pack), [('', 'In line.'), ('a', 'First.\nSecond paragraph.'), ('t', 'Of the table.'), ('never', 'Unused.')])
        marks = self.done('noterefs', pack, '--json').rows()
        self.assertEqual([(m['label'], m['note']) for m in marks], [('a', 1), ('', 0), ('t', 2), ('gone', None)])
        data = MARKDOWN.encode()
        for m in marks:  # places are bytes of the source
            at = m['source']
            self.assertEqual(data[at['start']:at['end']].decode(), m['label'])
        r = run('check', source, '--format', 'json')
        self.assertEqual((r.status, r.err), (1, ''))
        self.assertEqual(sorted(f['code'] for f in r.rows()), ['N-LABEL', 'N-LINK', 'N-ORPHAN'])
        said = {f['code']: data[f['source']['start']:][:9].decode() for f in r.rows()}
        self.assertEqual((said['N-LABEL'], said['N-ORPHAN'][:6]), ('[^a]: Aga', 'Unused'))

    def test_tei(self):
        pack = self.pack(self.write('a.xml', TEI))
        note = self.done('notes', pack, '--json').rows()[0]
        self.assertEqual((note['label'], note['text'], note['html'], note['source']['anchor']), ('1', 'By sea.', '<p>By <em>sea</em>.</p>', 'n1'))
        rows = {e['name']: e for e in self.done('entities', pack, '--json').rows()}
        harrow = rows['Edmund Harrow']
        self.assertEqual((harrow['id'], harrow['type'], harrow['description'], harrow['description_source']), ('h', 'person', 'A surveyor.', 'curated'))
        self.assertEqual(self.done('lookup', pack, 'Captain Harrow', '--json').rows()[0]['entity'], harrow['entity'])
        self.assertEqual(rows['Vell']['type'], 'place')
        self.assertNotIn('surveyor', self.done('text', pack).out)

    def test_html(self):
        pack = self.pack(self.write('a.html', f'<html><head><title>Tom &amp; Ada</title></head><body>{BROKEN}</body></html>'))
        self.assertEqual(self.notes(pack)[0], ('1', 'First.'))
        self.assertEqual(self.done('info', pack, '--json').rows()[0]['title'], 'Tom & Ada')
        self.assertEqual([m['note'] for m in self.done('noterefs', pack, '--json').rows()], [0, None])

    def test_line_ends_do_not_matter(self):
        noted = '\n\n'.join(f'Captain Harrow measured bar number {i} of Aldane, and nobody believed him.{i} He left for Vell again.' for i in range(1, 21))
        noted += '\n\nNotes\n\n' + '\n\n'.join(f'{i}. Judith Amery says of bar {i} that the storm was strong.' for i in range(1, 21)) + '\n'
        for name, text in (('a.txt', noted), ('a.md', MARKDOWN)):
            told = []
            for end in ('\n', '\r\n', '\r'):
                pack = self.pack(self.write(name, text.replace('\n', end).encode()))
                told.append((self.notes(pack), [m['note'] for m in self.done('noterefs', pack, '--json').rows()]))
            self.assertGreaterEqual(len(told[0][0]), 4)
            self.assertEqual(told[1], told[0])
            self.assertEqual(told[2], told[0])

    def test_several_files_are_one_book_in_their_order(self):
        one, two = self.write('one.html', '<h1>One</h1><p>Harrow came.</p>'), self.write('two.html', '<h1>Two</h1><p>Lund left.</p>')
        self.assertEqual(self.done('text', self.pack_of(two, one)).out.split('\n')[0], 'Two')
        out = self.path('none.postil')
        # One that cannot be read is named; a book without one of its files is none.
        for bad, said in ((self.path('absent.html'), 'no such file'), (self.write('empty.html', ''), 'empty'), (self.write('noise.html', b'\0\1\2' * 99), 'neither text'),
                          (books.epub(self.path('b.epub'), books.NOTED), 'pack it alone'), (self.write('c.txt', 'Text.'), 'do not make one book')):
            r = self.refused(3, said, 'pack', one, bad, two, '-o', out)
            self.assertIn(bad, r.err)
            self.assertFalse(os.path.exists(out))
        os.mkdir(self.path('other'))
        self.refused(3, 'two inputs have this name', 'pack', one, self.write('other/one.html', '<p>Other.</p>'), '-o', out)
        self.refused(3, 'no such file', 'pack', '-', '-o', out)

    def pack_of(self, *sources):
        out = self.path('several.postil')
        self.done('pack', *sources, '-o', out, '--quiet')
        return out

    def test_report_carries_what_check_says(self):
        source = self.write('a.html', BROKEN)
        report, out = self.path('report.json'), self.path('out.postil')
        self.done('pack', source, '-o', out, '--report', report, '--quiet')
        told = json.loads(self.read(report))
        self.assertEqual((told['inputs'], told['pack']), ([source], out))
        marks, notes = self.done('noterefs', out, '--json').rows(), self.done('notes', out, '--json').rows()
        counts = told['counts']
        self.assertEqual((counts['noterefs'], counts['notes']), (len(marks), len(notes)))
        self.assertEqual((counts['linked'], counts['unresolved']), (sum(m['note'] is not None for m in marks), sum(m['note'] is None for m in marks)))
        checked = run('check', source, '--format', 'json').rows()
        self.assertTrue(checked)
        self.assertEqual(told['findings'], checked)
        self.assertEqual(run('check', out, '--format', 'json').rows(), checked)
        self.assertEqual(counts['errors'], sum(f['severity'] == 'error' for f in checked))

    def test_check_fails_on_what_it_is_told_to(self):
        source = self.write('a.html', BROKEN)
        found = {f['severity'] for f in run('check', source, '--format', 'json').rows()}
        self.assertIn('error', found)
        for least, those in (('error', {'error'}), ('warning', {'error', 'warning'}), ('note', {'error', 'warning', 'note'})):
            self.assertEqual(run('check', source, '--fail-on', least).status, 1 if found & those else 0)
        orphan = self.write('b.md', 'One[^1].\n\n[^1]: First.\n\n[^2]: Unused.\n')
        self.assertEqual(run('check', orphan).status, 0)
        self.assertEqual(run('check', orphan, '--fail-on', 'warning').status, 1)
        for line in run('check', source).out.splitlines():
            self.assertRegex(line, r'^\S+a\.html:a\.html:\d+.*: (note|warning|error) [A-Z]-[A-Z]+: .+; .+$')

    def test_sarif_has_what_its_schema_requires(self):
        for source in (self.write('a b.html', BROKEN), self.write('a.md', MARKDOWN), self.write('c.txt', 'Text.\n')):
            log = json.loads(run('check', source, '--format', 'sarif').out)
            self.assertEqual(log['version'], '2.1.0')
            self.assertTrue(log['$schema'].startswith('https://'))
            (one,) = log['runs']
            driver = one['tool']['driver']
            self.assertEqual(driver['name'], 'postil')
            self.assertEqual(len({r['id'] for r in driver['rules']}), len(driver['rules']))
            rows = run('check', source, '--format', 'json').rows()
            self.assertEqual([r['ruleId'] for r in one['results']], [f['code'] for f in rows])
            for result, row in zip(one['results'], rows):
                self.assertEqual(driver['rules'][result['ruleIndex']]['id'], result['ruleId'])
                self.assertTrue(driver['rules'][result['ruleIndex']]['shortDescription']['text'])
                self.assertIn(result['level'], ('none', 'note', 'warning', 'error'))
                self.assertIn(row['hint'], result['message']['text'])
                for place in result['locations'] + result.get('relatedLocations', []):
                    physical = place['physicalLocation']
                    artifact = one['artifacts'][physical['artifactLocation']['index']]
                    self.assertEqual(artifact['location']['uri'], physical['artifactLocation']['uri'])
                    self.assertNotIn(' ', artifact['location']['uri'])
                    region = physical.get('region')
                    if place in result['locations']:
                        self.assertGreaterEqual(region['startLine'], 1)
                    elif region:
                        self.assertGreaterEqual(region['byteOffset'], 0)
                        self.assertGreaterEqual(region['byteLength'], 0)

    def test_depfile(self):
        name = 'a b$c#d.txt'
        source, people = self.write(name, 'Harrow came.\n'), self.write('p.json', '{"postil": "entities/1", "entities": [{"name": "Harrow", "type": "person"}]}')
        out, dep = self.path('out.postil'), self.path('out.d')
        self.done('pack', source, '--entities', people, '-o', out, '--depfile', dep, '--quiet')
        escaped = source.replace('$', '$$').replace(' ', '\\ ').replace('#', '\\#')
        self.assertEqual(self.read(dep).decode(), f'{out}: {escaped} {people}\n')
        self.refused(4, '', 'pack', source, '-o', out, '--depfile', self.path('nowhere/x.d'))


if __name__ == '__main__':
    unittest.main()
