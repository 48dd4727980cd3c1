// What a linked book left unlinked: marks that are no links, links to nowhere, and notes that nothing refers to.
// Within a linked chapter they are aligned between the linked pairs, which stand fast; a chapter without a link is
// aligned as one of an unlinked book.
#include "packer/notes/remainder.h"

#include <algorithm>
#include <map>

#include "packer/notes/align_costs.h"
#include "packer/notes/unlinked.h"
#include "packer/structure/structure.h"

namespace postil {
namespace {

constexpr uint32_t kSure = 900;           // permille from which a mark that is no link is shown its note,
constexpr uint32_t kSureRepair = 970;     // and one whose link leads to nowhere
constexpr int32_t kGlued = 18;            // a plain number's score that a mark behind a word or a stop has
constexpr int32_t kRaised = 10;           // a superscript's, exponents of units left out
constexpr int16_t kFast = 30 * kNat;      // a pair that a link makes
constexpr size_t kLongestSegment = 4000;  // marks; the sum of what links weigh stays far from overflow
constexpr size_t kFewestMarks = 3;        // of a chapter without links

uint32_t number_of(const std::string& label) {
  if (label.empty() || label.size() > 4 || label.find_first_not_of("0123456789") != std::string::npos) return 0;
  return static_cast<uint32_t>(std::stoul(label));
}

TextPoint point_of(const Mark& m) {
  return {m.paragraph, m.begin};
}

class Remainder {
 public:
  Remainder(const Book& book, NoteSet& set) : book_(book), set_(set) {}

  void between_links() {
    sort_notes();
    find_segments();
    for (size_t s = 0; s < segments_.size(); ++s) align_segment(s);
  }

  // The paragraphs that hold linked notes, and the chapters that hold linked marks.
  std::vector<bool> taken() const {
    std::vector<bool> out(book_.paragraphs.size());
    for (const Note& n : set_.notes)
      if (!n.marks.empty()) flag(out, n.begin.paragraph, n.end.paragraph + (n.end.offset > 0));
    for (const Segment& s : segments_)
      for (uint32_t row : s.marks) {
        const uint32_t chapter = chapter_at(book_, point_of(set_.marks[row]));
        flag(out, begin_of(chapter).paragraph, begin_of(chapter + 1).paragraph);
      }
    return out;
  }

 private:
  struct Segment {
    std::vector<uint32_t> marks;  // rows of linked marks whose labels and notes rise
  };
  struct Candidate {
    MarkCandidate mark;
    uint32_t broken = kNone;  // the mark of the set whose link leads to nowhere
    bool raised = false;
  };

  static void flag(std::vector<bool>& out, size_t from, size_t to) {
    for (size_t k = from; k < std::min(to, out.size()); ++k) out[k] = true;
  }

  // What stands before the first chapter counts as its own.
  TextPoint begin_of(uint32_t chapter) const {
    if (chapter == 0) return {0, 0};
    if (chapter < book_.chapters.size()) return book_.chapters[chapter].begin;
    return {static_cast<uint32_t>(book_.paragraphs.size()), 0};
  }

  void sort_notes() {
    for (uint32_t i = 0; i < set_.notes.size(); ++i) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](uint32_t a, uint32_t b) { return set_.notes[a].begin < set_.notes[b].begin; });
    place_.resize(order_.size());
    in_note_.resize(book_.paragraphs.size());
    for (uint32_t k = 0; k < order_.size(); ++k) {
      const Note& n = set_.notes[order_[k]];
      place_[order_[k]] = k;
      flag(in_note_, n.begin.paragraph, n.end.paragraph + (n.end.offset > 0));
    }
  }

  void find_segments() {
    std::vector<uint32_t> rows;
    for (uint32_t i = 0; i < set_.marks.size(); ++i) {
      const Mark& m = set_.marks[i];
      if (m.note != kNone && m.how == How::href && number_of(m.label) > 0 && !in_note_[m.paragraph]) rows.push_back(i);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [&](uint32_t a, uint32_t b) { return point_of(set_.marks[a]) < point_of(set_.marks[b]); });
    for (uint32_t row : rows) {
      const Mark& m = set_.marks[row];
      if (!segments_.empty()) {
        const Mark& before = set_.marks[segments_.back().marks.back()];
        if (before.note == m.note) continue;
        if (number_of(before.label) < number_of(m.label) && place_[before.note] < place_[m.note] &&
            chapter_at(book_, point_of(before)) == chapter_at(book_, point_of(m))) {
          segments_.back().marks.push_back(row);
          continue;
        }
      }
      segments_.push_back({{row}});
    }
  }

