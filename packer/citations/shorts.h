// Short citations in a note, found by what the other notes give in full.
#pragma once
#include <unordered_map>

#include "packer/citations/works.h"

namespace postil {

// A citation with what it means. `record` is kNone where nothing or more than one thing fits.
struct Spot {
  Citation citation;                         // bytes, form, permille, locator; work is set at the end
  uint32_t record = kNone;                   // row of WorkIndex
  uint32_t first = 0, last = 0, extent = 0;  // tokens
  bool nested = false;                       // part of the citation around it
  bool ambiguous = false;
  bool outside = false;  // the book never gives it in full: `cite` is what there is
  const Cite* cite = nullptr;
};

// A short form that some note defines ("hereafter Journals").
struct Definition {
  std::vector<uint32_t> words;
  uint32_t note = 0, at = 0, record = kNone;
};

class Definitions {
 public:
  void add(const CiteText& t, TokenRange range, uint32_t note, uint32_t record);
  // The longest form defined before (note, at) that stands at token i; `last` gets the token after it.
  const Definition* find(const CiteText& t, uint32_t i, uint32_t limit, uint32_t note, uint32_t& last) const;

 private:
  std::unordered_map<uint32_t, std::vector<Definition>> forms_;  // by first word
};

class ShortFinder {
 public:
  ShortFinder(const Vocabulary& words, const WorkIndex& works, const Definitions& definitions, const NoteSet& notes)
      : words_(words), works_(works), definitions_(definitions), notes_(notes) {}

  // The short forms in a note, in order. Tokens with `taken` set are part of full references.
  std::vector<Spot> find(uint32_t note, const CiteText& t, const std::vector<bool>& taken) const;
  // What "op. cit." means with these tokens before it.
  void resolve_head(uint32_t note, const CiteText& t, const Cite& c, Spot& spot) const;

 private:
  bool try_definition(uint32_t note, const CiteText& t, uint32_t i, uint32_t limit, Spot& out) const;
  bool try_names(uint32_t note, const CiteText& t, uint32_t i, uint32_t first, uint32_t limit, Spot& out) const;
  bool try_quoted(uint32_t note, const CiteText& t, uint32_t i, uint32_t first, uint32_t limit, Spot& out) const;
  bool try_title(uint32_t note, const CiteText& t, uint32_t i, uint32_t first, uint32_t limit, Spot& out) const;
  bool try_author(uint32_t note, const CiteText& t, uint32_t first, uint32_t limit, Spot& out) const;
  bool same_person(const PersonName& written, const WorkRecord& r, uint32_t surname, uint32_t follows = kNoToken) const;
  // Cited before in the chapter of this note: where several works fit, the one that the chapter speaks of is meant.
  bool of_chapter(const WorkRecord& r, uint32_t note) const;
  void finish(const CiteText& t, uint32_t first, uint32_t last, uint32_t limit, Spot& out) const;

  const Vocabulary& words_;
  const WorkIndex& works_;
  const Definitions& definitions_;
  const NoteSet& notes_;
};

}  // namespace postil
