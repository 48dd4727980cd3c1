#!/usr/bin/env python3
"""table.py RAW OUT.jsonl: the benchmark programs' lines as a table on standard output and as JSON Lines, one figure a line."""
import json
import re
import sys

FIGURES = {  # mode: (pattern in the line, figure, pattern of its 99th percentile)
    'build': [(r'size (\d+)', 'size_bytes', None)],
    'warm': [(r'open_us ([\d.]+)', 'open_us', None), (r'exact_med ([\d.]+)', 'exact_us', r'exact_p99 ([\d.]+)'),
             (r'cached_med ([\d.]+)', 'cached_us', None), (r'prefix_med ([-\d.]+)', 'prefix_us', r'prefix_p99 ([-\d.]+)'),
             (r'fuzzy_med ([-\d.]+)', 'fuzzy_us', r'fuzzy_p99 ([-\d.]+)')],
    'cold': [(r'pages_total (\d+)', 'first_pages', r'pages_p99 (\d+)'), (r' anon_kb ([-\d]+)', 'anon_kb', None)],
    'cold2': [(r'exact med (\d+)', 'later_pages', r'exact med \d+ max (\d+)')],
}


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
                if not m or float(m[1]) < 0 and figure != 'anon_kb':
                    continue
                p99 = re.search(tail, line) if tail else None
                row = {'bench': 'lookup', 'set': name, 'store': store, 'figure': figure, 'median': float(m[1])}
                if p99:
                    row['p99'] = float(p99[1])
                out.write(json.dumps(row) + '\n')
                rows.setdefault((name, store), {})[figure] = float(m[1])
    columns = ['size_bytes', 'open_us', 'exact_us', 'cached_us', 'prefix_us', 'fuzzy_us', 'first_pages', 'later_pages', 'anon_kb']
    print('%-10s %-12s' % ('set', 'store') + ''.join('%13s' % c for c in columns))
    for (name, store), figures in rows.items():
        print('%-10s %-12s' % (name, store) + ''.join('%13s' % ('%g' % figures[c] if c in figures else '-') for c in columns))
    for name in sorted({name for name, _ in rows}):
        ours, theirs = rows.get((name, 'postil'), {}), rows.get((name, 'sqlite'), {})
        both = [c for c in columns if ours.get(c) and theirs.get(c)]
        if both:
            print('%-10s %-12s' % (name, 'postil/sqlite') + ''.join('%13s' % ('%.2f' % (ours[c] / theirs[c]) if c in both else '-') for c in columns))


main()
