// A pack's notes and names for readers that know EPUB and not Postil.
#pragma once
#include <functional>
#include <string>

#include "packer/exchange/epub_notes.h"
#include "schema/result.h"

namespace postil {

// The EPUB 3 from which the pack was made, with its notes marked as popup footnotes and a glossary of its names. What is there stays byte for
// byte: META-INF/postil-marks.json lists for each document what was put in, as [offset, length]. An EPUB of other bytes
// than the pack's source is Code::invalid_argument, an EPUB 2 or a signed one Code::unsupported.
Result to_epub(const Contents& contents, const std::string& book_path, std::string& out, EpubSummary& summary);

// An EPUB 3 from a pack of plain text, Markdown, HTML or TEI alone: its paragraphs by chapter, each chapter's notes after it.
Result to_epub(const Contents& contents, std::string& out, EpubSummary& summary);

// The glossary as an XHTML document; empty where the book has no name worth an entry. `place_of`: a reference, from the
// glossary, to the place where a name is first met; empty where there is none.
std::string epub_glossary(const Contents& contents, const std::function<std::string(const ContentsPlace&)>& place_of);

}  // namespace postil
