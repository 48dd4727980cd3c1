"""From a new key to a pack that a reader trusts, and to one that was changed on the way."""
import os
import unittest

import books
from program import Case, run


class Sign(Case):
    def setUp(self):
        super().setUp()
        self.packed = self.pack(books.epub(self.path('tessel.epub'), books.NOTED))
        self.ring = self.path('ring')
        os.mkdir(self.path('ours'))
        self.done('key', 'new', 'Quay Press', '-o', self.path('ours'))
        self.secret, self.open = self.path('ours/Quay Press.postil-key'), self.path('ours/Quay Press.postil-pub')

    def verify(self, *more):
        return ['verify', self.packed, '--keyring', self.ring, *more]

    def test_the_way_of_a_pack(self):
        self.refused(1, 'not signed', *self.verify())
        before = self.done('note', self.packed, '1').out
        self.assertIn('signed: ', self.done('sign', self.packed, '--key', self.secret).out)
        self.assertEqual(self.done('note', self.packed, '1').out, before)
        self.refused(1, 'do not trust', *self.verify())
        self.done('key', 'trust', self.open, '--keyring', self.ring)
        self.assertIn('signed by Quay Press', self.done(*self.verify()).out)
        self.assertEqual(self.done(*self.verify('--json')).rows()[0]['state'], 'trusted')
        self.assertRegex(self.done('key', 'list', '--keyring', self.ring).out, r'^Quay Press\t[0-9a-f]{16}\n$')
        changed = bytearray(self.read(self.packed))
        changed[len(changed) // 2] ^= 1
        self.write(os.path.basename(self.packed), bytes(changed))
        self.refused(3, 'not those that were signed', *self.verify())

    def test_a_second_key_of_one_name_is_not_taken_silently(self):
        self.done('key', 'trust', self.open, '--keyring', self.ring)
        os.mkdir(self.path('theirs'))
        self.done('key', 'new', 'Quay Press', '-o', self.path('theirs'))
        self.refused(1, 'another key', 'key', 'trust', self.path('theirs/Quay Press.postil-pub'), '--keyring', self.ring)
        self.done('sign', self.packed, '--key', self.path('theirs/Quay Press.postil-key'))
        self.refused(1, 'do not trust', *self.verify())

    def test_a_shelf_checks_once_and_remembers(self):
        shelf = self.path('my.shelf')
        add = ['shelf', 'add', shelf, self.packed, '--keyring', self.ring]

        def told():
            (row,) = self.done('shelf', 'list', shelf, '--json').rows()
            return row['signature'], row['key']

        self.done(*add)
        self.assertEqual(told(), ('none', ''))
        self.done('sign', self.packed, '--key', self.secret)
        self.done('shelf', 'scan', shelf, self.folder, '--keyring', self.ring)
        state, print_ = told()
        self.assertEqual(state, 'unknown key')
        self.assertRegex(print_, r'^[0-9a-f]{16}$')
        # Trusted later: known without reading the file again. No longer trusted: told too.
        self.done('key', 'trust', self.open, '--keyring', self.ring)
        self.done(*add)
        self.assertEqual(told(), ('valid', 'Quay Press ' + print_))
        self.assertIn('signature: valid (Quay Press', self.done('shelf', 'list', shelf).out)
        self.done(*add[:-1], self.path('no ring'))
        self.assertEqual(told(), ('unknown key', print_))
        changed = bytearray(self.read(self.packed))
        changed[-1] ^= 1
        self.write(os.path.basename(self.packed), bytes(changed))
        r = run(*add)
        self.assertEqual(r.status, 3)
        self.assertIn('not those that were signed', r.err)
        self.assertEqual(told(), ('bad', ''))

    def test_refusals(self):
        self.refused(4, 'kept', 'key', 'new', 'Quay Press', '-o', self.path('ours'))
        self.refused(2, 'name', 'key', 'new', '../x')
        self.refused(3, 'secret key', 'sign', self.packed, '--key', self.open)
        self.refused(3, '', 'sign', self.write('x.postil', b'no pack'), '--key', self.secret)
        os.chmod(self.secret, 0o644)
        self.refused(3, 'chmod 600', 'sign', self.packed, '--key', self.secret)


if __name__ == '__main__':
    unittest.main()
