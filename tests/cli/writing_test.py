"""What pack writes: the same bytes each time, whole or not at all, and nothing beside them."""
import glob
import os
import random
import resource
import shutil
import subprocess
import time
import unittest

import books
from program import DATA, POSTIL, SANITIZED, Case, environment, run, run_on_terminal


class Writing(Case):
    def setUp(self):
        super().setUp()
        self.book = books.epub(self.path('tessel.epub'), books.NOTED)

    def big_book(self, chapters=40):
        words = random.Random(1).choices('bar river town harbour Harrow Ellory Lund winter storm mole dredge Aldane Vienna chart'.split(), k=15000)
        pieces = [' '.join(words[i:i + 30]) for i in range(0, len(words), 30)]
        documents = {f'c{i}.xhtml': books.xhtml(f'<h1>Chapter {i}</h1>' + ''.join(f'<p>{p}.</p>' for p in pieces[i::chapters])) for i in range(chapters)}
        return books.epub(self.path('big.epub'), documents)

    def only(self, *names):
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(names))

    def test_the_same_bytes_twice_and_whatever_the_jobs(self):
        for book in (self.book, self.big_book(), os.path.join(DATA, 'strait.xhtml')):
            first = self.read(self.pack(book, '--jobs', 1))
            for jobs in (1, 2, 3, 8):
                self.assertEqual(self.read(self.pack(book, '--jobs', jobs)), first, (book, jobs))

    def test_neither_locale_nor_zone_nor_folder_changes_a_byte(self):
        first = self.read(self.pack(self.book))
        os.mkdir(self.path('elsewhere'))
        shutil.copy(self.book, self.path('elsewhere'))
        out = self.path('elsewhere/out.postil')
        self.done('pack', 'tessel.epub', '-o', out, '--quiet', cwd=self.path('elsewhere'), env={'LC_ALL': 'tr_TR.UTF-8', 'TZ': 'Asia/Tokyo', 'HOME': '/nonexistent'})
        self.assertEqual(self.read(out), first)

    def test_default_output_name(self):
        for name, out in (('a.epub', 'a.postil'), ('b.c.epub', 'b.c.postil'), ('plain', 'plain.postil'), ('.hidden', '.hidden.postil')):
            shutil.copy(self.book, self.path(name))
            self.done('pack', self.path(name), '--quiet')
            self.assertTrue(os.path.exists(self.path(out)), out)
        os.mkdir(self.path('fol.der'))
        shutil.copy(self.book, self.path('fol.der/book'))
        self.done('pack', 'fol.der/book', '--quiet', cwd=self.folder)
        self.assertTrue(os.path.exists(self.path('fol.der/book.postil')))

    def test_the_end_tells_what_was_found_and_what_to_do_next(self):
        out = self.path('the pack.postil')
        r = self.done('pack', self.book, '-o', out)
        self.assertRegex(r.out.splitlines()[0], r'^3 noterefs: 3 linked, 0 unresolved; \d+ entit(y|ies); 3 notes; \d+ works?; 2 chapters$')
        # The commands it names work as they stand.
        commands = [line.split(': postil ', 1)[1] for line in r.out.splitlines() if ': postil ' in line]
        self.assertGreaterEqual(len(commands), 2, r.out)
        for command in commands:
            done = subprocess.run(['sh', '-c', f'"$POSTIL" {command}'], env=environment(POSTIL=POSTIL), capture_output=True)
            self.assertEqual(done.returncode, 0, (command, done.stderr))
        self.assertEqual(self.done('pack', self.book, '-o', out, '--quiet').out, '')

    def test_progress_is_for_terminals(self):
        out = self.path('o.postil')
        status, seen = run_on_terminal('pack', self.book, '-o', out)
        self.assertEqual(status, 0)
        self.assertIn(b'] reading', seen)
        self.assertTrue(seen.endswith(b'\r\x1b[K'), seen[-40:])
        self.assertEqual(run_on_terminal('pack', self.book, '-o', out, '--quiet'), (0, b''))
        self.assertEqual(self.done('pack', self.book, '-o', out).err, '')
        # Whatever compiles a book shows how far it is.
        for args in (['check', self.book], ['entities', self.book, '--draft', '-o', self.path('draft.json')]):
            status, seen = run_on_terminal(*args)
            self.assertEqual(status, 0, args)
            self.assertIn(b'] finding notes', seen)
            self.assertTrue(seen.endswith(b'\r\x1b[K'), seen[-40:])
            self.assertEqual(run_on_terminal(*args, '--quiet'), (0, b''))
            self.assertEqual(self.done(*args).err, '')
        # A message has a line of its own.
        status, seen = run_on_terminal('pack', self.book, '-o', self.path('nowhere/o.postil'), env={'NO_COLOR': '1'})
        self.assertEqual(status, 4)
        self.assertRegex(seen, rb'\] writing\r\x1b\[Kpostil: [^\x1b]+\n$')

    def test_colour_is_for_terminals_that_want_it(self):
        _, seen = run_on_terminal('pack', self.path('absent'))
        self.assertIn(b'\x1b[1;31mpostil:\x1b[0m', seen)
        _, seen = run_on_terminal('pack', self.path('absent'), env={'NO_COLOR': '1'})
        self.assertNotIn(b'\x1b', seen)

    def test_nothing_steers_the_terminal(self):
        hostile = 'Evil\x1b[31m\u202eName\u2066\x9b2J'
        out = self.path('o.postil')
        self.done('pack', self.book, '-o', out, '--title', hostile, '--quiet')
        text = self.done('info', out).out
        for c in '\x1b\u202e\u2066\x9b':
            self.assertNotIn(c, text)
        r = self.done('info', out, '--json')
        self.assertEqual(r.rows()[0]['title'], hostile)  # JSON keeps the value, escaped
        for c in '\x1b\u202e\u2066\x9b':
            self.assertNotIn(c, r.out)
        bad = books.epub(self.path('bad.epub'), {'a.xhtml': books.xhtml('<p>See <a href="#x\u202e\u2066\x9by">it</a>.</p>')})
        for form in ('text', 'json', 'sarif'):
            r = run('check', bad, '--format', form)
            self.assertIn('E-LINK', r.out)
            for c in '\u202e\u2066\x9b':
                self.assertNotIn(c, r.out, form)
        self.assertIn('#x\u202e\u2066', next(f for f in run('check', bad, '--json').rows() if f['code'] == 'E-LINK')['message'])
        r = self.refused(3, 'no such file', 'pack', self.path('a\x1b[2J\u202eb.epub'))
        self.assertNotIn('\x1b', r.err)
        self.assertNotIn('\u202e', r.err)

    def test_an_interrupted_run_leaves_the_old_file_whole(self):
        book = self.big_book()
        out = self.path('out.postil')
        self.done('pack', self.book, '-o', out, '--quiet')
        old = self.read(out)
        start = time.monotonic()
        new = self.read(self.pack(book))
        took = time.monotonic() - start
        os.unlink(self.path('book.postil'))
        killed = 0
        for i in range(10):
            child = subprocess.Popen([POSTIL, 'pack', book, '-o', out, '--quiet'], env=environment())
            time.sleep(took * i / 10)
            child.kill()
            killed += child.wait() != 0
            content = self.read(out)
            self.assertTrue(content == old or content == new, f'a torn file after {i}/10 of a run')
            self.only('tessel.epub', 'big.epub', 'out.postil')
            if content == new:
                self.write('out.postil', old)
        self.assertGreater(killed, 2)

    def test_a_full_disk(self):
        out = self.path('out.postil')
        self.done('pack', self.book, '-o', out, '--quiet')
        old = self.read(out)
        book = self.big_book()
        # Injected: the system refuses the file's bytes beyond a limit.
        for limit in (0, 4096, 20000):
            self.refused(4, 'there is no room', 'pack', book, '-o', out, limits=[(resource.RLIMIT_FSIZE, limit)])
            self.assertEqual(self.read(out), old)
            self.only('tessel.epub', 'big.epub', 'out.postil')
        self.refused(4, 'there is no room', 'pack', book, '-o', '/dev/full')

    def test_a_full_file_system(self):
        mount = self.path('small')
        os.mkdir(mount)
        if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', mount], capture_output=True).returncode != 0:
            self.skipTest('a small file system needs root')
        try:
            self.refused(4, 'there is no room', 'pack', self.big_book(), '-o', os.path.join(mount, 'out.postil'))
            self.assertEqual(os.listdir(mount), [])
            shutil.copy(self.book, mount)
            self.refused(4, 'there is no room', 'pack', self.big_book(), '-o', os.path.join(mount, 'tessel.epub.postil'), '--quiet')
        finally:
            subprocess.run(['umount', mount], check=True)

    def test_places_that_cannot_be_written(self):
        self.refused(4, 'folder', 'pack', self.book, '-o', self.path('nowhere/out.postil'))
        self.refused(4, 'it is a folder', 'pack', self.book, '-o', self.folder)
        self.refused(4, '', 'pack', self.book, '-o', '/proc/out.postil')
        if os.geteuid() != 0:
            os.mkdir(self.path('locked'), 0o500)
            self.refused(4, 'may not write', 'pack', self.book, '-o', self.path('locked/out.postil'))

    def test_an_input_is_never_overwritten(self):
        before = self.read(self.book)
        self.refused(2, 'overwritten', 'pack', self.book, '-o', self.book)
        self.refused(2, 'overwritten', 'pack', self.book, '--depfile', self.book)
        self.refused(2, 'two outputs', 'pack', self.book, '-o', self.path('x'), '--report', self.path('x'))
        self.assertEqual(self.read(self.book), before)

    def test_permissions_follow_the_umask_and_links_are_kept(self):
        out = self.path('out.postil')
        old = os.umask(0o027)
        try:
            self.done('pack', self.book, '-o', out, '--quiet')
        finally:
            os.umask(old)
        self.assertEqual(os.stat(out).st_mode & 0o777, 0o640)


if __name__ == '__main__':
    unittest.main()
