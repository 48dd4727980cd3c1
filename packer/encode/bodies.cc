#include "packer/encode/bodies.h"

#include <algorithm>
#include <functional>

#include "packer/encode/places.h"
#include "packer/notes/notes.h"
#include "packer/structure/structure.h"
#include "schema/fold.h"
#include "schema/pack_generated.h"
#include "schema/position.h"
#include "schema/posting.h"

namespace postil {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using format::SectionKind;

constexpr size_t kTarget = 4200;  // bytes of records in a block

struct TextsBuilder {
  std::vector<uint32_t> ends;
  std::string utf8;
  void add(const std::string& s) {
    utf8 += s;
    ends.push_back(static_cast<uint32_t>(utf8.size()));
  }
  Offset<fb::Texts> finish(FlatBufferBuilder& b) const {
    const auto e = b.CreateVector(ends);
    const auto u = b.CreateVector(reinterpret_cast<const uint8_t*>(utf8.data()), utf8.size());
    return fb::CreateTexts(b, e, u);
  }
};

template <class T>
std::vector<T> column(uint32_t first, uint32_t count, const std::function<T(uint32_t)>& value) {
  std::vector<T> out;
  out.reserve(count);
  for (uint32_t i = first; i < first + count; ++i) out.push_back(value(i));
  return out;
}

Offset<fb::Texts> texts(FlatBufferBuilder& b, uint32_t first, uint32_t count,
                        const std::function<const std::string&(uint32_t)>& value) {
  TextsBuilder t;
  for (uint32_t i = first; i < first + count; ++i) t.add(value(i));
  return t.finish(b);
}

// A column that is all zeros is left out.
template <class T>
Offset<flatbuffers::Vector<T>> nonzero(FlatBufferBuilder& b, const std::vector<T>& column) {
  return std::any_of(column.begin(), column.end(), [](T v) { return v != 0; }) ? b.CreateVector(column) : 0;
}

std::string finish_block(FlatBufferBuilder& b, uint32_t first, uint32_t count, fb::Body type, Offset<void> body) {
  b.Finish(fb::CreateBlock(b, first, count, type, body));
  return {reinterpret_cast<const char*>(b.GetBufferPointer()), b.GetSize()};
}

// The note that note `i` repeats, itself no duplicate; kNone where it repeats none.
uint32_t original_of(const std::vector<Note>& notes, uint32_t i) {
  uint32_t at = notes[i].duplicate_of;
  for (size_t steps = 0; at != kNone && notes[at].duplicate_of != kNone; ++steps) {
    if (steps == notes.size()) return kNone;
    at = notes[at].duplicate_of;
  }
  return at == i ? kNone : at;
}

// For each note the entities that it names, in the order in which it names them.
std::vector<std::vector<uint32_t>> entities_of_notes(const Compiled& c) {
  std::vector<std::vector<std::pair<TextPoint, uint32_t>>> mentions(c.notes.notes.size());
  for (uint32_t e = 0; e < c.entities.entities.size(); ++e)
    for (const Mention& m : c.entities.entities[e].mentions)
      if (m.note < mentions.size()) mentions[m.note].push_back({{m.paragraph, m.begin}, e});
  std::vector<std::vector<uint32_t>> out(mentions.size());
  for (size_t i = 0; i < mentions.size(); ++i) {
    std::stable_sort(mentions[i].begin(), mentions[i].end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [at, e] : mentions[i])
      if (std::find(out[i].begin(), out[i].end(), e) == out[i].end()) out[i].push_back(e);
  }
  return out;
}

struct Maker {
  const Compiled& c;
  std::vector<RawBlock> out;

  // Groups records [0, n) so that a block's sizes sum to about kTarget; `apart(i)` begins a new block at i.
  void group(SectionKind kind, uint32_t n, const std::function<size_t(uint32_t)>& size,
             const std::function<bool(uint32_t)>& apart, const std::function<uint32_t(uint32_t)>& pos,
             const std::function<std::string(uint32_t, uint32_t)>& make) {
    for (uint32_t i = 0; i < n;) {
      size_t sum = size(i);
      uint32_t j = i + 1;
      while (j < n && sum + size(j) <= kTarget && j - i < 2000 && !(apart && apart(j))) sum += size(j++);
      out.push_back({kind, i, j - i, pos ? pos(i) : 0, make(i, j - i)});
      i = j;
    }
  }

