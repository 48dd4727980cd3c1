"""Every fault that check can find, each made by a small book of its own: where, why and what to do, in every form of the report."""
import json
import unittest

import books
from program import Case, run

TOWNS = ('Ardenne Brixham Corvino Dunmore Elswick Falmouth Gravina Holland Iverson Jarrow Kendal Lanark '
         'Montrose Norwich Osborne Padstow Quimper Rostock Salcombe Tobruk Ullapool Verona Wexford Yarmouth').split()


def mark(n, label=None):
    return f'<sup><a id="r{n}" href="#n{n}">{label or n}</a></sup>'


def back(n):
    return f'<a id="n{n}" href="#r{n}">{n}</a>. '


def cited(*notes):
    return ('<p>Text' + ' and'.join(mark(i + 1) for i in range(len(notes))) + '.</p><h3>Notes</h3>' +
            ''.join(f'<p>{back(i + 1)}{note}</p>' for i, note in enumerate(notes)))


def aligned():
    """Plain text: note 4 is also printed cut short, by which the numbers run on, and the note of mark 9 is missing."""
    text = ' '.join(f'The harbour of {TOWNS[i]} was deepened under its {TOWNS[i + 12]} charter.{i + 1}' for i in range(12))
    notes, label = '', 1
    for i in range(12):
        note = f'On {TOWNS[i]} and the {TOWNS[i + 12]} charter see the port books.'
        for printed in ([note[:40]] if i == 3 else []) + ([] if i == 8 else [note]):
            notes += f'{label}. {printed}\n\n'
            label += 1
    return f'{text}\n\nNotes\n\n{notes}'


def package(body, names=('one.xhtml',), change=lambda opf: opf, name=None):
    return ('epub', {name or names[0]: books.xhtml(body)}, change(books.opf(list(names))))


BROOK = 'Ada Brook, <i>Rivers</i> (Leeds: Fenwick, 1962), 3.'
PEOPLE = json.dumps({'postil': 'entities/1', 'entities': [
    {'name': 'Nobody Knows', 'type': 'person'},
    {'id': 'nothing-here'},
    {'name': 'Edmund Harrow', 'type': 'person', 'merge': ['Zanzibar'], 'not': ['Samarkand'],
     'description': {'text': 'A surveyor.', 'since': {'file': 'a.txt', 'quote': 'words that nobody wrote'}}},
    {'name': 'Timbuktu', 'omit': True}]})

