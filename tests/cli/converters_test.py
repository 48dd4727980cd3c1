"""Formats that other programs convert: stand-ins for pandoc and ebook-convert, written here, and the real pandoc where it is installed."""
import json
import os
import shutil
import subprocess
import sys
import time
import unittest

import books
from program import Case, run

HTML = ('<!DOCTYPE html><html lang="en"><head><title>Tom &amp; the Bar</title><meta name="author" content="A. Writer"></head><body><h1>One</h1>'
        '<p>Harrow came.<a href="#fn1" id="r1" role="doc-noteref"><sup>1</sup></a></p><section role="doc-endnotes"><ol>'
        '<li id="fn1"><p>He stayed.<a href="#r1" role="doc-backlink">↩︎</a></p></li></ol></section></body></html>')
ORG = '#+TITLE: The Tessel\n#+AUTHOR: A. Writer\n* One\nHarrow measured the bar.[fn:1] He left.[fn:2]\n\n[fn:1] A /short/ note.\n[fn:2] First.\n\n  Second.\n'


class Converters(Case):
    def setUp(self):
        super().setUp()
        self.bin, self.scratch = self.path('bin'), self.path('scratch')
        os.mkdir(self.bin)
        os.mkdir(self.scratch)
        self.env = {'PATH': self.bin, 'TMPDIR': self.scratch}
        self.out = self.path('out.postil')

    def tearDown(self):
        self.assertEqual(os.listdir(self.scratch), [], 'a private folder is left behind')

    def stand_in(self, name, body):
        """A program on PATH: Python code, with the arguments' last as `last`."""
        path = os.path.join(self.bin, name)
        with open(path, 'w') as f:
            f.write(f'#!{sys.executable} -B\nimport json, os, sys, time\nlast = sys.argv[-1]\n'
                    f'output = next((a[9:] for a in sys.argv if a.startswith("--output=")), last)\n{body}\n')
        os.chmod(path, 0o755)

    def nothing_written(self):
        self.assertFalse(os.path.exists(self.out))

    def test_pandoc_gets_an_argument_vector_and_its_html_is_the_book(self):
        told = self.path('told.json')
        self.stand_in('pandoc', f'json.dump([sys.argv, os.getcwd(), os.environ["HOME"], open(last).read()], open({told!r}, "w"))\n'
                                f'open(output, "w").write({HTML!r})')
        name = '-o $(touch x); `y` "é.docx'
        source = self.write(name, 'PK\x03\x04 any bytes')
        self.done('pack', source, '-o', self.out, '--quiet', env=self.env)
        argv, cwd, home, content = json.loads(self.read(told))
        self.assertEqual(content, 'PK\x03\x04 any bytes')
        self.assertTrue(argv[-1].startswith(self.scratch + '/postil-') and argv[-1].endswith('/' + name), argv)
        self.assertIn('--sandbox', argv)
        self.assertIn('--from=docx', argv)
        self.assertEqual((cwd, home), (os.path.dirname(os.path.dirname(argv[-1])),) * 2)
        self.assertEqual([n['text'] for n in self.done('notes', self.out, '--json').rows()], ['He stayed.'])
        info = self.done('info', self.out, '--json').rows()[0]
        self.assertEqual((info['title'], info['creators'], info['language']), ('Tom & the Bar', ['A. Writer'], 'en'))
        mark = self.done('noterefs', self.out, '--json').rows()[0]
        self.assertEqual((mark['source']['file'], mark['source']['anchor']), (name, 'r1'))
        import hashlib
        self.assertEqual(info['source_sha256'], hashlib.sha256(content.encode()).hexdigest())
        r = run('check', source, '--format', 'json', env=self.env)
        self.assertEqual(r.status, 0, r.err)

    def test_ebook_convert_makes_an_epub(self):
        made = books.epub(self.path('made.epub'), books.NOTED)
        self.stand_in('ebook-convert', f'import shutil\nassert open(sys.argv[1], "rb").read(3) == b"\\0\\0\\0"\nshutil.copy({made!r}, sys.argv[2])')
        for name in ('old.mobi', 'old', 'old.azw3', 'old.prc', 'wrong.txt'):
            source = self.write(name, b'\0' * 60 + b'BOOKMOBI' + b'\0' * 200)
            self.done('pack', source, '-o', self.out, '--quiet', env=self.env)
            self.assertEqual(len(self.done('notes', self.out, '--json').rows()), 3)
        # pandoc is asked first, ebook-convert where there is no pandoc.
        self.stand_in('ebook-convert', f'import shutil\nassert sys.argv[1].endswith(".docx")\nshutil.copy({made!r}, sys.argv[2])')
        self.done('pack', self.write('a.docx', b'PK\x03\x04' + b'\0' * 26 + b'[Content_Types].xml'), '-o', self.out, '--quiet', env=self.env)
        self.stand_in('pandoc', f'open(output, "w").write({HTML!r})')
        self.done('pack', self.path('a.docx'), '-o', self.out, '--quiet', env=self.env)
        self.assertEqual(len(self.done('notes', self.out, '--json').rows()), 1)

    def test_neither_is_installed(self):
        for name, said in (('a.docx', 'finds neither on PATH'), ('a.odt', 'finds neither'), ('a.fb2', 'finds neither'), ('a.rst', 'needs pandoc, which is not on PATH'),
                           ('a.org', 'needs pandoc'), ('a.tex', 'needs pandoc'), ('a.mobi', 'needs calibre'), ('a.azw3', 'needs calibre'), ('a.pdf', 'needs calibre')):
            self.refused(3, said, 'pack', self.write(name, 'bytes'), '-o', self.out, env=self.env)
            self.refused(3, said, 'check', self.path(name), env=self.env)
        self.nothing_written()
        self.refused(3, 'save the book as EPUB or DOCX', 'pack', self.write('a.doc', b'\xd0\xcf\x11\xe0' + b'\0' * 90), '-o', self.out, env=self.env)

    def test_what_lies_beside_the_book_is_never_run(self):
        self.stand_in('pandoc', f'open(output, "w").write({HTML!r})')
        self.refused(3, 'finds neither', 'pack', self.write('a.docx', 'x'), '-o', self.out, cwd=self.bin, env={**self.env, 'PATH': '.::bin'})

    def test_a_converter_that_fails_is_quoted(self):
        source = self.write('a.docx', 'x')
        self.stand_in('pandoc', 'print("reading")\nprint("first \\x1b[31mcomplaint\\nlast complaint", file=sys.stderr)\nsys.exit(63)')
        r = self.refused(3, 'last complaint', 'pack', source, '-o', self.out, env=self.env)
        self.assertIn('pandoc failed (it says: ', r.err)
        self.assertNotIn('\x1b', r.err)
        self.stand_in('pandoc', 'pass')
        self.refused(3, 'pandoc wrote no book (it says nothing)', 'pack', source, '-o', self.out, env=self.env)
        self.stand_in('pandoc', 'os.symlink("/etc/passwd", output)')
        self.refused(3, 'pandoc wrote no book', 'pack', source, '-o', self.out, env=self.env)
        self.stand_in('pandoc', 'os.kill(os.getpid(), 11)')
        self.refused(3, 'pandoc failed', 'pack', source, '-o', self.out, env=self.env)
        self.stand_in('pandoc', 'print("word " * 3000000)\nsys.exit(1)')
        self.refused(3, '...', 'pack', source, '-o', self.out, env=self.env)
        self.stand_in('ebook-convert', 'open(last, "w").write("no archive")')
        self.refused(3, 'not a ZIP archive', 'pack', self.write('a.mobi', 'x'), '-o', self.out, env=self.env)
        self.nothing_written()

    def test_a_converter_that_hangs_or_floods_is_stopped_with_its_children(self):
        source, pid = self.write('a.docx', 'x'), self.path('pid')
        self.stand_in('pandoc', f'import subprocess\nchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])\n'
                                f'open({pid!r}, "w").write(str(child.pid))\ntime.sleep(600)')
        start = time.monotonic()
        self.refused(3, 'longer than 2 seconds', 'pack', source, '-o', self.out, '--converter-seconds', '2', env=self.env)
        self.assertLess(time.monotonic() - start, 60)
        child = int(self.read(pid))
        for _ in range(100):  # it may wait for whoever inherits it
            try:
                if self.read(f'/proc/{child}/stat').rsplit(b') ', 1)[1][:1] == b'Z':
                    break
            except OSError:
                break
            time.sleep(0.05)
        else:
            self.fail('the child of the converter lives')
        self.stand_in('pandoc', 'import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n'
                                'f = open(output, "wb")\nf.seek(300 << 20)\nf.write(b"x")')
        self.refused(3, 'more than 256 MiB', 'pack', source, '-o', self.out, env=self.env)
        self.nothing_written()

    def test_several_files_with_a_converted_one(self):
        self.stand_in('pandoc', f'open(output, "w").write({HTML!r})')
        one, two = self.write('one.docx', 'x'), self.write('two.html', HTML.replace('Harrow', 'Lund'))
        self.done('pack', one, two, '-o', self.out, '--quiet', env=self.env)
        self.assertEqual(self.done('info', self.out, '--json').rows()[0]['files'], 2)
        os.unlink(self.out)
        self.refused(3, 'do not make one book', 'pack', one, self.write('c.txt', 'Text.'), '-o', self.out, env=self.env)
        self.nothing_written()

    def test_the_real_pandoc(self):
        pandoc = shutil.which('pandoc')
        if not pandoc:
            self.skipTest('pandoc is not installed')
        env = {'PATH': os.path.dirname(pandoc), 'TMPDIR': self.scratch}
        source = self.write('tessel.org', ORG)
        for name in ('tessel.org', 'tessel.docx', 'tessel.odt', 'tessel.fb2', 'tessel.tex', 'tessel.rst'):
            if name != 'tessel.org':
                subprocess.run([pandoc, '--standalone', source, '-o', self.path(name)], check=True)
            self.done('pack', self.path(name), '-o', self.out, '--quiet', env=env)
            self.assertEqual([n['text'] for n in self.done('notes', self.out, '--json').rows()], ['A short note.', 'First.\nSecond.'], name)
            self.assertEqual([m['note'] for m in self.done('noterefs', self.out, '--json').rows()], [0, 1], name)
        self.refused(3, 'pandoc failed', 'pack', self.write('bad.docx', 'no archive'), '-o', self.out, env=env)


if __name__ == '__main__':
    unittest.main()