  // The notes about a segment's in order, those without a mark among them; each with its label.
  std::vector<std::pair<uint32_t, uint32_t>> notes_of(size_t s) const {
    const std::vector<uint32_t>& marks = segments_[s].marks;
    const uint32_t first = place_[set_.marks[marks.front()].note], last = place_[set_.marks[marks.back()].note];
    std::map<uint32_t, uint32_t> linked;  // note -> label of its mark
    for (uint32_t row : marks) linked.emplace(set_.marks[row].note, number_of(set_.marks[row].label));
    auto free_label = [&](uint32_t note) {
      return set_.notes[note].marks.empty() ? number_of(set_.notes[note].label) : 0;
    };
    std::vector<std::pair<uint32_t, uint32_t>> out;
    uint32_t before = number_of(set_.marks[marks.front()].label);
    for (uint32_t k = first; k-- > 0;) {
      const uint32_t label = free_label(order_[k]);
      if (label == 0 || label >= before) break;
      out.emplace_back(order_[k], before = label);
    }
    std::reverse(out.begin(), out.end());
    before = 0;
    for (uint32_t k = first; k < order_.size(); ++k) {
      if (const auto found = linked.find(order_[k]); found != linked.end()) {
        out.emplace_back(order_[k], before = found->second);
        continue;
      }
      if (!set_.notes[order_[k]].marks.empty()) {
        if (k > last) break;
        continue;
      }
      // A list's items print no label: theirs follows the one before.
      const uint32_t label = set_.notes[order_[k]].label.empty() && k < last ? before + 1 : free_label(order_[k]);
      if (label <= before && k > last) break;
      if (label > before) out.emplace_back(order_[k], before = label);
    }
    return out;
  }

  std::vector<Candidate> candidates_of(size_t s, uint32_t most) const {
    const std::vector<uint32_t>& marks = segments_[s].marks;
    const uint32_t chapter = chapter_at(book_, point_of(set_.marks[marks.front()]));
    TextPoint from = begin_of(chapter), to = begin_of(chapter + 1);
    if (s > 0) from = std::max(from, point_of(set_.marks[segments_[s - 1].marks.back()]));
    if (s + 1 < segments_.size()) to = std::min(to, point_of(set_.marks[segments_[s + 1].marks.front()]));
    std::vector<Candidate> out;
    for (uint32_t i = 0; i < set_.marks.size(); ++i) {
      const Mark& m = set_.marks[i];
      if ((m.problems & kProblemBroken) && number_of(m.label) > 0 && !in_note_[m.paragraph] && !(point_of(m) < from) &&
          point_of(m) < to)
        out.push_back({{m.paragraph, m.begin, m.end, number_of(m.label), 100, 0}, i, false});
    }
    std::vector<bool> outside = in_note_;
    flag(outside, 0, from.paragraph);
    flag(outside, to.paragraph + (to.offset > 0), outside.size());
    for (const MarkStyle style : {MarkStyle::superscript, MarkStyle::plain})
      for (const MarkCandidate& c : mark_candidates(book_, style, outside, most)) {
        const TextPoint at{c.paragraph, c.begin};
        const bool raised = style == MarkStyle::superscript;
        if (at < from || !(at < to) || c.score < (raised ? kRaised : kGlued) || known(c) ||
            is_exponent(std::string_view(book_.paragraphs[c.paragraph].text).substr(0, c.begin)))
          continue;
        if (std::none_of(out.begin(), out.end(), [&](const Candidate& o) {
              return o.mark.paragraph == c.paragraph && o.mark.begin < c.end && c.begin < o.mark.end;
            }))
          out.push_back({c, kNone, raised});
      }
    return out;
  }

  // A mark of the set stands there already.
  bool known(const MarkCandidate& c) const {
    return std::any_of(set_.marks.begin(), set_.marks.end(),
                       [&](const Mark& m) { return m.paragraph == c.paragraph && m.begin < c.end && c.begin < m.end; });
  }

