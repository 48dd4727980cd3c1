#include <algorithm>

#include "packer/entities/apart.h"
#include "packer/entities/consistency.h"
#include "packer/entities/entities.h"
#include "packer/entities/gazetteer.h"
#include "packer/entities/rules.h"
#include "packer/entities/tagging.h"

namespace postil {
std::vector<NameSpan> find_names(const Book& book, const NoteSet& notes, const CitationSet& citations,
                                 const NameOptions& options) {
  const Tagger& tagger = options.tagger ? *options.tagger : shipped_tagger();
  const BookText text = survey(book, options.jobs);
  const TagHistogram histogram = first_pass(text, tagger, options.jobs);
  const TagModel& model = tagger.model(text.english(), true);
  std::vector<std::vector<FoundName>> slots(book.paragraphs.size());
  each_slot(book.paragraphs.size(), options.jobs, [&](size_t p) {
    const std::vector<NameToken> tokens = text.tokens(p);
    std::vector<int8_t> tags;
    std::vector<int32_t> margins;
    tag(text, p, tokens, model, &histogram, tags, &margins);
    std::vector<TokenSpan> spans = spans_of(text, p, tokens, tags, margins, model.unit);
    apply_rules(text, p, tokens, spans);
    for (const TokenSpan& s : spans) slots[p].push_back(found_name(text, p, tokens, s));
  });
  find_missed(text, options.jobs, slots);
  agree_on_types(slots);
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
  keep_apart(book, notes, citations, out);
  return out;
}

}  // namespace postil
