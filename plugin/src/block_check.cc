#include "block_check.h"

#include "entity_rows.h"
#include "schema/trace.h"
#include "schema/utf8.h"

namespace postil {
namespace {

template <class V>
bool long_as(const V* v, uint32_t n) {
  return v && v->size() == n;
}

bool rises(const flatbuffers::Vector<uint32_t>* ends, uint32_t n, size_t limit) {
  if (!long_as(ends, n)) return false;
  uint32_t last = 0;
  for (uint32_t e : *ends) {
    if (e < last || e > limit) return false;
    last = e;
  }
  return true;
}

uint32_t size_of(const fb::Texts* t) {
  return t && t->ends() ? t->ends()->size() : 0;
}

bool texts(const fb::Texts* t, uint32_t n) {
  if (!t || !t->ends() || !t->utf8() || !rises(t->ends(), n, t->utf8()->size())) return false;
  const auto* bytes = reinterpret_cast<const char*>(t->utf8()->data());
  uint32_t begin = 0;
  for (uint32_t end : *t->ends()) {
    if (!utf8_valid({bytes + begin, end - begin})) return false;
    begin = end;
  }
  return true;
}

bool rows(const fb::Paragraphs& b, uint32_t n) {
  return long_as(b.ink(), n) && long_as(b.step(), n) && long_as(b.kind(), n) && texts(b.path(), n) &&
         texts(b.text(), n) && long_as(b.print(), n);
}
bool rows(const fb::Marks& b, uint32_t n) {
  return long_as(b.pos(), n) && long_as(b.paragraph(), n) && long_as(b.begin(), n) && long_as(b.end(), n) &&
         long_as(b.note(), n) && long_as(b.inside(), n) && long_as(b.how(), n) && long_as(b.permille(), n) &&
         long_as(b.problems(), n) && texts(b.label(), n) && texts(b.anchor(), n);
}
bool rows(const fb::Notes& b, uint32_t n) {
  if (!(texts(b.label(), n) && texts(b.anchor(), n) && long_as(b.kind(), n) && long_as(b.flags(), n) &&
        long_as(b.chapter(), n) && long_as(b.first(), n) && long_as(b.begin(), n) && long_as(b.last(), n) &&
        long_as(b.end(), n) && long_as(b.since(), n) && long_as(b.duplicate_of(), n) && b.cuts() && b.marks() &&
        b.cuts()->size() % 4 == 0 && rises(b.cut_ends(), n, b.cuts()->size()) &&
        rises(b.mark_ends(), n, b.marks()->size()) && b.spans() && b.cites()))
    return false;
  for (uint32_t e : *b.cut_ends())
    if (e % 4) return false;
  for (uint32_t i = 0; i < n; ++i) {
    const uint32_t first = b.first()->Get(i), last = b.last()->Get(i);
    if (first > last || (first == last && b.begin()->Get(i) > b.end()->Get(i))) return false;
  }
  if (b.entities() ? !rises(b.entity_ends(), n, b.entities()->size()) : b.entity_ends() != nullptr) return false;
  const fb::Spans& s = *b.spans();
  if (!s.kind()) return false;
  const uint32_t spans = s.kind()->size();
  if (!(rises(s.ends(), n, spans) && long_as(s.begin(), spans) && long_as(s.end(), spans) && long_as(s.arg(), spans) &&
        texts(s.strings(), size_of(s.strings())) && rises(s.strings_ends(), n, size_of(s.strings()))))
    return false;
  const fb::Cites& c = *b.cites();
  if (!c.form()) return false;
  const uint32_t cites = c.form()->size();
  return rises(c.ends(), n, cites) && long_as(c.begin(), cites) && long_as(c.end(), cites) &&
         long_as(c.work(), cites) && long_as(c.via(), cites) && long_as(c.permille(), cites) &&
         texts(c.locator(), cites);
}
bool rows(const fb::Works& b, uint32_t n) {
  return texts(b.reference(), n) && texts(b.title(), n) && texts(b.authors(), size_of(b.authors())) &&
         rises(b.author_ends(), n, size_of(b.authors())) && long_as(b.first_note(), n) && b.cited_by() &&
         rises(b.cited_ends(), n, b.cited_by()->size());
}
bool rows(const fb::Entities& b, uint32_t n) {
  EntityRows rows(b);
  std::string_view text;
  for (uint32_t i = 0; i < n; ++i) {
    if (!rows.next()) return false;
    for (uint32_t k = 2 + rows.aliases() + rows.facts(); k > 0; --k)
      if (!rows.string(text) || !utf8_valid(text)) return false;
  }
  if (!rows.at_end()) return false;
  const uint32_t aliases = rows.first_alias() + rows.aliases(), facts = rows.first_fact() + rows.facts();
  const auto fits = [](const auto* column, uint32_t size) { return !column || column->size() == size; };
  return fits(b.type(), n) && fits(b.since(), n) && fits(b.alias_since(), aliases) && fits(b.alias_count(), aliases) &&
         fits(b.alias_flags(), aliases) && fits(b.fact_kind(), facts) && fits(b.fact_origin(), facts) &&
         fits(b.fact_since(), facts) && fits(b.fact_arg(), facts);
}
bool rows(const fb::Mentions& b, uint32_t n) {
  return b.packed() && rises(b.ends(), n, b.packed()->size());
}
bool rows(const fb::Trace& b, uint32_t n) {
  if (!b.runs()) return false;
  TraceReader reader({reinterpret_cast<const char*>(b.runs()->data()), b.runs()->size()});
  std::vector<TraceRun> runs;
  for (uint32_t i = 0; i < n; ++i)
    if (!reader.next(runs)) return false;
  return !reader.next(runs) && !reader.corrupt();
}
bool rows(const fb::Findings& b, uint32_t n) {
  return texts(b.code(), n) && long_as(b.severity(), n) && long_as(b.file(), n) && long_as(b.begin(), n) &&
         long_as(b.end(), n) && long_as(b.last_file(), n) && long_as(b.last_begin(), n) && long_as(b.last_end(), n) &&
         long_as(b.delta(), n) && texts(b.message(), n) && texts(b.hint(), n) && (!b.anchor() || texts(b.anchor(), n));
}
bool rows(const fb::Images& b, uint32_t n) {
  return long_as(b.kind(), n) && b.bytes() && rises(b.ends(), n, b.bytes()->size());
}

}  // namespace

bool block_means(const fb::Block& block, format::SectionKind kind) {
  using format::SectionKind;
  const uint32_t n = block.count();
  if (n == 0 || block.first() > format::kNoId - n) return false;
  switch (kind) {
    case SectionKind::paragraphs:
      return block.body_as_Paragraphs() && rows(*block.body_as_Paragraphs(), n);
    case SectionKind::marks:
      return block.body_as_Marks() && rows(*block.body_as_Marks(), n);
    case SectionKind::notes:
      return block.body_as_Notes() && rows(*block.body_as_Notes(), n);
    case SectionKind::works:
      return block.body_as_Works() && rows(*block.body_as_Works(), n);
    case SectionKind::entities:
      return block.body_as_Entities() && rows(*block.body_as_Entities(), n);
    case SectionKind::mentions:
      return block.body_as_Mentions() && rows(*block.body_as_Mentions(), n);
    case SectionKind::trace:
      return block.body_as_Trace() && rows(*block.body_as_Trace(), n);
    case SectionKind::findings:
      return block.body_as_Findings() && rows(*block.body_as_Findings(), n);
    case SectionKind::images:
      return block.body_as_Images() && rows(*block.body_as_Images(), n);
    default:
      return false;
  }
}

}  // namespace postil
