"""Each exported format is opened by a program that reads it; where that is not installed, the case says so."""
import csv
import io
import json
import os
import shutil
import subprocess
import unittest
import zipfile

import books
from program import Case

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'packer', 'exchange', 'pack.schema.json')


class Export(Case):
    def setUp(self):
        super().setUp()
        self.packed = self.pack(books.epub(self.path('tessel.epub'), books.NOTED))

    def tool(self, *command):
        if not shutil.which(command[0]):
            self.skipTest(f'{command[0]} is not installed')
        return subprocess.run(command, check=True, capture_output=True, env={**os.environ, 'HOME': self.folder}).stdout.decode()

    def export(self, form, name):
        out = self.path(name)
        self.done('export', self.packed, '--format', form, '-o', out)
        return out

    def test_stardict_is_looked_up_by_sdcv(self):
        self.export('stardict', 'Tessel')
        entities = self.done('entities', self.packed, '--json').rows()
        self.assertGreaterEqual(len(entities), 2)
        for entity in entities:
            for word in [entity['name'], *(alias['text'] for alias in entity['aliases'])]:
                shown = self.tool('sdcv', '--data-dir', self.folder, '--only-data-dir', '--non-interactive', '--exact-search', word)
                self.assertIn(f"<b>{entity['name']}</b>", shown)

    def test_the_words_of_dicthtml_are_a_marisa_trie(self):
        out = self.export('dicthtml', 'dicthtml-en.zip')
        with zipfile.ZipFile(out) as archive:
            self.assertIn('ha.html', archive.namelist())
            archive.extract('words', self.folder)
        if not shutil.which('marisa-lookup'):
            self.skipTest('marisa-lookup is not installed')
        found = subprocess.run(['marisa-lookup', self.path('words')], input=b'Harrow\nNobody\n', capture_output=True, check=True).stdout.decode().splitlines()
        self.assertRegex(found[0], r'^\d+\tHarrow$')
        self.assertRegex(found[1], r'^-1\tNobody$')

    def test_json_is_what_its_schema_says_and_what_the_commands_print(self):
        with open(self.export('json', 'tessel.json'), encoding='utf-8') as file:
            document = json.load(file)
        self.assertEqual(document['noterefs'], self.done('noterefs', self.packed, '--json').rows())
        self.assertEqual(document['entities'], self.done('entities', self.packed, '--json').rows())
        self.assertEqual(document['works'], self.done('works', self.packed, '--json').rows())
        self.assertEqual(len(document['notes']), 3)
        try:
            import jsonschema
        except ImportError:
            self.skipTest('python3-jsonschema is not installed')
        with open(SCHEMA, encoding='utf-8') as file:
            schema = json.load(file)
        jsonschema.validate(document, schema)
        document['notes'][0]['citations'][0]['form'] = 'guess'
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate(document, schema)

    def test_csv_is_read_by_a_csv_reader(self):
        self.export('csv', 'tessel')
        rows = list(csv.DictReader(io.StringIO(self.read(self.path('tessel.notes.csv')).decode())))
        self.assertEqual([r['label'] for r in rows], ['1', '2', '3'])
        self.assertEqual(rows[0]['text'], 'Judith Amery, Soundings (London: Quay Press, 1954), 12.')

    def test_tei_is_well_formed(self):
        out = self.export('tei', 'tessel.xml')
        self.tool('xmllint', '--noout', out)

    def test_what_cannot_be_exported_is_said(self):
        bare = self.pack(self.write('bare.txt', 'nothing here is named.\n'))
        self.refused(1, '--entities', 'export', bare, '--format', 'stardict')
        self.refused(2, '--help shows how', 'export', self.packed, '--format', 'mobi')
        self.refused(2, '-o', 'export', self.packed, '--format', 'csv', '-o', '-')
        self.refused(4, '', 'export', self.packed, '--format', 'json', '-o', self.path('no/such/folder/x.json'))
        self.assertTrue(self.done('export', self.packed, '--format', 'json', '-o', '-').out.startswith('{"pack":'))


if __name__ == '__main__':
    unittest.main()
