// The notes and noterefs of a pack, marked in the documents of the EPUB that it was made from.
#pragma once
#include <memory>
#include <vector>

#include "packer/exchange/contents.h"
#include "packer/exchange/marked_document.h"

namespace postil {

struct EpubSummary {
  size_t noterefs = 0, notes = 0;           // marked
  size_t left = 0;                          // noterefs with a note that could not be marked
  std::vector<std::string> documents_left;  // "path: why" of documents that are as they were
};

// `documents`: by row of contents.files; null where one could not be opened. A note becomes the element that bears its
// id where that holds it all; else an <aside> (a <div> among endnotes, which readers show in place) is put around it. A
// noteref that is no link becomes one, with a way back at the end of its note.
void mark_notes(const Contents& contents, std::vector<std::unique_ptr<MarkedDocument>>& documents,
                EpubSummary& summary);

// The reference from one path inside the book to another, percent-encoded.
std::string relative_href(const std::string& from, const std::string& to);

}  // namespace postil
