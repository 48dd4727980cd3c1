"""What a book or a publisher has already: indexes, glossaries, TEI lists, tables, WordDumb's X-Ray; each is packed once and read back."""
import json
import unittest

import books
from program import Case

TEXT = ('<h1>One</h1><p>Marta Linde came to Tollen. The League of Millers would not hear of a weir, but Linde drew it. She asked Captain Oswin '
        'Hale for barges.</p><p>Hale sent three to the Millers. The leat ran dry at Tollen, and the tail-race stank.</p>')
TABLE = 'Name;Type;Aliases;Role;Description;VIAF\r\nMarta Linde;person;Linde|the engineer;engineer;"Drew the weir; twice";77\r\nOswin Hale;person;;;Owned barges.;\r\n'
TEI = ('<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="linde"><persName><forename>Marta'
       '</forename> <surname>Linde</surname></persName><occupation>engineer</occupation><note>Drew the weir.</note><idno type="VIAF">77</idno></person>'
       '</listPerson><listPlace><place xml:id="tollen"><placeName>Tollen</placeName><desc>A mill town.</desc></place></listPlace><listOrg><org '
       'xml:id="league"><orgName>League of Millers</orgName><orgName>Millers</orgName></org></listOrg></standOff></TEI>')
XRAY = json.dumps([['Marta Linde', 'PERSON', 'Linde', 'Drew the weir.', 1, False], ['Tollen', 'GPE', '', 'A mill town.', None, False],
                   ['Oswin Hale', 'PERSON', 'Hale', '', 1, True]])
PLAIN = ('<h1>Index</h1><p>Hale, Oswin (captain of barges), 1</p><p>Linde, Marta (engineer of the weir), 1</p><p>Millers. See League of Millers</p>'
         '<p>Tollen, 1</p>')
MARKED = ('<section epub:type="index"><h1>Names</h1><ul epub:type="index-entry-list">'
          '<li epub:type="index-entry"><span epub:type="index-term">Hale, Oswin</span> <span epub:type="index-editor-note">(captain of barges)</span></li>'
          '<li epub:type="index-entry"><span epub:type="index-term">Linde, Marta</span> <span epub:type="index-editor-note">(engineer of the weir)</span></li>'
          '<li epub:type="index-entry"><span epub:type="index-term">Millers</span> <span epub:type="index-xref-preferred">See League of Millers</span></li>'
          '</ul></section>')
GLOSSARY = '<h1>Glossary</h1><dl><dt>leat</dt><dd>A channel that brings water to a mill.</dd></dl>'


class Imports(Case):
    def names(self, back='', *more):
        pages = {'one.xhtml': books.xhtml(TEXT), **({'back.xhtml': books.xhtml(back)} if back else {})}
        pack = self.pack(books.epub(self.path('weir.epub'), pages), *more)
        return {e['name']: e for e in self.done('entities', pack, '--json').rows()}

    def given(self, name, content):
        return self.names('', '--entities', self.write(name, content))

    def files(self, entity):
        return {m['source']['file'] for m in entity['mentions']}

    def test_a_table(self):
        names = self.given('people.csv', TABLE)
        linde, hale = names['Marta Linde'], names['Oswin Hale']
        self.assertEqual((linde['role'], linde['description'], linde['links']), ('engineer', 'Drew the weir; twice', {'viaf': '77'}))
        self.assertEqual((hale['description'], len(hale['mentions'])), ('Owned barges.', 2))
        self.assertNotIn('Captain Oswin Hale', names)

    def test_tei_lists(self):
        names = self.given('people.xml', TEI)
        self.assertEqual((names['Marta Linde']['id'], names['Marta Linde']['role'], names['Marta Linde']['links']), ('linde', 'engineer', {'viaf': '77'}))
        self.assertEqual(names['Tollen']['description'], 'A mill town.')
        self.assertEqual([a['text'] for a in names['League of Millers']['aliases']], ['League of Millers', 'Millers'])

    def test_worddumb(self):
        names = self.given('xray.json', XRAY)
        self.assertEqual(names['Marta Linde']['description'], 'Drew the weir.')
        self.assertEqual((names['Tollen']['type'], names['Tollen']['description']), ('place', 'A mill town.'))
        self.assertNotIn('Hale', ' '.join(names))

    def test_indexes(self):
        for kind, back in (('plain', PLAIN), ('marked up', MARKED)):
            names = self.names(back)
            hale = names.get('Oswin Hale') or names['Captain Oswin Hale']
            self.assertEqual((hale['description'], hale['description_source']), ('captain of barges', 'index'), kind)
            self.assertEqual(names['Marta Linde']['description'], 'engineer of the weir', kind)
            self.assertIn('Millers', [a['text'] for a in names['League of Millers']['aliases']], kind)
            for entity in names.values():
                self.assertEqual(self.files(entity), {'OEBPS/one.xhtml'}, (kind, entity['name']))

    def test_a_curated_name_is_not_mentioned_in_the_index(self):
        names = self.names(PLAIN, '--entities', self.write('people.csv', TABLE))
        self.assertEqual(self.files(names['Marta Linde']), {'OEBPS/one.xhtml'})

    def test_a_glossary(self):
        leat = self.names(GLOSSARY)['leat']
        self.assertEqual((leat['type'], leat['description'], leat['description_source']), ('term', 'A channel that brings water to a mill.', 'glossary'))


if __name__ == '__main__':
    unittest.main()