  void paragraphs() {
    const auto& rows = c.book.paragraphs;
    group(
        SectionKind::paragraphs, static_cast<uint32_t>(rows.size()),
        [&](uint32_t i) { return rows[i].text.size() + 24; },
        [&](uint32_t i) { return rows[i].file != rows[i - 1].file; }, [&](uint32_t i) { return rows[i].pos; },
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          const auto ink =
              b.CreateVector(column<uint32_t>(first, n, [&](uint32_t i) { return ink_count(rows[i].text); }));
          const auto step = b.CreateVector(column<uint32_t>(
              first, n, [&](uint32_t i) { return i + 1 < first + n ? rows[i + 1].begin - rows[i].begin : 0; }));
          const auto kind = b.CreateVector(column<uint8_t>(first, n, [&](uint32_t i) {
            return static_cast<uint8_t>(static_cast<uint8_t>(rows[i].kind) | rows[i].level << 4);
          }));
          const auto path = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].path; });
          const auto text = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].text; });
          const auto print = b.CreateVector(column<uint32_t>(first, n, [&](uint32_t i) { return rows[i].print; }));
          const auto body = fb::CreateParagraphs(b, rows[first].file, rows[first].pos, rows[first].begin, ink, step,
                                                 kind, path, text, print);
          return finish_block(b, first, n, fb::Body::Paragraphs, body.Union());
        });
  }

  void marks() {
    const auto& rows = c.notes.marks;
    auto pos = [&](uint32_t i) { return pos_of(c.book, {rows[i].paragraph, rows[i].begin}); };
    group(
        SectionKind::marks, static_cast<uint32_t>(rows.size()), [](uint32_t) { return size_t{40}; }, nullptr, pos,
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          auto u32 = [&](const std::function<uint32_t(uint32_t)>& f) {
            return b.CreateVector(column<uint32_t>(first, n, f));
          };
          const auto v_pos = u32(pos);
          const auto paragraph = u32([&](uint32_t i) { return rows[i].paragraph; }),
                     begin = u32([&](uint32_t i) { return rows[i].begin; }),
                     end = u32([&](uint32_t i) { return rows[i].end; }),
                     note = u32([&](uint32_t i) { return rows[i].note; }),
                     inside = u32([&](uint32_t i) { return rows[i].inside; }),
                     problems = u32([&](uint32_t i) { return rows[i].problems; });
          const auto how =
              b.CreateVector(column<uint8_t>(first, n, [&](uint32_t i) { return static_cast<uint8_t>(rows[i].how); }));
          const auto permille =
              b.CreateVector(column<uint16_t>(first, n, [&](uint32_t i) { return rows[i].permille; }));
          const auto label = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].label; });
          const auto anchor = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].anchor; });
          const auto body =
              fb::CreateMarks(b, v_pos, paragraph, begin, end, note, inside, how, permille, problems, label, anchor);
          return finish_block(b, first, n, fb::Body::Marks, body.Union());
        });
  }

  void notes() {
    const auto& rows = c.notes.notes;
    const std::vector<std::vector<uint32_t>> named = entities_of_notes(c);
    group(
        SectionKind::notes, static_cast<uint32_t>(rows.size()),
        [&](uint32_t i) {
          return size_t{80} + rows[i].marks.size() * 4 +
                 (i < c.citations.notes.size() ? c.citations.notes[i].size() * 30 : 0);
        },
        nullptr, [&](uint32_t i) { return pos_of(c.book, rows[i].begin); },
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          auto u32 = [&](const std::function<uint32_t(uint32_t)>& f) {
            return b.CreateVector(column<uint32_t>(first, n, f));
          };
          std::vector<uint32_t> cut_ends, cuts, mark_ends, marks, s_ends, s_begin, s_end, s_arg, strings_ends, c_ends,
              c_begin, c_end, c_work, c_via;
          std::vector<uint8_t> s_kind, c_form;
          std::vector<uint16_t> c_permille;
          TextsBuilder strings, locators;
          for (uint32_t i = first; i < first + n; ++i) {
            for (const Cut& k : rows[i].cuts)
              cuts.insert(cuts.end(), {k.begin.paragraph, k.begin.offset, k.end.paragraph, k.end.offset});
            cut_ends.push_back(static_cast<uint32_t>(cuts.size()));
            marks.insert(marks.end(), rows[i].marks.begin(), rows[i].marks.end());
            mark_ends.push_back(static_cast<uint32_t>(marks.size()));
            const RichText rich = note_body(c.book, rows[i]);
            const auto base = static_cast<uint32_t>(strings.ends.size());
            for (const Span& s : rich.spans) {
              s_kind.push_back(static_cast<uint8_t>(s.kind));
              s_begin.push_back(s.begin);
              s_end.push_back(s.end);
              s_arg.push_back(has_string(s.kind) ? base + s.arg : s.arg);
            }
            for (const std::string& s : rich.strings) strings.add(s);
            s_ends.push_back(static_cast<uint32_t>(s_kind.size()));
            strings_ends.push_back(static_cast<uint32_t>(strings.ends.size()));
            if (i < c.citations.notes.size())
              for (const Citation& k : c.citations.notes[i]) {
                c_begin.push_back(k.begin);
                c_end.push_back(k.end);
                c_work.push_back(k.work);
                c_via.push_back(k.via);
                c_form.push_back(static_cast<uint8_t>(k.form));
                c_permille.push_back(k.permille);
                locators.add(k.locator);
              }
            c_ends.push_back(static_cast<uint32_t>(c_begin.size()));
          }
          std::vector<uint32_t> e_ends;
          std::string e_packed;
          for (uint32_t i = first; i < first + n; ++i) {
            for (uint32_t entity : named[i]) append_varint(e_packed, entity);
            e_ends.push_back(static_cast<uint32_t>(e_packed.size()));
          }
          const auto v_entity_ends = e_packed.empty() ? 0 : b.CreateVector(e_ends);
          const auto v_entities =
              e_packed.empty() ? 0 : b.CreateVector(reinterpret_cast<const uint8_t*>(e_packed.data()), e_packed.size());
          const auto label = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].label; });
          const auto anchor = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].anchor; });
          const auto kind =
              b.CreateVector(column<uint8_t>(first, n, [&](uint32_t i) { return static_cast<uint8_t>(rows[i].kind); }));
          const auto flags = b.CreateVector(column<uint8_t>(
              first, n, [&](uint32_t i) { return rows[i].truncated ? format::kNoteTruncated : uint8_t{0}; }));
          const auto chapter = u32([&](uint32_t i) { return rows[i].chapter; }),
                     v_first = u32([&](uint32_t i) { return rows[i].begin.paragraph; }),
                     begin = u32([&](uint32_t i) { return rows[i].begin.offset; }),
                     last = u32([&](uint32_t i) { return rows[i].end.paragraph; }),
                     end = u32([&](uint32_t i) { return rows[i].end.offset; }),
                     since = u32([&](uint32_t i) { return note_since(c, rows[i]); }),
                     duplicate = u32([&](uint32_t i) { return original_of(rows, i); });
          const auto v_cut_ends = b.CreateVector(cut_ends), v_cuts = b.CreateVector(cuts),
                     v_mark_ends = b.CreateVector(mark_ends), v_marks = b.CreateVector(marks);
          const auto f_ends = b.CreateVector(s_ends);
          const auto f_kind = b.CreateVector(s_kind);
          const auto f_begin = b.CreateVector(s_begin), f_end = b.CreateVector(s_end), f_arg = b.CreateVector(s_arg),
                     f_string_ends = b.CreateVector(strings_ends);
          const auto f_strings = strings.finish(b);
          const auto spans = fb::CreateSpans(b, f_ends, f_kind, f_begin, f_end, f_arg, f_string_ends, f_strings);
          const auto g_ends = b.CreateVector(c_ends), g_begin = b.CreateVector(c_begin), g_end = b.CreateVector(c_end),
                     g_work = b.CreateVector(c_work), g_via = b.CreateVector(c_via);
          const auto g_form = b.CreateVector(c_form);
          const auto g_permille = b.CreateVector(c_permille);
          const auto g_locators = locators.finish(b);
          const auto cites = fb::CreateCites(b, g_ends, g_begin, g_end, g_work, g_via, g_form, g_permille, g_locators);
          const auto body =
              fb::CreateNotes(b, label, anchor, kind, flags, chapter, v_first, begin, last, end, since, duplicate,
                              v_cut_ends, v_cuts, v_mark_ends, v_marks, spans, cites, v_entity_ends, v_entities);
          return finish_block(b, first, n, fb::Body::Notes, body.Union());
        });
  }

  void works() {
    const auto& rows = c.citations.works;
    group(
        SectionKind::works, static_cast<uint32_t>(rows.size()),
        [&](uint32_t i) { return rows[i].reference.size() + 60; }, nullptr, nullptr,
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          std::vector<uint32_t> author_ends, cited_ends, cited;
          TextsBuilder authors;
          for (uint32_t i = first; i < first + n; ++i) {
            for (const std::string& a : rows[i].authors) authors.add(a);
            author_ends.push_back(static_cast<uint32_t>(authors.ends.size()));
            cited.insert(cited.end(), rows[i].cited_by.begin(), rows[i].cited_by.end());
            cited_ends.push_back(static_cast<uint32_t>(cited.size()));
          }
          const auto reference =
              texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].reference; });
          const auto title = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i].title; });
          const auto a_ends = b.CreateVector(author_ends);
          const auto a = authors.finish(b);
          const auto first_note =
              b.CreateVector(column<uint32_t>(first, n, [&](uint32_t i) { return rows[i].first_note; }));
          const auto c_ends = b.CreateVector(cited_ends), v_cited = b.CreateVector(cited);
          const auto body = fb::CreateWorks(b, reference, title, a_ends, a, first_note, c_ends, v_cited);
          return finish_block(b, first, n, fb::Body::Works, body.Union());
        });
  }

  void entities() {
    const auto& rows = c.entities.entities;
    group(
        SectionKind::entities, static_cast<uint32_t>(rows.size()),
        [&](uint32_t i) {
          size_t n = 60 + rows[i].name.size();
          for (const Alias& a : rows[i].aliases) n += a.text.size() + 12;
          for (const Fact& f : rows[i].facts) n += f.text.size() + 14;
          return n;
        },
        nullptr, nullptr,
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          std::string sizes, text;
          std::vector<uint8_t> type, a_flags, f_kind, f_origin;
          std::vector<uint32_t> since, a_since, a_count, f_since, f_arg;
          const auto put = [&](const std::string& s) {
            append_varint(sizes, static_cast<uint32_t>(s.size()));
            text += s;
          };
          for (uint32_t i = first; i < first + n; ++i) {
            const Entity& e = rows[i];
            append_varint(sizes, static_cast<uint32_t>(e.aliases.size()));
            append_varint(sizes, static_cast<uint32_t>(e.facts.size()));
            put(e.id == stable_id(e.name) ? "" : e.id);
            put(e.name);
            type.push_back(static_cast<uint8_t>(e.type));
            since.push_back(e.since);
            for (const Alias& a : e.aliases) {
              put(a.text == e.name ? "" : a.text);
              a_since.push_back(a.since);
              a_count.push_back(a.count);
              a_flags.push_back(a.ambiguous ? format::kAliasAmbiguous : 0);
            }
            for (const Fact& f : e.facts) {
              put(f.text);
              f_kind.push_back(static_cast<uint8_t>(f.kind));
              f_origin.push_back(static_cast<uint8_t>(f.origin));
              f_since.push_back(f.since);
              f_arg.push_back(f.arg);
            }
          }
          const auto bytes = [&](const std::string& s) {
            return b.CreateVector(reinterpret_cast<const uint8_t*>(s.data()), s.size());
          };
          const auto v_sizes = bytes(sizes), v_text = bytes(text);
          const auto v_type = nonzero(b, type);
          const auto v_since = nonzero(b, since);
          const auto va_since = nonzero(b, a_since), va_count = nonzero(b, a_count);
          const auto va_flags = nonzero(b, a_flags);
          const auto vf_kind = nonzero(b, f_kind), vf_origin = nonzero(b, f_origin);
          const auto vf_since = nonzero(b, f_since), vf_arg = nonzero(b, f_arg);
          const auto body = fb::CreateEntities(b, v_sizes, v_text, v_type, v_since, va_since, va_count, va_flags,
                                               vf_kind, vf_origin, vf_since, vf_arg);
          return finish_block(b, first, n, fb::Body::Entities, body.Union());
        });
  }

  void mentions() {
    const auto& rows = c.entities.entities;
    if (c.reference) return;
    std::vector<std::string> lists;
    for (const Entity& e : rows) {
      PostingWriter w;
      for (const Mention& m : e.mentions)
        w.add({pos_of(c.book, {m.paragraph, m.begin}), m.alias, m.note == kNone ? 0 : m.note + 1});
      lists.push_back(w.bytes());
    }
    group(
        SectionKind::mentions, static_cast<uint32_t>(rows.size()), [&](uint32_t i) { return lists[i].size() + 4; },
        nullptr, nullptr,
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          TextsBuilder all;
          for (uint32_t i = first; i < first + n; ++i) all.add(lists[i]);
          const auto ends = b.CreateVector(all.ends);
          const auto packed = b.CreateVector(reinterpret_cast<const uint8_t*>(all.utf8.data()), all.utf8.size());
          const auto body = fb::CreateMentions(b, ends, packed);
          return finish_block(b, first, n, fb::Body::Mentions, body.Union());
        });
  }

  void findings() {
    std::vector<const Finding*> rows;
    for (const auto* from : {&c.book.findings, &c.notes.findings, &c.citations.findings, &c.entities.findings})
      for (const Finding& f : *from) rows.push_back(&f);
    group(
        SectionKind::findings, static_cast<uint32_t>(rows.size()),
        [&](uint32_t i) { return rows[i]->message.size() + rows[i]->hint.size() + 60; }, nullptr, nullptr,
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          auto u32 = [&](const std::function<uint32_t(uint32_t)>& f) {
            return b.CreateVector(column<uint32_t>(first, n, f));
          };
          const auto code = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i]->code; });
          const auto severity = b.CreateVector(
              column<uint8_t>(first, n, [&](uint32_t i) { return static_cast<uint8_t>(rows[i]->severity); }));
          const auto file = u32([&](uint32_t i) { return rows[i]->where.file; }),
                     begin = u32([&](uint32_t i) { return rows[i]->where.begin; }),
                     end = u32([&](uint32_t i) { return rows[i]->where.end; }),
                     lfile = u32([&](uint32_t i) { return rows[i]->last.file; }),
                     lbegin = u32([&](uint32_t i) { return rows[i]->last.begin; }),
                     lend = u32([&](uint32_t i) { return rows[i]->last.end; });
          const auto delta = b.CreateVector(column<int32_t>(first, n, [&](uint32_t i) { return rows[i]->delta; }));
          const auto message = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i]->message; });
          const auto hint = texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i]->hint; });
          const bool anchored = std::any_of(rows.begin() + first, rows.begin() + first + n,
                                            [](const Finding* f) { return !f->anchor.empty(); });
          const auto anchor =
              anchored ? texts(b, first, n, [&](uint32_t i) -> const std::string& { return rows[i]->anchor; }) : 0;
          const auto body = fb::CreateFindings(b, code, severity, file, begin, end, lfile, lbegin, lend, delta, message,
                                               hint, anchor);
          return finish_block(b, first, n, fb::Body::Findings, body.Union());
        });
  }

  void images() {
    const auto& rows = c.images;
    group(
        SectionKind::images, static_cast<uint32_t>(rows.size()), [&](uint32_t i) { return rows[i].bytes.size() + 8; },
        nullptr, nullptr,
        [&](uint32_t first, uint32_t n) {
          FlatBufferBuilder b;
          TextsBuilder all;
          for (uint32_t i = first; i < first + n; ++i) all.add(rows[i].bytes);
          const auto kind =
              b.CreateVector(column<uint8_t>(first, n, [&](uint32_t i) { return static_cast<uint8_t>(rows[i].kind); }));
          const auto ends = b.CreateVector(all.ends);
          const auto bytes = b.CreateVector(reinterpret_cast<const uint8_t*>(all.utf8.data()), all.utf8.size());
          return finish_block(b, first, n, fb::Body::Images, fb::CreateImages(b, kind, ends, bytes).Union());
        });
  }
};

}  // namespace

uint32_t note_since(const Compiled& c, const Note& note) {
  if (!note.marks.empty()) {
    const Mark& m = c.notes.marks[note.marks[0]];
    return pos_of(c.book, {m.paragraph, m.begin}) + 1;
  }
  const uint32_t next = note.chapter + 1;
  const TextPoint end = note.chapter != kNone && next < c.book.chapters.size()
                            ? c.book.chapters[next].begin
                            : TextPoint{static_cast<uint32_t>(c.book.paragraphs.size()), 0};
  return pos_of(c.book, end) + 1;
}

std::vector<RawBlock> make_bodies(const Compiled& compiled) {
  Maker maker{compiled, {}};
  maker.paragraphs();
  maker.marks();
  maker.notes();
  maker.works();
  maker.entities();
  maker.mentions();
  for (RawBlock& block : trace_blocks(compiled.book)) maker.out.push_back(std::move(block));
  maker.findings();
  maker.images();
  return std::move(maker.out);
}

}  // namespace postil
