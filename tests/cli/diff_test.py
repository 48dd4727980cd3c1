"""A publisher corrects a pack and sees what that changed; a second edition is compared with the first."""
import json
import unittest

import books
from program import Case, run


class Diff(Case):
    def packed(self, name, documents, *options):
        out = self.path(name + '.postil')
        self.done('pack', books.epub(self.path(name + '.epub'), documents), '-o', out, *options)
        return out

    def test_the_correction_loop(self):
        first = self.packed('first', books.NOTED)
        self.assertIn('nothing that a reader would see', self.done('diff', first, first, '--exit-code').out)
        curated = self.write('fix.json', json.dumps({'postil': 'entities/1', 'entities': [
            {'name': 'Port Aldane', 'type': 'place', 'description': 'A harbour with a bar.'}]}).encode())
        second = self.packed('second', books.NOTED, '--entities', curated)
        rows = self.done('diff', first, second, '--json').rows()
        self.assertEqual([(r['change'], r['label'], r['to']) for r in rows if r['change'] == 'entity-described'],
                         [('entity-described', 'Port Aldane', 'A harbour with a bar.')])
        self.assertFalse([r for r in rows if r['change'].startswith(('mark', 'note', 'work'))])

    def test_a_second_edition(self):
        first = self.packed('first', books.NOTED)
        documents = dict(books.NOTED)
        documents['two.xhtml'] = documents['two.xhtml'].replace('<h1>Two</h1>', '<h1>Two</h1><p>A new beginning, of some length, was written.</p>')
        documents['notes.xhtml'] = documents['notes.xhtml'].replace('Minutes of the commission.', 'Minutes of the harbour commission.')
        second = self.packed('second', documents)
        told = self.done('diff', first, second).out
        self.assertIn('note-changed\tnote "3" reads "Minutes of the harbour commission.', told)
        self.assertNotIn('mark-', told)
        self.assertEqual(run('diff', first, second, '--exit-code').status, 1)
        self.refused(3, '', 'diff', first, self.path('absent.postil'))


if __name__ == '__main__':
    unittest.main()
