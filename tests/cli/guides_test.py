"""What the guides tell people to type is typed: each line "$ postil ..." of a guide, in its order, in one folder."""
import os
import re
import shlex
import shutil
import unittest

from program import DATA, Case, run

ROOT = os.path.join(DATA, '..', '..')


def steps(text):
    """The commands of a guide as (arguments, None), and the files that it shows with cat as (name, content)."""
    found, lines = [], text.split('\n')
    for i, line in enumerate(lines):
        if line.startswith('    $ cat '):
            content = []
            for shown in lines[i + 1:]:
                if not shown.startswith('    ') or shown.startswith('    $'):
                    break
                content.append(shown[4:])
            found.append((line.split()[-1], '\n'.join(content) + '\n'))
        elif line.startswith('    $ postil '):
            found.append((shlex.split(line[len('    $ postil '):], comments=True), None))
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
            r = run(*what, cwd=self.folder)
            self.assertEqual(r.status, 0, (what, r.err))
        return found

    def test_publisher(self):
        shutil.copy(os.path.join(DATA, 'sarne', 'weir.epub'), self.path('Weir.epub'))
        self.follow('packer/PUBLISHER.md', 17)
        told = run('diff', 'Weir.postil', 'Corrected.postil', cwd=self.folder).out
        self.assertRegex(told, r'"Orrenland" is now (of type place|described)')
        self.assertIn('historian', told)
        self.assertTrue(os.path.exists(self.path('proof/index.html')))


if __name__ == '__main__':
    unittest.main()
