#!/usr/bin/env python3
"""table.py RAW OUT.jsonl: the benchmark programs' lines as a table on standard output and as JSON Lines, one figure a line."""
import json
import re
import sys

FIGURES = {  # mode: (pattern in the line, figure, pattern of its 99th percentile)
    'build': [(r'size (\d+)', 'size_bytes', None)],
    'warm': [(r'open_us ([\d.]+)', 'open_us', None), (r'exact_med ([\d.]+)', 'exact_us', r'exact_p99 ([\d.]+)'),
             (r'cached_med ([\d.]+)', 'cached_us', None), (r'prefix_med ([-\d.]+)', 'prefix_us', r'prefix_p99 ([-\d.]+)'),
             (r'fuzzy_med ([-\d.]+)', 'fuzzy_us', r'fuzzy_p99 ([-\d.]+)'), (r' anon_kb ([-\d]+)', 'anon_kb_many', None)],
    'cold': [(r'pages_total (\d+)', 'first_pages', r'pages_p99 (\d+)'), (r' anon_kb ([-\d]+)', 'anon_kb', None)],
    'cold2': [(r'exact med (\d+)', 'later_pages', r'exact med \d+ max (\d+)')],
    'arm': [(r'instructions (\d+)', 'arm_instructions', None)],
}


# What Postil promises: (figure, at most, for each set; or as a part of a peer's).
PROMISES = {
    'book': [('size_bytes', 1.85e6), ('open_us', 100), ('first_pages', 24), ('later_pages', 2), ('fuzzy_us', 40), ('anon_kb', 160), ('anon_kb_many', 256), ('arm_instructions', 130000)],
    'reference': [('size_bytes', 100e6), ('open_us', 100), ('first_pages', 24), ('later_pages', 2), ('fuzzy_us', 500), ('anon_kb', 160), ('anon_kb_many', 256), ('arm_instructions', 160000)],
}
RATIOS = [('size_bytes', 'sqlite', 0.36), ('exact_us', 'sqlite', 4), ('cached_us', 'exact_us of sqlite', 1), ('prefix_us', 'sqlite', 1), ('exact_us', 'zim', 1 / 20)]


def judge(rows):
    """Prints, for each promise of which the figures are there, whether it is kept."""
    for name, promises in PROMISES.items():
        ours = rows.get((name, 'postil'), {})
        for figure, most in promises:
            if figure in ours:
                print('%-10s %-18s %14.10g  at most %.10g: %s' % (name, figure, ours[figure], most, 'kept' if ours[figure] <= most else 'NOT KEPT'))
        for figure, peer, most in RATIOS:
            other, _, peer = peer.rpartition(' of ')
            theirs = rows.get((name, peer), {}).get(other or figure)
            if figure in ours and theirs:
                ratio = ours[figure] / theirs
                print('%-10s %-18s %14.3f  of %s, at most %.3f: %s' % (name, figure, ratio, peer, most, 'kept' if ratio <= most else 'NOT KEPT'))


def main():
    rows = {}
    with open(sys.argv[1], encoding='utf-8') as raw, open(sys.argv[2], 'w', encoding='utf-8') as out:
        for line in raw:
            words = line.split(None, 3)
            if len(words) < 4:
                continue
            name, store = words[:2]
            mode = 'build' if words[3].startswith('build') or ' build ' in line else words[2]
            for pattern, figure, tail in FIGURES.get(mode, []):
                m = re.search(pattern, line)
                if not m or float(m[1]) < 0 and not figure.startswith('anon_kb'):
                    continue
                p99 = re.search(tail, line) if tail else None
                row = {'bench': 'lookup', 'set': name, 'store': store, 'figure': figure, 'median': float(m[1])}
                if p99:
                    row['p99'] = float(p99[1])
                out.write(json.dumps(row) + '\n')
                rows.setdefault((name, store), {})[figure] = float(m[1])
    columns = ['size_bytes', 'open_us', 'exact_us', 'cached_us', 'prefix_us', 'fuzzy_us', 'first_pages', 'later_pages', 'anon_kb', 'anon_kb_many', 'arm_instructions']
    print('%-10s %-12s' % ('set', 'store') + ''.join('%17s' % c for c in columns))
    for (name, store), figures in rows.items():
        print('%-10s %-12s' % (name, store) + ''.join('%17s' % ('%.10g' % figures[c] if c in figures else '-') for c in columns))
    for name, store in rows:
        ours, theirs = rows.get((name, 'postil'), {}), rows[name, store]
        both = [c for c in columns if ours.get(c) and theirs.get(c)]
        if both and store != 'postil':
            print('%-10s %-12s' % (name, '/ ' + store) + ''.join('%17s' % ('%.3f' % (ours[c] / theirs[c]) if c in both else '-') for c in columns))
    judge(rows)


main()
