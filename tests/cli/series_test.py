"""One entity file that two books share: the same ids in both packs, facts dated in each, nothing lost in a new edition, joined on the shelf."""
import json
import os
import unittest

from program import DATA, Case

BOOKS = os.path.join(DATA, 'tollen')
SERIES = os.path.join(BOOKS, 'series.entities.json')


class Series(Case):
    def packed(self, name, source=None, more=()):
        out, report = self.path(name + '.postil'), self.path(name + '.json')
        self.done('pack', source or os.path.join(BOOKS, name + '.xhtml'), '--entities', SERIES, '-o', out, '--report', report, '--quiet', *more)
        return out

    def entities(self, pack, *more):
        return {e['id']: e for e in self.done('entities', pack, '--json', *more).rows() if e.get('id', '').startswith('tollen/')}

    def findings(self, name):
        return [f for f in json.loads(self.read(self.path(name + '.json')))['findings'] if f['code'].startswith('C-')]

    def test_both_books_have_the_same_ids(self):
        ids = [e['id'] for e in json.loads(self.read(SERIES).decode().split('\n', 1)[1])['entities']]
        for name in ('upstream', 'downstream'):
            self.assertEqual(sorted(self.entities(self.packed(name))), sorted(ids), name)

    def test_facts_are_dated_in_each_book(self):
        first, second = self.packed('upstream'), self.packed('downstream')
        # Marl is met in the first chapter of the one and in the second chapter of the other.
        self.assertIn('tollen/marl', self.entities(first, '--until', 'chapter:1'))
        self.assertNotIn('tollen/marl', self.entities(second, '--until', 'chapter:1'))
        marl = self.entities(second)['tollen/marl']
        self.assertEqual((marl['name'], len(marl['mentions'])), ('Hedwig Marl', 2))
        self.assertEqual([a['text'] for a in marl['aliases']], ['Mistress Marl', 'Marl'])
        self.assertEqual(self.entities(second)['tollen/brook']['role'], 'pilot')

    def test_who_is_not_in_a_book_is_reported_and_kept(self):
        second = self.packed('downstream')
        self.assertEqual([(f['code'], 'Jory Penn' in f['message'], 'series.entities.json' in f['message']) for f in self.findings('downstream')],
                         [('C-UNUSED', True, True)])
        self.assertEqual(self.entities(second)['tollen/penn']['links'], {'wikidata': 'Q1'})
        self.packed('upstream')
        self.assertEqual(['Ulla Reth' in f['message'] for f in self.findings('upstream')], [True])

    def test_edits_survive_a_new_edition(self):
        text = self.read(os.path.join(BOOKS, 'upstream.xhtml')).decode()
        edition = self.write('upstream-2.xhtml', text.replace('<h1>The Toll</h1>', '<h1>Preface</h1><p>This edition mends the map.</p><h1>The Toll</h1>')
                             .replace('; old Jory Penn had seen it', '').replace('Brook paid.', 'Ansel Brook paid at once.'))
        before, after = self.entities(self.packed('upstream')), self.entities(self.packed('second', edition))
        for id, e in before.items():
            for field in ('name', 'type', 'role', 'description', 'links'):
                self.assertEqual(after[id][field], e[field], (id, field))
        self.assertEqual(sorted('Penn' if 'Penn' in f['message'] else 'Reth' for f in self.findings('second')), ['Penn', 'Reth'])
        # What the file names is not drafted again.
        draft = self.done('entities', edition, '--draft', '--entities', SERIES, '--quiet').out
        self.assertNotIn('Brook', draft)
        self.assertIn('Sarnemouth', draft)

    def test_the_shelf_joins_them(self):
        shelf = self.path('books.shelf')
        self.done('shelf', 'add', shelf, self.packed('upstream'), self.packed('downstream'))
        for asked in ('Brook', 'Mistress Marl', 'Marl'):
            hits = self.done('shelf', 'lookup', shelf, asked, '--json').rows()
            self.assertEqual({h['pack'] for h in hits}, {1, 2}, asked)
            self.assertEqual(len({h['id'] for h in hits}), 1, asked)

    def test_an_earlier_volume_is_told_as_such(self):
        shelf = self.path('books.shelf')
        volumes = [self.packed(name, more=('--series', 'The Tollen', '--volume', str(i + 1))) for i, name in enumerate(('upstream', 'downstream'))]
        self.done('shelf', 'add', shelf, *volumes)
        self.assertEqual([(row['series'], row['series_index']) for row in self.done('shelf', 'list', shelf, '--json').rows()], [('The Tollen', '1'), ('The Tollen', '2')])
        said = self.done('shelf', 'lookup', shelf, 'Marl', '--in', volumes[1]).out
        self.assertEqual(said.count('last seen in volume 1'), 1, said)
        self.assertNotIn('volume', self.done('shelf', 'lookup', shelf, 'Marl', '--in', volumes[0]).out)

    def test_a_volume_is_told_as_it_is_printed(self):
        for said, told in ((None, ''), ('0', '0'), ('3', '3'), ('2.5', '2.5'), ('2.05', '2.05'), ('10', '10')):
            shelf = self.path(f'{told}.shelf')
            self.done('shelf', 'add', shelf, self.packed('upstream', more=('--volume', said) if said else ()))
            self.assertEqual(self.done('shelf', 'list', shelf, '--json').rows()[0]['series_index'], told)


if __name__ == '__main__':
    unittest.main()