# code, severity, (name, content) of the book, the words at its place (None: the book as a whole), a piece of the reason, one of what to do
FAULTS = [
    ('N-LINK', 'error', ('a.html', '<p>Harrow came.<a href="#gone" role="doc-noteref"><sup>7</sup></a></p>'), '7', 'nowhere in the book', 'add the note'),
    ('N-LINK', 'error', ('a.md', 'Gone.[^gone]\n\n[^a]: Unused.\n'), 'gone', 'nowhere in the book', 'add the note'),
    ('N-UNLINKED', 'warning', ('a.html', f'<p>Text{mark(1)} men<sup>2</sup> and{mark(3)}.</p><h3>Notes</h3><p>{back(1)}First.</p><p>2. Second.</p><p>{back(3)}Third.</p>'),
     '2', 'is no link', 'link it to its note'),
    ('N-ORPHAN', 'warning', ('a.html', f'<p>Text{mark(1)}{mark(3)}.</p><ol><li id="n1">First.</li><li id="n2">Second.</li><li id="n3">Third.</li></ol>'),
     'Second.', 'no noteref', 'link a noteref to it'),
    ('N-EMPTY', 'warning', ('a.html', f'<p>Text{mark(1)}{mark(2)}.</p><ol><li id="n1">First.</li><li id="n2"><a href="#r2">2</a></li></ol>'), '2', 'has no text', 'add the note'),
    ('N-BACK', 'warning', ('a.html', '<p>Text<a epub:type="noteref" id="r1" href="#n1">1</a>.</p><aside epub:type="footnote" id="n1"><p>First. <a href="#nix">↩</a></p></aside>'),
     '↩', 'way back of note 1', 'the id of the noteref'),
    ('N-LABEL', 'warning', ('a.html', '<p>Text' + ''.join(mark(i) for i in range(1, 5)) + '.</p><h3>Notes</h3>' +
                            ''.join(f'<p id="n{i}">{i + i // 4}. Note number {i}.</p>' for i in range(1, 5))), '4', 'prints 5', 'renumber'),
    ('N-ID', 'error', ('a.html', f'<p>Text{mark(1)} and{mark(2)}.</p><h3>Notes</h3><p>{back(1)}First.</p><p>{back(2)}Second.</p><p id="n2">2. Another.</p>'),
     '2', 'two elements bear', 'an id of its own'),
    ('N-WIDE', 'error', ('a.html', '<p>Text<a epub:type="noteref" href="#all">1</a> and<a epub:type="noteref" href="#n2">2</a>.</p><section id="all" epub:type="endnotes"><ol>'
                         '<li id="n1" epub:type="endnote">First.</li><li id="n2" epub:type="endnote">Second.</li></ol></section>'), '1', 'holds several notes', 'the one note'),
    ('N-STRAY', 'error', ('a.html', f'<p>Text{mark(1)} and{mark(2)}.</p><div class="footnote" id="n1"></div><p>A text that stands outside.</p><div class="footnote" id="n2"><p>Second.</p></div>'),
     '1', 'outside any note', 'move the text'),
    ('N-UNRESOLVED', 'warning', ('a.html', '<p>Text<sup>1</sup> and<sup>2</sup> and<sup>3</sup>.</p><h3>Notes</h3><p>1. First.</p><p>3. Third.</p><p>4. Fourth.</p><p>7. Seventh.</p>'),
     '3', 'no note is safe to show', 'link the noteref'),
    ('N-DUP', 'warning', ('a.txt', aligned()), 'On Dunmore and the Padstow charter see t', 'note', ''),
    ('N-SHIFT', 'warning', ('a.txt', aligned()), '4', '', ''),
    ('N-MISSING', 'warning', ('a.txt', aligned()), '9', '', ''),
    ('C-IBID', 'note', ('a.html', cited('Ibid., 4.', BROOK)), 'Ibid.', 'no certain work before it', 'name the work'),
    ('C-OPCIT', 'note', ('a.html', cited(BROOK, 'Vale, op. cit., 4.')), 'Vale, op. cit.', 'fits no work', 'spell it alike'),
    ('C-SHORT', 'note', ('a.html', cited(BROOK.replace('Rivers', 'Rivers of the Plain'), BROOK.replace('Rivers', 'Rivers of the North').replace('1962', '1963'), 'Brook, <i>Rivers</i>, 9.')), 'Brook, Rivers', 'more than one', 'or more of it'),
    ('C-UNUSED', 'note', ('a.txt', 'Edmund Harrow came.\n'), None, 'never uses the curated name', 'spelling'),
    ('C-UNMATCHED', 'warning', ('a.txt', 'Edmund Harrow came.\n'), None, 'names nothing', 'give it a name'),
    ('C-MERGE', 'warning', ('a.txt', 'Edmund Harrow came.\n'), None, 'Zanzibar', 'correct the id'),
    ('C-NOT', 'note', ('a.txt', 'Edmund Harrow came.\n'), None, 'Samarkand', 'correct it'),
    ('C-OMIT', 'note', ('a.txt', 'Edmund Harrow came.\n'), None, 'Timbuktu', 'correct the entry'),
    ('C-SINCE', 'warning', ('a.txt', 'Edmund Harrow came.\n'), None, 'words that nobody wrote', 'word for word'),
    ('E-ABSENT', 'error', package('<h1>One</h1><p>Text.</p>', ('one.xhtml', 'two.xhtml')), None, 'two.xhtml is in the manifest', 'add the file'),
    ('E-CASE', 'warning', package('<h1>One</h1><p>Text.</p>', ('One.xhtml',), name='one.xhtml'), '', 'OEBPS/one.xhtml in the archive', 'the same case'),
    ('E-ID', 'warning', ('a.html', '<p id="x">One.</p><p id="x">Two.</p>'), 'Two.', 'another element', 'an id of its own'),
    ('E-LINK', 'warning', ('a.html', '<p>See <a href="#nowhere">the next chapter</a>.</p>'), 'the next chapter', 'leads nowhere', 'correct the link'),
    ('E-IMAGE', 'note', ('a.html', f'<p>Text{mark(1)}.</p><h3>Notes</h3><p>{back(1)}So: <img src="a.png"/> a chart.</p>'), '', 'a.png', 'alt='),
    ('E-LANGUAGE', 'warning', package('<h1>One</h1><p>Text.</p>', change=lambda opf: opf.replace('<dc:language>en</dc:language>', '')), None, 'language', 'dc:language'),
    ('E-CONTENTS', 'warning', package('<h1>One</h1><p>Text.</p>'), None, 'no table of contents', 'navigation document'),
]


