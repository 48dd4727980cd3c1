#include <algorithm>

#include "packer/entities/apart.h"
#include "packer/entities/consistency.h"
#include "packer/entities/entities.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/no_names.h"
#include "packer/entities/rules.h"
#include "packer/entities/tagging.h"

namespace postil {
namespace {
constexpr size_t kPortion = 1024;  // paragraphs at a time: what is known of their names need not be kept for all
}

std::vector<NameSpan> find_names(const Book& book, const NoteSet& notes, const CitationSet& citations,
                                 const NameOptions& options) {
  const Tagger& tagger = options.tagger ? *options.tagger : shipped_tagger();
  const BookText text = survey(book, options.jobs);
  const TagHistogram histogram = first_pass(text, tagger, options.jobs);
  const TagModel& model = tagger.model(text.english(), true);
  std::vector<std::vector<FoundName>> slots(book.paragraphs.size());
  NameTable table;
  std::vector<std::vector<NameEvidence>> evidence(kPortion);
  auto find = [&](size_t p) {
    const std::vector<NameToken> tokens = text.tokens(p);
    std::vector<int8_t> tags;
    std::vector<int32_t> margins;
    tag(text, p, tokens, model, &histogram, tags, &margins);
    std::vector<TokenSpan> spans = spans_of(text, p, tokens, tags, margins, model.unit);
    apply_rules(text, p, tokens, spans);
    for (const TokenSpan& s : spans) {
      const FoundName n = found_name(text, p, tokens, s);
      const NameTable::Wanted wanted = table.wanted(n.key);
      evidence[p % kPortion].push_back(
          wanted.context ? name_evidence(text, p, tokens, n.core, s.end, n.title, histogram, wanted.own)
                         : NameEvidence{});
      slots[p].push_back(n);
    }
  };
  for (size_t first = 0; first < slots.size(); first += kPortion) {
    const size_t last = std::min(slots.size(), first + kPortion);
    each_slot(last - first, options.jobs, [&](size_t i) { find(first + i); });
    for (size_t p = first; p < last; ++p) {
      for (size_t i = 0; i < slots[p].size(); ++i)
        table.add(slots[p][i].key, word_of(slots[p][i]), std::move(evidence[p % kPortion][i]));
      evidence[p % kPortion].clear();
    }
  }
  table.finish(text);
  find_missed(text, options.jobs, slots);
  agree_on_types(table, tagger.kind_model(text.english()), slots);
  std::vector<NameSpan> out;
  for (const auto& slot : slots)
    for (const FoundName& n : slot) out.push_back(n.span);
  for (NameSpan& n : out) {
    const TextPoint at{n.paragraph, n.begin};
    const auto after = std::upper_bound(notes.notes.begin(), notes.notes.end(), at,
                                        [](TextPoint point, const Note& note) { return point < note.begin; });
    if (after != notes.notes.begin() && at < (after - 1)->end)
      n.note = static_cast<uint32_t>(after - notes.notes.begin()) - 1;
  }
  trim_names(book, out);
  keep_apart(book, notes, citations, out);
  drop_no_names(book, out);
  return out;
}

}  // namespace postil
