"""Every command of the contract: what it prints, how it ends."""
import json
import os
import re
import unittest

import books
from program import DATA, VERSION, Case, run

COMMANDS = ['pack', 'noterefs', 'notes', 'works', 'note', 'entities', 'lookup', 'text', 'info', 'check', 'export', 'diff', 'proof', 'sign', 'verify', 'key']


class Commands(Case):
    def setUp(self):
        super().setUp()
        self.book = books.epub(self.path('tessel.epub'), books.NOTED)
        self.packed = self.pack(self.book)

    def test_help_and_version(self):
        self.assertEqual(self.done('--version').out, f'postil {VERSION}\n')
        top = self.done('--help').out
        commands = re.findall(r'(?m)^  ([a-z]+) {2,}\S', top.split('Subcommands:')[1])
        self.assertLessEqual(set(COMMANDS), set(commands))
        for command in commands:
            self.assertRegex(top, rf'(?m)^\s+{command}\s')
            text = self.done(command, '--help').out
            self.assertEqual(len(re.findall(rf'(?m)^Example: postil {command} \S', text)), 1, command)

    def test_wrong_usage(self):
        for args in ([], ['nothing'], ['pack'], ['pack', 'a.epub', '--no-such-flag'], ['lookup', self.packed], ['lookup', self.packed, 'x', '--limit', '0'],
                     ['pack', 'a.epub', '--notes', 'sometimes'], ['pack', 'a.epub', '--jobs', '0'], ['check', self.packed, '--format', 'xml'],
                     ['note', self.packed, '1', '--chapter', 'x']):
            self.refused(2, '--help shows how', *args)

    def test_every_reading_command_refuses_what_is_no_pack(self):
        for name, content, said in (('no.postil', b'nothing of the kind', 'pack'), ('empty.postil', b'', ''), ('cut.postil', self.read(self.packed)[:900], '')):
            path = self.write(name, content)
            for args in (['noterefs', path], ['notes', path], ['works', path], ['note', path, '1'], ['entities', path], ['lookup', path, 'Harrow'], ['info', path]):
                self.refused(3, said, *args)
        for args in (['noterefs', self.path('absent')], ['notes', self.path('absent')], ['info', self.folder]):
            self.refused(3, '', *args)

    def test_noterefs(self):
        rows = self.done('noterefs', self.packed, '--json').rows()
        self.assertEqual([r['noteref'] for r in rows], [0, 1, 2])
        self.assertEqual([r['label'] for r in rows], ['1', '2', '3'])
        self.assertEqual([r['chapter'] for r in rows], [0, 0, 1])
        self.assertEqual({r['how'] for r in rows}, {'href'})
        self.assertTrue(all(0.9 <= r['confidence'] <= 1 and r['problems'] == [] for r in rows))
        self.assertIn('measured the bar.1', rows[0]['context'])
        first = rows[0]['source']
        self.assertEqual((first['file'], first['anchor']), ('OEBPS/one.xhtml', 'r1'))
        text = 'One\nCaptain Edmund Harrow measured the bar.1 Harrow believed nobody.2'
        self.assertEqual(text[first['start']:first['end']], '1')
        self.assertEqual(len(self.done('noterefs', self.packed).out.splitlines()), 3)

    def test_notes_and_works(self):
        notes = self.done('notes', self.packed, '--json').rows()
        self.assertEqual([n['text'] for n in notes], ['Judith Amery, Soundings (London: Quay Press, 1954), 12.', 'Ibid., 14.', 'Minutes of the commission.\nA second paragraph.'])
        self.assertEqual([n['noterefs'] for n in notes], [[0], [1], [2]])
        self.assertEqual([n['kind'] for n in notes], ['footnote', 'footnote', 'endnote'])
        self.assertEqual([n['source']['anchor'] for n in notes], ['n1', 'n2', 'n3'])
        self.assertIn('<em>Soundings</em>', notes[0]['html'])
        for n in notes:
            self.assertEqual((n['duplicate_of'], n['truncated']), (None, False))
            for c in n['citations']:
                self.assertLessEqual({'start', 'end', 'work', 'note', 'form', 'locator', 'confidence'}, set(c))
        works = self.done('works', self.packed, '--json').rows()
        self.assertEqual(works[0]['first_note'], 0)
        self.assertEqual(works[0]['cited_by'], [0, 1])
        self.assertIn('Soundings', works[0]['reference'])
        ibid = notes[1]['citations'][0]
        self.assertEqual((ibid['form'], ibid['work'], ibid['note'], notes[1]['text'][ibid['start']:ibid['end']][:5]), ('ibid', 0, 0, 'Ibid.'))

    def test_note(self):
        for ref in (['1'], ['#n1'], ['one.xhtml#n1'], ['OEBPS/one.xhtml#n1'], ['1', '--chapter', '0']):
            self.assertEqual(self.done('note', self.packed, *ref, '--json').rows()[0]['note'], 0, ref)
        two = self.done('note', self.packed, '2', '--json').rows()[0]
        self.assertIn('Soundings', two['citations'][0]['reference'])
        self.assertIn('Judith Amery, Soundings', self.done('note', self.packed, '2').out)
        self.assertRegex(self.done('note', self.packed, '3', '--html').out, r'^<.*Minutes of the commission\..*>A second paragraph\.<.*>$')
        self.refused(1, 'no such note', 'note', self.packed, '4')
        self.refused(1, 'no such note', 'note', self.packed, '1', '--chapter', '1')
        self.refused(1, 'no such note', 'note', self.packed, '#nowhere')

    def test_entities_and_lookup(self):
        rows = {e['name']: e for e in self.done('entities', self.packed, '--json').rows()}
        harrow = next(e for name, e in rows.items() if 'Harrow' in name)
        self.assertEqual(harrow['type'], 'person')
        self.assertGreaterEqual(len(harrow['mentions']), 3)
        self.assertEqual({m['in'] for m in harrow['mentions']}, {'body'})
        hits = self.done('lookup', self.packed, 'Harrow', '--json').rows()
        self.assertEqual(hits[0]['entity'], harrow['entity'])
        self.assertLessEqual({'entity', 'name', 'type', 'alias', 'kind', 'why', 'role', 'description', 'mentions', 'first'}, set(hits[0]))
        self.assertEqual(hits[0]['first']['file'], 'OEBPS/one.xhtml')
        self.assertEqual(self.done('lookup', self.packed, 'Harrov', '--fuzzy', '--json').rows()[0]['kind'], 'fuzzy')
        self.assertEqual(self.done('lookup', self.packed, 'Harr', '--prefix', '--json').rows()[0]['kind'], 'prefix')
        self.assertEqual(len(self.done('lookup', self.packed, 'Harrow', '--limit', '1', '--json').rows()), 1)
        self.assertIn('Harrow (person', self.done('lookup', self.packed, 'Harrow').out)
        self.refused(1, 'no such name', 'lookup', self.packed, 'Zanzibar')
        self.refused(1, 'no such name', 'lookup', self.packed, 'Zanzibar', '--json')

    def test_places(self):
        one = 'OEBPS/one.xhtml'
        # "Edmund Harrow" stands at byte 12 of one.xhtml; nothing is known before it, and one mention is counted just after.
        curated = self.write('people.json', '{"postil": "entities/1", "entities": [{"name": "Edmund Harrow", "type": "person", "aliases": ["Harrow"]}]}')
        self.packed = self.pack(self.book, '--entities', curated)
        self.refused(1, 'no such name', 'lookup', self.packed, 'Edmund Harrow', '--until', f'{one}:4')
        self.assertEqual(self.done('lookup', self.packed, 'Edmund Harrow', '--until', f'{one}:40', '--json').rows()[0]['mentions'], 1)
        everything = self.done('lookup', self.packed, 'Harrow', '--until', 'end', '--json').rows()[0]['mentions']
        for place, least in ((f'{one}#r2', 2), ('chapter:1', 2), (f'OEBPS/two.xhtml#r3', 3), ('OEBPS/notes.xhtml#n3', 3)):
            self.assertEqual(self.done('lookup', self.packed, 'Harrow', '--until', place, '--json').rows()[0]['mentions'], least, place)
            self.done('lookup', self.packed, 'Harrow', '--at', place, '--json')
        self.assertEqual(everything, 3)
        for place in ('nowhere', 'chapter:9', 'chapter:x', 'chapter:', f'{one}:99999', f'{one}:x', f'{one}:-1', f'{one}#nothing', f'{one}#', 'no.xhtml:3', ':', '#', ''):
            self.refused(2, 'a place is FILE:BYTE', 'lookup', self.packed, 'Harrow', '--until', place)

    def test_a_place_is_split_at_its_last_separator(self):
        name = 'a#b:c.txt'
        self.write(name, 'Harrow came to Port Aldane.\n\nHarrow stayed. Harrow left.\n')
        pack = self.pack(self.path(name), '--entities', self.write('people.json', '{"postil": "entities/1", "entities": [{"name": "Harrow", "type": "person"}]}'))
        self.assertEqual(self.done('lookup', pack, 'Harrow', '--until', f'{name}:28', '--json').rows()[0]['mentions'], 1)

    def test_text(self):
        rows = self.done('text', self.packed, '--json').rows()
        self.assertEqual([r['text'] for r in rows if r['kind'] == 'heading'], ['One', 'Two'])
        for r in rows:  # places lead back: the byte of a paragraph's start is its own
            self.assertEqual(r['source']['end'] - r['source']['start'], len(r['text'].encode()))
        self.assertEqual(rows[1]['path'], '/body/p')
        self.assertTrue(self.done('text', self.packed, '--chapter', '1').out.startswith('Two\n\nThe commission met'))
        self.refused(1, 'no such chapter', 'text', self.packed, '--chapter', '2')

    def test_info(self):
        info = self.done('info', self.packed, '--json').rows()[0]
        self.assertEqual((info['title'], info['creators'], info['language'], info['identifiers'], info['kind']), ('The Tessel', ['A. Writer'], 'en', ['urn:tessel'], 'book'))
        self.assertEqual((info['files'], info['chapters'], info['noterefs'], info['notes']), (3, 2, 3, 3))
        self.assertEqual(info['size'], os.path.getsize(self.packed))
        self.assertRegex(self.done('info', self.packed).out, r'(?m)^title\s+The Tessel$')

    def test_check(self):
        self.assertEqual(run('check', self.book, '--fail-on', 'error').status, 0)
        broken = dict(books.NOTED)
        broken['two.xhtml'] = broken['two.xhtml'].replace('notes.xhtml#n3', 'notes.xhtml#gone')
        path = books.epub(self.path('broken.epub'), broken)
        r = run('check', path, '--format', 'json')
        self.assertEqual(r.status, 1, r.err)
        finding = next(f for f in r.rows() if f['severity'] == 'error')
        self.assertEqual(finding['source']['file'], 'OEBPS/two.xhtml')
        self.assertLessEqual({'code', 'severity', 'message', 'hint'}, set(finding))
        pack = self.pack(path)
        self.assertEqual(run('check', pack).status, 1)
        self.assertEqual(run('check', pack, '--format', 'sarif').status, 1)

    def test_a_project_decides_what_is_grave_and_what_is_known(self):
        broken = {**books.NOTED, 'two.xhtml': books.NOTED['two.xhtml'].replace('notes.xhtml#n3', 'notes.xhtml#gone')}
        path = books.epub(self.path('broken.epub'), broken)
        found = run('check', path, '--json').rows()
        self.assertLessEqual({'N-LINK', 'N-ORPHAN', 'P-RETURN'}, {f['code'] for f in found})
        config = self.write('mild.json', '{"postil":"check/1","rules":{"N-LINK":"note","P-RETURN":"off","N-ORPHAN":"error"}}')
        r = run('check', path, '--json', '--config', config)
        self.assertEqual(r.status, 1)
        rows = {f['code']: f['severity'] for f in r.rows()}
        self.assertEqual((rows['N-LINK'], rows['N-ORPHAN'], 'P-RETURN' in rows), ('note', 'error', False))
        self.write('.postil-check.json', '{"postil":"check/1","rules":{"N-LINK":"off"}}')
        self.assertNotIn('N-LINK', [f['code'] for f in self.done('check', path, '--json').rows()])
        self.write('.postil-check.json', '{"postil":"check/1","rules":{"N-NIX":"off"}}')
        self.refused(3, 'no rule N-NIX', 'check', path)
        os.remove(self.path('.postil-check.json'))
        known = self.path('known.json')
        self.assertEqual(run('check', path, '--write-baseline', known).status, 1)
        self.assertEqual(self.done('check', path, '--baseline', known, '--fail-on', 'note').out, '')
        worse = books.epub(self.path('worse.epub'), {**broken, 'one.xhtml': broken['one.xhtml'].replace('#n1', '#none')})
        new = run('check', worse, '--json', '--baseline', known)
        self.assertEqual(new.status, 1)
        self.assertIn(('N-LINK', 'OEBPS/one.xhtml'), [(f['code'], f['source']['file']) for f in new.rows()])
        self.assertNotIn('OEBPS/two.xhtml', [f['source']['file'] for f in new.rows() if 'source' in f])
        self.refused(3, 'not a JSON object', 'check', path, '--baseline', self.write('no.json', 'no'))
        self.refused(4, '', 'check', path, '--write-baseline', self.path('no/such/folder.json'))

    def test_rules_are_explained(self):
        self.assertIn('\nN-SHIFT\t', self.done('check', '--explain', 'all').out)
        self.assertIn('Renumber', self.done('check', '--explain', 'N-SHIFT').out)
        self.refused(2, 'no such rule', 'check', '--explain', 'N-NIX')
        self.refused(2, 'a book or a pack is missing', 'check')

    def test_sarif_names_the_line_of_a_text(self):
        path = self.write('lines.txt', 'One.\n\nCaptain Harrow measured it.[1] Again.[2]\n\nAnd so on.[3]\n\n[1] A note.\n\n[3] The third.\n')
        results = json.loads(run('check', path, '--format', 'sarif').out)['runs'][0]['results']
        lines = {r['locations'][0]['physicalLocation']['region']['startLine'] for r in results}
        self.assertIn(3, lines)

    def test_a_closed_output_is_said(self):
        import subprocess
        from program import POSTIL, environment
        for args in (['notes', self.packed, '--json'], ['noterefs', self.packed], ['--help']):
            with open('/dev/full', 'w') as full:
                r = subprocess.run([POSTIL, *args], stdout=full, stderr=subprocess.PIPE, env=environment())
            self.assertEqual(r.returncode, 4, args)
            self.assertIn(b'is the disk full?', r.stderr)


if __name__ == '__main__':
    unittest.main()
