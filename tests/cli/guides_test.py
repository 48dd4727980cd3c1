"""What the guides tell people to type is typed: each line "$ ..." of a guide, in its order, in one folder."""
import os
import re
import shlex
import shutil
import subprocess
import unittest

from program import DATA, POSTIL, SANITIZED, Case, run

ROOT = os.path.join(DATA, '..', '..')
LIBRARY = os.path.realpath(os.path.join(os.path.dirname(POSTIL), '..', 'lib'))
FLAGS = f'-I{os.path.join(ROOT, "plugin", "include")} -L{LIBRARY} -lpostil -Wl,-rpath,{LIBRARY}'


def steps(text):
    """The commands of a guide as (words, None), and the files that it shows with cat as (name, content)."""
    found, lines = [], text.split('\n')
    for i, line in enumerate(lines):
        if line.startswith('    $ cat '):
            content = []
            for shown in lines[i + 1:]:
                if shown.startswith('    $') or shown and not shown.startswith('    '):
                    break
                content.append(shown[4:])
            found.append((line.split()[-1], '\n'.join(content).rstrip('\n') + '\n'))
        elif line.startswith('    $ '):
            found.append((shlex.split(line[len('    $ '):].replace('$(pkg-config --cflags --libs postil)', FLAGS), comments=True), None))
    return found


class Guides(Case):
    def follow(self, guide, least):
        with open(os.path.join(ROOT, guide), encoding='utf-8') as file:
            found = steps(file.read())
        self.assertGreaterEqual(len(found), least)
        for what, content in found:
            if content is not None:
                self.write(what, content.encode())
                continue
            if what[0] == 'postil':
                r = run(*what[1:], cwd=self.folder)
                self.assertEqual(r.status, 0, (what, r.err))
                continue
            r = subprocess.run(what, cwd=self.folder, capture_output=True, text=True)
            self.assertEqual((r.returncode, r.stderr), (0, ''), what)
            self.said = r.stdout
        return found

    def test_publisher(self):
        shutil.copy(os.path.join(DATA, 'sarne', 'weir.epub'), self.path('Weir.epub'))
        self.follow('packer/PUBLISHER.md', 17)
        told = run('diff', 'Weir.postil', 'Corrected.postil', cwd=self.folder).out
        self.assertRegex(told, r'"Orrenland" is now (of type place|described)')
        self.assertIn('historian', told)
        self.assertTrue(os.path.exists(self.path('proof/index.html')))

    def test_scholar(self):
        shutil.copy(os.path.join(DATA, 'sarne', 'weir.txt'), self.path('Weir.txt'))
        self.follow('packer/SCHOLAR.md', 28)
        self.assertIn('Foreign Secretary of Valdria', run('lookup', 'Weir.postil', 'Kost', cwd=self.folder).out)
        notes = [run('shelf', 'notes', shelf, '--json', cwd=self.folder).rows() for shelf in ('my.shelf', 'hers.shelf')]
        self.assertEqual([len(rows) for rows in notes], [3, 3])
        self.assertIn('no such clause', self.read(self.path('hers.shelf.notes')).decode())

    @unittest.skipIf(SANITIZED, 'a program without sanitizers cannot load a library with them')
    def test_host(self):
        shutil.copy(os.path.join(DATA, 'sarne', 'weir.epub'), self.path('Weir.epub'))
        self.follow('plugin/HOST.md', 4)
        self.assertRegex(self.said, r'^4\. Judith Keller, The Sarne Question, 31\..*\nIrena Kost: \d+ mentions\n$')
        with open(os.path.join(ROOT, 'plugin/include/postil.h'), encoding='utf-8') as header, open(os.path.join(ROOT, 'plugin/HOST.md'), encoding='utf-8') as guide:
            known, used = header.read(), set(re.findall(r'\bpostil_[a-z_]+\b(?!\.lua)|\bPOSTIL_[A-Z_]+\b', guide.read()))
        self.assertEqual([name for name in used - {'postil_cdef'} if not re.search(rf'\b{name}\b', known)], [])


if __name__ == '__main__':
    unittest.main()
