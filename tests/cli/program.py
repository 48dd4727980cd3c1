"""Runs the program and sees what a caller sees: exit status, both streams, peak memory, files left behind."""
import json
import os
import pty
import re
import resource
import subprocess
import tempfile
import threading
import unittest

POSTIL = os.environ['POSTIL']
VERSION = os.environ['POSTIL_VERSION']
SANITIZED = os.environ.get('POSTIL_SANITIZED') == '1'
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data')
# postil: FILE[:PLACE]: what is wrong; what to do about it
MESSAGE = re.compile(r'^postil: \S.*: .+; .+$')


class Run:
    def __init__(self, status, out, err, peak_kb):
        self.status, self.out, self.err, self.peak_kb = status, out, err, peak_kb

    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if k in ('PATH', 'TMPDIR', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'HOME')}
    return {**kept, **more}


def run(*args, limits=(), cwd=None, env=None, timeout=120):
    """limits: (resource.RLIMIT_..., value) pairs set in the child."""
    def prepare():
        for which, value in limits:
            resource.setrlimit(which, (value, value))
    child = subprocess.Popen([POSTIL, *map(str, args)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd,
                             preexec_fn=prepare, env=environment(**(env or {})))
    with child.stdout, child.stderr:
        timer = threading.Timer(timeout, child.kill)
        timer.start()
        streams = {}
        readers = [threading.Thread(target=lambda name=name, stream=stream: streams.update({name: stream.read()}))
                   for name, stream in (('out', child.stdout), ('err', child.stderr))]
        for reader in readers:
            reader.start()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
        for reader in readers:
            reader.join()
    return Run(child.returncode, streams['out'].decode(), streams['err'].decode(), usage.ru_maxrss)


def run_on_terminal(*args, env=None):
    """Standard error on a pseudo-terminal; gives (status, bytes that arrived there)."""
    master, slave = pty.openpty()
    child = subprocess.Popen([POSTIL, *map(str, args)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=slave, env=environment(TERM='xterm', **(env or {})))
    os.close(slave)
    seen = b''
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    return child.wait(), seen


class Case(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), 'wb') as f:
            f.write(content.encode() if isinstance(content, str) else content)
        return self.path(name)

    def read(self, path):
        with open(path, 'rb') as f:
            return f.read()

    def done(self, *args, **options):
        r = run(*args, **options)
        self.assertEqual((r.status, r.err), (0, ''), args)
        return r

    def refused(self, status, said, *args, **options):
        """It fails with `status`, one message of the right form that holds `said`, and nothing on standard output."""
        r = run(*args, **options)
        self.assertEqual(r.status, status, (args, r.err[-2000:]))
        self.assertEqual(r.out, '', args)
        lines = r.err.splitlines()
        self.assertEqual(len(lines), 1, (args, r.err[-2000:]))
        self.assertRegex(lines[0], MESSAGE)
        self.assertIn(said, lines[0])
        return r

    def pack(self, source, *args):
        out = self.path('book.postil')
        self.done('pack', source, '-o', out, '--quiet', *args)
        return out