class Faults(Case):
    def make(self, book):
        if book[0] == 'epub':
            return books.epub(self.path('a.epub'), book[1], book[2])
        content = book[1]
        if book[0].endswith('.html'):
            content = books.xhtml(content)
        return self.write(book[0], content)

    def words_at(self, pack, place):
        """The words at a place, by the text that the pack shows there."""
        for row in run('text', pack, '--json').rows():
            at = row['source']
            if at['file'] == place['file'] and at['start'] <= place['start'] <= at['end']:
                return row['text'].encode()[place['start'] - at['start']:place['end'] - at['start']].decode()
        return ''

    def test_each_has_place_reason_and_what_to_do(self):
        people = self.write('people.json', PEOPLE)
        packed = {}
        for code, severity, book, words, reason, hint in FAULTS:
            with self.subTest(code=code):
                key = str(book)
                if key not in packed:
                    source, pack, report = self.make(book), self.path(f'{len(packed)}.postil'), self.path('report.json')
                    more = ('--entities', people) if code.startswith('C-U') else ()
                    self.done('pack', source, '-o', pack, '--report', report, '--quiet', *more)
                    rows = run('check', pack, '--format', 'json').rows()
                    # The report beside a pack and the one made of the book itself say the same.
                    self.assertEqual(json.loads(self.read(report))['findings'], rows)
                    if not more:
                        self.assertEqual(run('check', source, '--format', 'json').rows(), rows)
                    packed[key] = pack, rows, json.loads(run('check', pack, '--format', 'sarif').out)['runs'][0], run('check', pack).out.splitlines()
                pack, rows, sarif, text = packed[key]
                found = [i for i, row in enumerate(rows) if row['code'] == code]
                self.assertEqual(len(found), 1, [(row['code'], row['message']) for row in rows])
                row, result, line = rows[found[0]], sarif['results'][found[0]], text[found[0]]
                self.assertEqual(row['severity'], severity)
                self.assertIn(reason, row['message'])
                self.assertIn(hint, row['hint'])
                self.assertTrue(row['message'] and row['hint'])
                # A code host shows the file that was checked; the place inside it is related.
                self.assertGreaterEqual(result['locations'][0]['physicalLocation']['region']['startLine'], 1)
                if words is None:
                    self.assertNotIn('source', row)
                    self.assertNotIn('relatedLocations', result)
                else:
                    place = result['relatedLocations'][0]['physicalLocation']
                    at = row['source']
                    self.assertTrue(self.words_at(pack, at).startswith(words) if words else at['start'] == at['end'], (at, self.words_at(pack, at)))
                    self.assertEqual(place['region'], {'byteOffset': at['start'], 'byteLength': at['end'] - at['start']})
                    self.assertIn(f'{at["file"]}:{at["start"]}', line)
                self.assertEqual((result['ruleId'], result['level']), (code, severity))
                self.assertIn(row['message'], result['message']['text'])
                self.assertIn(row['hint'], result['message']['text'])
                self.assertTrue(sarif['tool']['driver']['rules'][result['ruleIndex']]['shortDescription']['text'])
                self.assertIn(f'{severity} {code}: {row["message"]}; {row["hint"]}', line)
        shift = next(row for _, rows, _, _ in packed.values() for row in rows if row['code'] == 'N-SHIFT')
        self.assertEqual((shift['delta'], shift['last']['end'] > shift['source']['end']), (1, True))


    def test_places_have_cfi_and_anchor_wherever_they_are_told(self):
        body = ('<h1>One</h1><p>The river<a epub:type="noteref" id="r1" href="#n1">1</a> rose<a epub:type="noteref" id="r2" href="#gone">2</a>.</p>'
                '<aside epub:type="footnote" id="n1"><p>First. <a id="b1" href="#nix">↩</a></p></aside><aside epub:type="footnote" id="n3"><p>Third.</p></aside>')
        source, pack, report = books.epub(self.path('c.epub'), {'one.xhtml': books.xhtml(body)}), self.path('c.postil'), self.path('c.json')
        self.done('pack', source, '-o', pack, '--report', report, '--quiet')
        wanted = {'N-LINK': ('r2', 'epubcfi(/6/2!/4/4/4/1:0)'), 'N-BACK': ('b1', 'epubcfi(/6/2!/4/6/2/2/1:0)'), 'N-ORPHAN': ('n3', 'epubcfi(/6/2!/4/8/2/1:0)')}
        for rows in (run('check', source, '--json').rows(), run('check', pack, '--json').rows(), json.loads(self.read(report))['findings']):
            places = {row['code']: row['source'] for row in rows if row['code'] in wanted}
            self.assertEqual({code: (at.get('anchor'), at.get('cfi')) for code, at in places.items()}, wanted)
        for result in json.loads(run('check', pack, '--format', 'sarif').out)['runs'][0]['results']:
            if result['ruleId'] not in wanted:
                continue
            place, (anchor, cfi) = result['relatedLocations'][0], wanted[result['ruleId']]
            self.assertEqual(result['locations'][0]['logicalLocations'], place['logicalLocations'])
            self.assertEqual(place['logicalLocations'], [{'name': anchor, 'fullyQualifiedName': f'OEBPS/one.xhtml#{anchor}', 'kind': 'element'}])
            self.assertEqual(place['properties'], {'cfi': cfi})
        self.assertEqual([(n['source'].get('anchor'), 'cfi' in n['source']) for n in run('notes', pack, '--json').rows()], [('n1', True), ('n3', True)])
        self.assertTrue(all('cfi' in row['source'] for row in json.loads(self.read(report))['doubtful']))


if __name__ == '__main__':
    unittest.main()