  // The linked marks with the candidates whose labels fit between them; of several with one label, only the best.
  std::vector<std::pair<Candidate, uint32_t>> row_of_marks(
      size_t s, const std::vector<std::pair<uint32_t, uint32_t>>& notes) const {
    std::map<uint32_t, uint32_t> wanted;  // label -> note without a mark
    for (const auto& [note, label] : notes)
      if (set_.notes[note].marks.empty()) wanted.emplace(label, note);
    std::vector<std::pair<Candidate, uint32_t>> row;
    for (uint32_t m : segments_[s].marks) {
      const Mark& mark = set_.marks[m];
      row.push_back({{{mark.paragraph, mark.begin, mark.end, number_of(mark.label), 0, 0}, kNone, false}, m});
    }
    const size_t linked = row.size();
    std::map<uint32_t, std::vector<Candidate>> by_label;
    for (Candidate& c : candidates_of(s, notes.back().second)) {
      if (wanted.count(c.mark.label) == 0) continue;
      size_t next = 0;
      while (next < linked && TextPoint{row[next].first.mark.paragraph, row[next].first.mark.begin} <
                                  TextPoint{c.mark.paragraph, c.mark.begin})
        ++next;
      if ((next > 0 && row[next - 1].first.mark.label >= c.mark.label) ||
          (next < linked && row[next].first.mark.label <= c.mark.label))
        continue;
      by_label[c.mark.label].push_back(std::move(c));
    }
    for (auto& [label, all] : by_label) {
      // A superscript is a mark sooner than a plain number is, and a link sooner than either.
      auto rank = [](const Candidate& c) { return c.broken != kNone ? 2 : c.raised ? 1 : 0; };
      int best = 0;
      for (const Candidate& c : all) best = std::max(best, rank(c));
      all.erase(std::remove_if(all.begin(), all.end(), [&](const Candidate& c) { return rank(c) < best; }), all.end());
      if (all.size() == 1) row.emplace_back(all[0], kNone);
    }
    std::stable_sort(row.begin(), row.end(), [](const auto& a, const auto& b) {
      return TextPoint{a.first.mark.paragraph, a.first.mark.begin} <
             TextPoint{b.first.mark.paragraph, b.first.mark.begin};
    });
    // What falls out of order is no mark.
    for (size_t k = 1; k < row.size();) {
      if (row[k - 1].first.mark.label < row[k].first.mark.label)
        ++k;
      else
        row.erase(row.begin() + static_cast<std::ptrdiff_t>(row[k].second == kNone ? k : k - 1)),
            k = std::max<size_t>(k - 1, 1);
    }
    return row;
  }

  void align_segment(size_t s) {
    const auto notes = notes_of(s);
    if (notes.size() <= segments_[s].marks.size()) return;
    const auto row = row_of_marks(s, notes);
    if (row.size() <= segments_[s].marks.size() || row.size() > kLongestSegment) return;
    std::vector<RunMark> marks;
    NoteRun run;
    std::map<uint32_t, uint32_t> column;
    for (const auto& [c, linked] : row)
      marks.push_back({c.mark.paragraph, c.mark.begin, c.mark.end, c.mark.label, 0, false, marks.empty()});
    for (const auto& [note, label] : notes) {
      const Note& n = set_.notes[note];
      column.emplace(note, static_cast<uint32_t>(run.notes.size()));
      run.notes.push_back({n.begin.paragraph, n.begin.offset, label, run.notes.empty(), 0});
      run.ends.push_back({std::min(n.end.paragraph, static_cast<uint32_t>(book_.paragraphs.size() - 1)), n.end.offset});
    }
    const Band band = band_of(marks, run);
    BandTable<int16_t> fit = likeness(book_, marks, run, band);
    for (uint32_t i = 0; i < row.size(); ++i) {
      if (row[i].second == kNone) continue;
      const uint32_t own = column.at(set_.marks[row[i].second].note);
      if (!band.contains(i, own)) return;
      for (uint32_t j = band.first[i]; j < band.first[i] + band.width && j < band.notes; ++j) fit.at(i, j) = -kFast;
      for (uint32_t k = 0; k < row.size(); ++k)
        if (band.contains(k, own)) fit.at(k, own) = -kFast;
      fit.at(i, own) = kFast;
    }
    const Alignment aligned = align(marks, run, std::vector<Duplicate>(run.notes.size()), fit, true);
    for (uint32_t i = 0; i < row.size(); ++i) {
      if (row[i].second != kNone) continue;
      const auto& [note, label] = notes[aligned.best[i].note];
      const Candidate& c = row[i].first;
      if (label != c.mark.label || !set_.notes[note].marks.empty() ||
          aligned.best[i].permille < (c.broken == kNone ? kSure : kSureRepair))
        continue;
      link(c, note, aligned.best[i].permille);
    }
  }

