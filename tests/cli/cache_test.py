"""The cache of packs: the same bytes, found again only when nothing has changed, safe with several at once and with damage."""
import concurrent.futures
import glob
import json
import os
import shutil
import unittest

import books
from program import Case, run


class Cache(Case):
    def setUp(self):
        super().setUp()
        self.book = books.epub(self.path('tessel.epub'), books.NOTED)
        self.cache = self.path('cache')

    def packed(self, *args, source=None, found=None, **options):
        out = self.path('out.postil')
        r = self.done('pack', source or self.book, '-o', out, '--cache', self.cache, *args, **options)
        if found is not None:
            self.assertEqual('(from the cache)' in r.out, found, args)
        return self.read(out)

    def entries(self):
        return sorted(glob.glob(self.cache + '/??/*.postil-entry'))

    def test_what_is_found_again_is_the_same(self):
        self.done('pack', self.book, '-o', self.path('plain.postil'), '--report', self.path('plain.json'), '--depfile', self.path('plain.d'))
        plain = self.read(self.path('plain.postil'))
        for found in (False, True):
            self.assertEqual(self.packed('--report', self.path('r.json'), '--depfile', self.path('r.d'), found=found), plain)
            report, expected = (json.loads(self.read(self.path(n))) for n in ('r.json', 'plain.json'))
            self.assertEqual(report.pop('pack'), self.path('out.postil'))
            expected.pop('pack')
            self.assertEqual(report, expected)
            self.assertEqual(self.read(self.path('r.d')).decode(), self.read(self.path('plain.d')).decode().replace('plain.postil', 'out.postil'))
        os.makedirs(self.path('elsewhere'))
        moved = shutil.copy(self.book, self.path('elsewhere/tessel.epub'))
        self.assertEqual(self.packed(source=moved, found=True), plain)  # by content, wherever it lies
        self.assertEqual(self.packed('--jobs', '1', found=True), plain)  # threads decide nothing

    def test_the_variable_names_the_folder(self):
        for said in ('written: {}\n', 'written: {} (from the cache)\n'):
            out = self.path('out.postil')
            self.assertIn(said.format(out), self.done('pack', self.book, '-o', out, env={'POSTIL_CACHE': self.cache}).out)

    def test_every_change_is_another_entry(self):
        people = self.write('people.json', '{"postil":"entities/1","entities":[{"id":"h","name":"Edmund Harrow","role":"surveyor"}]}')
        first = self.packed(found=False)
        changed = [self.packed('--title', 'Other', found=False), self.packed('--entities', people, found=False), self.packed('--notes', 'off', found=False)]
        self.write('people.json', self.read(people).replace(b'surveyor', b'captain'))
        changed.append(self.packed('--entities', people, found=False))
        self.book = books.epub(self.path('tessel.epub'), {**books.NOTED, 'two.xhtml': books.xhtml('<p>Other.</p>')})
        changed.append(self.packed(found=False))
        self.assertEqual(len({first, *changed}), len(changed) + 1 - (changed[2] == first))
        self.assertEqual(len(self.entries()), 6)

    def test_damage_is_found_and_mended(self):
        plain = self.packed(found=False)
        entry, = self.entries()
        whole = self.read(entry)
        for broken in (b'', whole[:-1], whole[:40], whole[:-40] + b'x' + whole[-39:], b'{}\n' + whole, whole.replace(b'"report":', b'"report":9'), whole.replace(b'cache/1', b'cache/9')):
            with open(entry, 'wb') as file:
                file.write(broken)
            self.assertEqual(self.packed(found=False), plain)
            self.assertEqual(self.read(entry), whole)

    def test_many_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            runs = list(pool.map(lambda i: run('pack', self.book, '-o', self.path(f'{i}.postil'), '--quiet', '--jobs', '1', '--cache', self.cache), range(6)))
        self.assertEqual([(r.status, r.err) for r in runs], [(0, '')] * 6)
        self.assertEqual(len({self.read(self.path(f'{i}.postil')) for i in range(6)}), 1)
        self.assertEqual(os.listdir(os.path.dirname(self.entries()[0])), [os.path.basename(self.entries()[0])])  # nothing left over

    def test_what_depends_on_more_is_not_kept(self):
        text = self.write('pictured.md', 'The bar.[^1]\n\n[^1]: See ![the chart](chart.png).\n')
        self.packed(source=text, found=False)
        self.packed(source=text, found=False)
        self.assertEqual(self.entries(), [])

    def test_a_cache_that_cannot_be_written_does_no_harm(self):
        r = run('pack', self.book, '-o', self.path('out.postil'), '--cache', self.write('file', ''))
        self.assertEqual(r.status, 0)
        self.assertIn('choose another folder', r.err)
        self.assertTrue(os.path.exists(self.path('out.postil')))

    def test_cleaning(self):
        self.packed(found=False)
        old, = self.entries()
        os.utime(old, (1, 1))
        self.packed('--title', 'Other', found=False)
        size = sum(os.path.getsize(e) for e in self.entries())
        self.assertEqual(self.done('cache', self.cache, '--json').rows(), [{'entries': 2, 'bytes': size, 'removed': 0}])
        self.assertEqual(self.done('cache', self.cache, '--limit', str(size - 1), '--json').rows()[0]['removed'], 1)
        self.assertFalse(os.path.exists(old))  # used longest ago
        self.packed('--title', 'Other', found=True)
        self.assertIn('0 packs', self.done('cache', self.cache, '--limit', '0').out)
        self.refused(3, 'no folder', 'cache', self.path('absent'))
        self.refused(2, 'POSTIL_CACHE', 'cache')


if __name__ == '__main__':
    unittest.main()
