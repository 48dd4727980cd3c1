#!/usr/bin/env python3
"""Makes weir.epub, weir.txt and weir.truth.tsv from chapter.txt, notes.txt and faults.txt. The same bytes every time.

usage: make.py [FOLDER]    FOLDER: where to write (default: beside this program)"""
import html
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "The Weir at Tollen"
MARK = re.compile(r"\[\^(\d+)\]")


def read_chapter():
    """The chapter's blocks: (level, text), level 0 for a paragraph."""
    blocks = []
    for block in (HERE / "chapter.txt").read_text(encoding="utf-8").split("\n\n"):
        hashes, text = re.match(r"(#*) *(.*)", block.strip(), re.S).groups()
        if text:
            blocks.append((len(hashes), " ".join(text.split())))
    return blocks


def read_notes():
    notes = {}
    for line in (HERE / "notes.txt").read_text(encoding="utf-8").splitlines():
        number, text = line.split(". ", 1)
        notes[int(number)] = text
    assert list(notes) == list(range(1, len(notes) + 1))
    return notes


# ---- EPUB

def inline(text):
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html.escape(text, quote=False))


def xhtml(title, body):
    return ('<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en">\n'
            f"<head><title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n")


def epub_documents(blocks, notes):
    chapter, nav, section = [], [], 0
    for level, text in blocks:
        text = MARK.sub(lambda m: f'<sup><a epub:type="noteref" id="r{m[1]}" href="notes.xhtml#n{m[1]}">{m[1]}</a></sup>', inline(text))
        if level == 0:
            chapter.append(f"<p>{text}</p>\n")
            continue
        if level > 1:
            section += 1
            chapter.append(("</section>\n" if section > 1 else "") + f'<section id="s{section}">\n')
        chapter.append(f"<h{level}>{text}</h{level}>\n")
        nav.append(f'<li><a href="chapter.xhtml{f"#s{section}" if section else ""}">{text}</a></li>\n')
    chapter.append("</section>\n")
    listed = "".join(f'<li id="n{n}" epub:type="endnote"><p>{inline(t)} <a href="chapter.xhtml#r{n}" epub:type="backlink">↩</a></p></li>\n' for n, t in notes.items())
    nav.append('<li><a href="notes.xhtml">Notes</a></li>\n')
    return {
        "EPUB/chapter.xhtml": xhtml(TITLE, "".join(chapter)),
        "EPUB/notes.xhtml": xhtml("Notes", f'<section epub:type="endnotes">\n<h2>Notes</h2>\n<ol>\n{listed}</ol>\n</section>\n'),
        "EPUB/nav.xhtml": xhtml("Contents", f'<nav epub:type="toc">\n<h2>Contents</h2>\n<ol>\n{"".join(nav)}</ol>\n</nav>\n'),
        "EPUB/package.opf": f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:5f1c9a7e-3d52-4c0b-9a51-7e0c3b7a1893</dc:identifier>
<dc:title>{TITLE}</dc:title>
<dc:creator>The Postil authors</dc:creator>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="chapter" href="chapter.xhtml" media-type="application/xhtml+xml"/>
<item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine>
<itemref idref="chapter"/>
<itemref idref="notes" linear="no"/>
</spine>
</package>
""",
    }


def write_epub(path, documents):
    container = ('<?xml version="1.0"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                 '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:  # stored: the bytes do not depend on a compressor's version
        for name, text in {"mimetype": "application/epub+zip", "META-INF/container.xml": container, **documents}.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text.encode("utf-8"))


# ---- plain text with faults

def read_faults():
    faults = []
    for line in (HERE / "faults.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            faults.append(line.split(" ", 1) if " " in line else [line, ""])
    return faults


class Text:
    """Text whose marks and notes are known by byte."""

    def __init__(self):
        self.parts, self.size, self.truth = [], 0, []

    def add(self, text):
        begin = self.size
        self.parts.append(text)
        self.size += len(text.encode("utf-8"))
        return begin, self.size

    def mark(self, label, note):
        begin, end = self.add(label)
        self.truth.append(f"M\t{begin}\t{end}\t{label}\t{note}")

    def note(self, label, text, number, status):
        self.add(f"{label}. ")
        begin, end = self.add(text)
        self.truth.append(f"N\t{begin}\t{end}\t{label}\t{number}\t{status}")
        self.add("\n\n")


def page_break(page):
    return f"\n\n{page}\n\nThe Weir at Tollen\n\n"


def plain_text(blocks, notes):
    faults = read_faults()

    def of(kind):
        return [rest for name, rest in faults if name == kind]
    lost = {int(n) for n in of("lose")}
    out = Text()
    for level, text in blocks:
        text = text.replace("*", "")
        if level:
            out.add((text.upper() if level > 1 else text) + "\n\n")
            continue
        if any(text.startswith(words) for words in of("junk")):
            out.add("Sign in to read the whole chapter | Table of contents | Next page >\n\n")
        for words in of("page"):
            text = text.replace(words, "\f" + words)
        for i, piece in enumerate(MARK.split(text)):
            if i % 2:
                out.mark(piece, "-" if int(piece) in lost else piece)
            else:
                out.add(piece.replace(" \f", page_break(187)))
        out.add("\n\n")
    out.add("NOTES\n\n")
    fragments = {int(a): int(b) for a, b in (f.split() for f in of("fragment"))}
    splits = {int(a): int(b) for a, b in (f.split() for f in of("split"))}
    printed = 0
    for number, text in notes.items():
        if number in lost:
            continue
        text = text.replace("*", "")
        if number in fragments:
            printed += 1
            out.note(str(printed), text[:fragments[number]].rstrip(), number, "fragment")
        printed += 1
        status = "whole"
        if number in splits:
            words = text.split(" ")
            text = " ".join(words[:splits[number]]) + page_break(203) + " ".join(words[splits[number]:])
            status = "split"
        out.note(str(printed), text, number, status)
    if ["tail", ""] in faults:
        out.add("Content after this page is for members only\n\nBack to top | Terms of use\n")
    return "".join(out.parts), "".join(row + "\n" for row in out.truth)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    blocks, notes = read_chapter(), read_notes()
    assert [int(n) for _, text in blocks for n in MARK.findall(text)] == list(notes), "each note has its mark, in order"
    write_epub(folder / "weir.epub", epub_documents(blocks, notes))
    text, truth = plain_text(blocks, notes)
    (folder / "weir.txt").write_bytes(text.encode("utf-8"))
    (folder / "weir.truth.tsv").write_bytes(truth.encode("utf-8"))


if __name__ == "__main__":
    main()