  void link(const Candidate& c, uint32_t note, uint32_t permille) {
    uint32_t row = c.broken;
    if (row == kNone) {
      row = static_cast<uint32_t>(set_.marks.size());
      Mark mark;
      mark.paragraph = c.mark.paragraph;
      mark.begin = c.mark.begin;
      mark.end = c.mark.end;
      mark.label = std::to_string(c.mark.label);
      set_.marks.push_back(std::move(mark));
      const Paragraph& p = book_.paragraphs[c.mark.paragraph];
      set_.findings.push_back(
          {"N-UNLINKED",
           Severity::warning,
           {p.file, p.begin + c.mark.begin, p.begin + c.mark.end},
           {},
           0,
           "noteref " + std::to_string(c.mark.label) + " is no link, though others of its chapter are",
           "link it to its note"});
    }
    Mark& mark = set_.marks[row];
    mark.note = note;
    mark.how = How::aligned;
    mark.permille = static_cast<uint16_t>(permille);
    set_.notes[note].marks.push_back(row);
    forget_orphan(set_.notes[note]);
  }

 public:
  void forget_orphan(const Note& n) {
    const Paragraph& p = book_.paragraphs[n.begin.paragraph];
    set_.findings.erase(std::remove_if(set_.findings.begin(), set_.findings.end(),
                                       [&](const Finding& f) {
                                         return f.code == "N-ORPHAN" && f.where.file == p.file &&
                                                f.where.begin <= p.begin + n.begin.offset &&
                                                p.begin + n.begin.offset <= f.where.end;
                                       }),
                        set_.findings.end());
  }

 private:
  const Book& book_;
  NoteSet& set_;
  std::vector<uint32_t> order_, place_;  // notes by their place, and the reverse
  std::vector<bool> in_note_;
  std::vector<Segment> segments_;
};

// Takes the rest's notes into the set in place of orphans that are the same text.
void merge(const Book& book, NoteSet& rest, Remainder& remainder, NoteSet& set) {
  std::vector<uint32_t> row(set.notes.size(), kNone);
  std::vector<Note> kept;
  for (uint32_t i = 0; i < set.notes.size(); ++i) {
    Note& n = set.notes[i];
    const bool same = n.marks.empty() && std::any_of(rest.notes.begin(), rest.notes.end(), [&](const Note& r) {
                        return n.begin.paragraph <= r.begin.paragraph && r.begin.paragraph <= n.end.paragraph;
                      });
    if (same) {
      for (Note& r : rest.notes)
        if (r.begin.paragraph == n.begin.paragraph) r.anchor = n.anchor, r.kind = n.kind;
      remainder.forget_orphan(n);
      continue;
    }
    row[i] = static_cast<uint32_t>(kept.size());
    kept.push_back(std::move(n));
  }
  set.notes = std::move(kept);
  for (Mark& m : set.marks)
    if (m.note != kNone) m.note = row[m.note];
  for (Note& n : set.notes)
    if (n.duplicate_of != kNone) n.duplicate_of = row[n.duplicate_of];
  const auto base = static_cast<uint32_t>(set.notes.size()), first = static_cast<uint32_t>(set.marks.size());
  for (Note& n : rest.notes) {
    for (uint32_t& m : n.marks) m += first;
    if (n.duplicate_of != kNone) n.duplicate_of += base;
    set.notes.push_back(std::move(n));
  }
  uint32_t chapter = kNone;
  for (Mark& m : rest.marks) {
    if (m.note != kNone) m.note += base;
    const uint32_t here = chapter_at(book, point_of(m));
    if (set.marks.size() == first || here != chapter) {
      const Paragraph& p = book.paragraphs[m.paragraph];
      set.findings.push_back({"N-UNLINKED",
                              Severity::warning,
                              {p.file, p.begin + m.begin, p.begin + m.end},
                              {},
                              0,
                              "the noterefs of this chapter are no links, though those of others are",
                              "link them to their notes"});
    }
    chapter = here;
    set.marks.push_back(std::move(m));
  }
  for (Finding& f : rest.findings) set.findings.push_back(std::move(f));
}

}  // namespace

void find_unlinked_remainder(const Book& book, const NoteOptions& options, NoteSet& set) {
  if (options.unlinked == UnlinkedNotes::off || book.paragraphs.empty()) return;
  Remainder remainder(book, set);
  remainder.between_links();
  const std::vector<bool> taken = remainder.taken();
  NoteSet rest;
  find_labelled_notes(book, options, rest, &taken);
  size_t linked = 0;
  for (const Mark& m : rest.marks) linked += m.note != kNone;
  if (rest.marks.size() < kFewestMarks || linked * 4 < rest.marks.size() * 3) return;
  merge(book, rest, remainder, set);
}

}  // namespace postil
