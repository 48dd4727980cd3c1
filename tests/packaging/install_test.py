"""What is installed works from wherever it is put, and other projects find it; the Debian package and the tarball hold the same."""
import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD, SOURCE = os.environ['POSTIL_BUILD'], os.environ['POSTIL_SOURCE']
HOST = os.path.join(SOURCE, 'plugin', 'examples', 'host.c')


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise AssertionError(f'{command}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}')
    return done.stdout


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        first = os.path.join(cls.folder, 'first')
        run('cmake', '--install', BUILD, '--prefix', first)
        cls.root = os.path.join(cls.folder, 'moved')
        os.rename(first, cls.root)  # nothing may count on where it was installed

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def at(self, *names):
        return os.path.join(self.root, *names)

    def pack(self, program):
        book = os.path.join(self.folder, 'book.txt')
        with open(book, 'w', encoding='utf-8') as file:
            file.write('One\n\nCaptain Harrow measured the bar of Port Aldane. Harrow believed nobody.\n')
        out = os.path.join(self.folder, 'book.postil')
        run(program, 'pack', book, '-o', out)
        return out

    def test_the_program_runs_and_answers(self):
        self.assertIn('Harrow', run(self.at('bin', 'postil'), 'lookup', self.pack(self.at('bin', 'postil')), 'Harrow'))

    def test_files(self):
        for name in ('include/postil.h', 'share/man/man1/postil.1', 'share/man/man3/postil.3', 'share/doc/postil/LICENSE', 'share/doc/postil/NOTICE',
                     'share/bash-completion/completions/postil', 'share/zsh/vendor-completions/_postil', 'share/fish/vendor_completions.d/postil.fish',
                     'share/postil/pack.schema.json', 'share/postil/curated.schema.json'):
            self.assertTrue(os.path.getsize(self.at(name)) > 100, name)
        with open(self.at('share/man/man1/postil.1'), encoding='utf-8') as file:
            manual = file.read()
        commands = re.findall(r'^  (\w+)  ', run(self.at('bin', 'postil'), '--help'), re.M)
        self.assertGreater(len(commands), 12)
        for command in commands:
            self.assertIn(f'.SS postil {command}\n', manual)
        self.assertNotIn(self.folder, manual)

    def test_a_project_finds_it_with_cmake(self):
        project = os.path.join(self.folder, 'project')
        os.mkdir(project)
        with open(os.path.join(project, 'CMakeLists.txt'), 'w', encoding='utf-8') as file:
            file.write(f'cmake_minimum_required(VERSION 3.25)\nproject(host C)\nfind_package(Postil 0.1 REQUIRED)\nadd_executable(host {HOST})\n'
                       'target_link_libraries(host PRIVATE Postil::postil)\n')
        run('cmake', '-S', project, '-B', project + '/build', f'-DCMAKE_PREFIX_PATH={self.root}')
        run('cmake', '--build', project + '/build')
        self.host_answers(project + '/build/host')

    def test_a_project_finds_it_with_pkg_config(self):
        environment = {**os.environ, 'PKG_CONFIG_PATH': self.at('lib', 'pkgconfig')}
        flags = run('pkg-config', '--cflags', '--libs', 'postil', env=environment).split()
        host = os.path.join(self.folder, 'host')
        run('cc', '-std=c99', HOST, '-o', host, *flags, f'-Wl,-rpath,{self.at("lib")}')
        self.host_answers(host)

    def host_answers(self, host):
        self.assertIn('Harrow', run(host, self.pack(self.at('bin', 'postil')), 'Harrow'))

    def test_completions_are_right_shell(self):
        for shell, name in (('bash', 'share/bash-completion/completions/postil'), ('zsh', 'share/zsh/vendor-completions/_postil'),
                            ('fish', 'share/fish/vendor_completions.d/postil.fish')):
            if shutil.which(shell):
                run(shell, '-n', self.at(name))
        script = f'source {self.at("share/bash-completion/completions/postil")}; COMP_WORDS=(postil export x --format ""); COMP_CWORD=4; _postil; echo ${{COMPREPLY[@]}}'
        self.assertIn('stardict', run('bash', '-c', script))

    def test_debian_package_and_tarball(self):
        if not shutil.which('dpkg-deb'):
            self.skipTest('dpkg-deb is not installed')
        out = os.path.join(self.folder, 'packages')
        run('cpack', '--config', os.path.join(BUILD, 'CPackConfig.cmake'), '-B', out, cwd=self.folder)
        package = glob.glob(out + '/postil_*.deb')
        self.assertEqual(len(package), 1)
        fields = run('dpkg-deb', '--field', package[0])
        self.assertRegex(fields, r'(?m)^Depends: .*libxml2')
        root = os.path.join(self.folder, 'debian')
        run('dpkg-deb', '--extract', package[0], root)
        self.assertIn('Harrow', run(root + '/usr/bin/postil', 'lookup', self.pack(root + '/usr/bin/postil'), 'Harrow'))
        names = {line.split(maxsplit=5)[5].removeprefix('./usr/') for line in run('dpkg-deb', '--contents', package[0]).splitlines()}
        tarball = glob.glob(out + '/postil-*.tar.gz')
        self.assertEqual(len(tarball), 1)
        unpacked = {re.sub(r'^[^/]*/', '', line) for line in run('tar', 'tf', tarball[0]).splitlines()}
        for name in ('bin/postil', 'include/postil.h', 'lib/pkgconfig/postil.pc', 'share/man/man1/postil.1'):
            self.assertTrue(any(n.startswith(name) for n in names), name)
            self.assertTrue(any(n.startswith(name) for n in unpacked), (name, sorted(unpacked)[:5]))


if __name__ == '__main__':
    unittest.main()
