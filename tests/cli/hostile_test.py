"""Bad input: the message and exit status of the contract, nothing half-written, bounded memory and time."""
import os
import resource
import unittest

import hostile
from program import MESSAGE, SANITIZED, Case, run

MEMORY_KB = 400 << 10       # what a run may hold at its peak
ADDRESS_SPACE = 1500 << 20  # what it may even ask for
SECONDS = 20


class Hostile(Case):
    def pack_input(self, *args):
        limits = [] if SANITIZED else [(resource.RLIMIT_AS, ADDRESS_SPACE)]
        r = run('pack', *args, limits=limits, timeout=SECONDS * (10 if SANITIZED else 1))
        self.assertGreaterEqual(r.status, 0, 'killed, or too slow')
        if not SANITIZED:
            self.assertLess(r.peak_kb, MEMORY_KB)
        return r

    def check_refusal(self, r, said):
        lines = r.err.splitlines()
        self.assertEqual(r.status, 3, r.err[-2000:])
        self.assertEqual((r.out, len(lines)), ('', 1), r.err[-2000:])
        self.assertRegex(lines[0], MESSAGE)
        if said:
            self.assertIn(said, lines[0])

    def test_books(self):
        out = self.path('out.postil')
        for name, make, status, said in hostile.RECIPES:
            with self.subTest(name):
                path = self.path(name)
                for left in os.listdir(self.folder):
                    os.unlink(self.path(left))
                make(path)
                r = self.pack_input(path, '-o', out, '--jobs', '2')
                if status is None and r.status == 0:  # either answer will do, but it must be one
                    self.done('info', out)
                elif status == 0:
                    self.assertEqual((r.status, r.err), (0, ''))
                    self.assertIn(said, self.done('text', out).out)
                else:
                    self.check_refusal(r, said)
                    self.assertIn(path, r.err)
                    self.assertFalse(os.path.exists(out))
                left = set(os.listdir(self.folder)) - {name, 'out.postil'}
                self.assertEqual(left, set())

    def test_what_is_no_ordinary_readable_file(self):
        out = self.path('out.postil')
        os.mkfifo(self.path('fifo'))
        for path, said in ((self.folder, 'it is a folder'), (self.path('absent.epub'), 'no such file'), (self.path('absent/x.epub'), 'no such file'),
                           (self.path('fifo'), 'not an ordinary file'), ('/dev/zero', 'not an ordinary file'), ('', 'no such file'), ('x' * 5000, 'cannot be looked at')):
            self.check_refusal(self.pack_input(path, '-o', out), said)
        if os.geteuid() != 0:
            path = self.write('locked.epub', b'PK\x03\x04')
            os.chmod(path, 0)
            self.check_refusal(self.pack_input(path, '-o', out), 'you may not read it')
        self.assertFalse(os.path.exists(out))

    def test_curated_files(self):
        out = self.path('out.postil')
        book = self.write('book.txt', 'Captain Harrow came to Port Aldane.\n')
        for name, content, said in hostile.CURATED:
            with self.subTest(name):
                path = self.write(name, content)
                for args in ([path, '--reference'], [book, '--entities', path]):
                    r = self.pack_input(*args, '-o', out)
                    if said is None:
                        self.assertEqual(r.status, 0, r.err)
                        os.unlink(out)
                    else:
                        self.check_refusal(r, said)
                        self.assertIn(path, r.err)
                    self.assertFalse(os.path.exists(out))
        self.check_refusal(self.pack_input(self.path('absent.json'), '--reference', '-o', out), '')
        self.check_refusal(self.pack_input(book, '--entities', self.path('absent.json'), '-o', out), 'absent.json')


if __name__ == '__main__':
    unittest.main()
