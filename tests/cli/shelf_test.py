"""postil shelf: a library on a desktop, what goes in and out of it, how it ends."""
import json
import os
import re
import unittest

import books
from program import Case, run

KOREADER = rb'''-- /mnt/onboard/book.epub
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "One",
            ["datetime"] = "2024-01-02 10:11:12",
            ["note"] = "my \"words\"\
second line",
            ["page"] = "/body/DocFragment[2]/body/p[1]/text().0",
            ["pos0"] = "/body/DocFragment[2]/body/p[1]/text().0",
            ["text"] = "Caf\195\169 by the bar",
        },
        [2] = { ["datetime"] = "2024-01-02 10:12:12", ["page"] = "a bookmark without words" },
    },
    ["doc_props"] = { ["title"] = "Tessel" },
    ["partial_md5_checksum"] = "0123456789abcdef0123456789abcdef",
    ["percent_finished"] = 0.5, ["list"] = { 1, [[long]], false },
}
'''


def answers(rows):
    return sorted(json.dumps({k: v for k, v in r.items() if k not in ('version', 'versions')}) for r in rows)


class Shelf(Case):
    def setUp(self):
        super().setUp()
        self.shelf = self.path('books.shelf')
        os.mkdir(self.path('books'))
        book = books.epub(self.path('tessel.epub'), books.NOTED)
        self.packed = self.path('books/tessel.postil')
        self.done('pack', book, '-o', self.packed, '--quiet')

    def test_every_command_has_an_example(self):
        text = self.done('shelf', '--help').out
        for command in ('add', 'scan', 'list', 'remove', 'lookup', 'note', 'notes', 'export', 'import', 'merge', 'check', 'repair'):
            self.assertRegex(text, rf'(?m)^\s+{command}\s')
            self.assertEqual(len(re.findall(rf'(?m)^Example: postil shelf {command} \S', self.done('shelf', command, '--help').out)), 1, command)

    def test_packs(self):
        row = self.done('shelf', 'scan', self.shelf, self.path('books'), '--json').rows()[0]
        self.assertEqual((row['seen'], row['added'], row['failed']), (1, 1, 0))
        row = self.done('shelf', 'list', self.shelf, '--json').rows()[0]
        self.assertEqual((row['number'], row['path'], row['missing']), (1, self.packed, False))
        hit = self.done('shelf', 'lookup', self.shelf, 'Harrow', '--json').rows()[0]
        self.assertEqual((hit['pack'], hit['name'][-6:]), (1, 'Harrow'))
        self.refused(1, 'no book of the shelf', 'shelf', 'lookup', self.shelf, 'nobody')
        self.write('books/broken.postil', 'no pack')
        self.assertEqual(run('shelf', 'scan', self.shelf, self.path('books')).status, 1)
        self.refused(3, '', 'shelf', 'add', self.shelf, self.path('books/broken.postil'))
        self.done('shelf', 'remove', self.shelf, 'tessel.postil')
        self.assertEqual(self.done('shelf', 'list', self.shelf).out, '')

    def test_everything_exported_comes_back_the_same(self):
        self.done('shelf', 'add', self.shelf, self.packed)
        self.done('shelf', 'note', self.shelf, '--book', 'tessel.postil', '--quote', 'measured, "the" bar', '--text', '---\nbytes: 3\n---\nNatasha: Наташа, 娜塔莎\n', '--tag', 'a,b', '--tag', 'c', '--task')
        id = self.done('shelf', 'note', self.shelf, '--text', 'draft', '--author', 'J.').out.strip()
        self.done('shelf', 'note', self.shelf, '--id', id, '--text', 'second thoughts')
        gone = self.done('shelf', 'note', self.shelf, '--text', 'gone').out.strip()
        self.done('shelf', 'note', self.shelf, '--id', gone, '--remove')
        self.done('shelf', 'import', self.shelf, self.write('metadata.epub.lua', KOREADER))
        self.done('shelf', 'import', self.shelf, self.path('metadata.epub.lua'))
        for kind, ending in (('markdown', 'md'), ('jsonld', 'jsonld'), ('csv', 'csv'), ('journal', 'notes')):
            out, other = self.path('notes.' + ending), self.path('other-' + kind)
            before = self.done('shelf', 'notes', self.shelf, '--removed', '--json').rows()
            self.assertEqual(len(before), 4)
            self.done('shelf', 'export', self.shelf, '--format', kind, '-o', out)
            for _ in range(2):
                self.done('shelf', 'import', other, out)
                self.assertEqual(answers(self.done('shelf', 'notes', other, '--removed', '--json').rows()), answers(before), kind)
            # Into the shelf that it came from: nothing is new, and nothing becomes old again.
            self.done('shelf', 'note', self.shelf, '--id', id, '--text', 'third ' + kind)
            self.done('shelf', 'import', self.shelf, out)
            self.assertIn('third ' + kind, self.done('shelf', 'notes', self.shelf).out)
            self.done('shelf', 'note', self.shelf, '--id', id, '--text', 'second thoughts')

    def test_koreaders_highlights_are_data(self):
        self.done('shelf', 'import', self.shelf, self.write('metadata.epub.lua', KOREADER))
        row = self.done('shelf', 'notes', self.shelf, 'cafe', '--json').rows()[0]
        self.assertEqual((row['quote'], row['text'], row['book'], row['created']),
                         ('Café by the bar', 'my "words"\nsecond line', 'md5:0123456789abcdef0123456789abcdef', '2024-01-02T10:11:12Z'))
        for bad in (b'return os.execute("touch x")', b'os.exit()', b'return {' + b'{' * 5000, b'return { a = 1 + 1 }', b'return { "x', b''):
            self.refused(3, 'table of constants', 'shelf', 'import', self.shelf, self.write('bad.lua', bad))

    def test_broken_exports_are_refused(self):
        for name, content in (('a.md', '---\nid: "x"\n'), ('a.md', '---\nbytes: 9\n---\nabc'), ('a.csv', 'a,b\n1,2\n'), ('a.csv', '"text'), ('a.jsonld', '{'), ('a.jsonld', '[]'), ('a.md', '')):
            self.refused(3, '', 'shelf', 'import', self.shelf, self.write(name, content))

    def test_merge_check_repair(self):
        other = self.path('other')
        self.done('shelf', 'note', self.shelf, '--text', 'mine')
        self.done('shelf', 'note', other, '--text', 'yours')
        self.assertEqual(self.done('shelf', 'merge', self.shelf, other, '--json').rows()[0]['taken'], 1)
        self.assertEqual(self.done('shelf', 'merge', self.shelf, other, '--json').rows()[0]['taken'], 0)
        self.assertTrue(self.done('shelf', 'check', self.shelf, '--json').rows()[0]['well'])
        self.write('books.shelf', b'x' * 20000)
        self.refused(3, 'repair', 'shelf', 'notes', self.shelf)
        self.assertEqual(run('shelf', 'check', self.shelf).status, 1)
        self.done('shelf', 'repair', self.shelf)
        self.assertEqual(len(self.done('shelf', 'notes', self.shelf).out.splitlines()), 2)
        self.refused(3, 'no shelf', 'shelf', 'check', self.path('absent'))
        self.refused(3, 'no shelf', 'shelf', 'list', self.path('absent'))


if __name__ == '__main__':
    unittest.main()
