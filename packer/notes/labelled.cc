// Unlinked notes: the numbered paragraphs that are notes, the numbers in the text that are their marks, and, by
// alignment, which mark means which note. Printed labels are often wrong, so that equality of numbers proves nothing: a
// note is shown only where the whole of the evidence makes it safe.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>

#include "packer/notes/notes.h"
#include "packer/notes/unlinked.h"

namespace postil {
namespace {

constexpr uint32_t kSafe = 800;        // permille from which a note is shown
constexpr uint32_t kLikely = 500;      // permille from which a link, shown or not, tells how labels are shifted
constexpr uint32_t kMissingSum = 800;  // permille of missing notes that make a report
constexpr int64_t kWorth = 8, kWorthInMarkup = 15;  // tenths, of the mean mark that is no superscript
constexpr uint32_t kLongestReport = 12;             // marks of one report

// A note that shares neither label nor word with its mark ("Ibid.") hangs on its neighbours' links alone: one wrong
// among them makes it wrong too.
constexpr uint32_t kSafeByNeighbours = 856;

struct Found {
  std::vector<NoteRun> runs;  // with marks
  std::vector<MarkCandidate> marks;
  int32_t score = 0;
};

// Paragraphs of the runs, in which no marks are looked for.
std::vector<bool> note_paragraphs(const Book& book, const std::vector<NoteRun>& runs, const std::vector<bool>* taken) {
  std::vector<bool> out = taken ? *taken : std::vector<bool>(book.paragraphs.size());
  for (const NoteRun& run : runs)
    for (size_t q = 0; q < run.notes.size(); ++q)
      for (uint32_t k = run.notes[q].paragraph; k <= run.ends[q].paragraph; ++k) out[k] = true;
  return out;
}

// The runs that have marks, with their marks. A run is one of notes when marks stand for most of its labels.
Found marks_of(const Book& book, LabelStyle labels, MarkStyle style, const std::vector<bool>* taken) {
  Found found;
  std::vector<NoteRun> runs = note_runs(book, labels, taken);
  for (int round = 0; round < 6 && !runs.empty(); ++round) {
    uint32_t most = 0;
    for (const NoteRun& r : runs) most = std::max(most, r.max_label);
    const auto candidates = mark_candidates(book, style, note_paragraphs(book, runs, taken), most);
    auto chain = mark_chain(candidates, runs, found.score);
    std::vector<uint32_t> marks(runs.size());
    std::vector<int32_t> worth(runs.size());
    for (const MarkCandidate& c : chain) ++marks[c.run], worth[c.run] += c.score;
    const auto most_marks = static_cast<size_t>(std::max_element(marks.begin(), marks.end()) - marks.begin());
    // A list of the text hides the marks that stand in it: while there are such, the runs that lack marks are looked at
    // once more.
    bool lists = false;
    std::vector<uint32_t> poor;
    std::vector<NoteRun> kept;
    std::vector<uint32_t> row(runs.size(), kNone);
    for (uint32_t r = 0; r < runs.size(); ++r) {
      // A small run between others may have lost all its marks.
      if (marks[r] == 0 && runs[r].notes.size() <= 3 && r > 0 && row[r - 1] != kNone && runs[r].opened &&
          runs[r].notes[0].paragraph - runs[r - 1].end_paragraph <= 3) {
        row[r] = static_cast<uint32_t>(kept.size());
        kept.push_back(runs[r]);
        continue;
      }
      if (marks[r] == 0) {
        lists = true;
        continue;
      }
      if (marks[r] * 2 < runs[r].notes.size()) {
        poor.push_back(r);
        continue;
      }
      // "(1) ... (2)" counts within a sentence: its numbers stand apart where this book's marks are glued to what they
      // follow.
      if (int64_t{worth[r]} * marks[most_marks] * 2 < int64_t{worth[most_marks]} * marks[r]) continue;
      row[r] = static_cast<uint32_t>(kept.size());
      kept.push_back(runs[r]);
    }
    if (lists && !poor.empty()) {
      std::vector<NoteRun> again;
      for (uint32_t r = 0; r < runs.size(); ++r)
        if (row[r] != kNone || std::find(poor.begin(), poor.end(), r) != poor.end())
          again.push_back(std::move(runs[r]));
      runs = std::move(again);
      continue;
    }
    if (kept.size() == runs.size()) {
      const int64_t total = std::accumulate(worth.begin(), worth.end(), int64_t{0});
      const int64_t least = (book.plain_text ? kWorth : kWorthInMarkup) * static_cast<int64_t>(chain.size());
      if (style != MarkStyle::superscript && (chain.size() < 3 || total < least)) return {};
      found.runs = std::move(kept);
      found.marks = std::move(chain);
      return found;
    }
    runs = std::move(kept);
  }
  return {};
}

class Unlinked {
 public:
  Unlinked(const Book& book, const NoteOptions& options, NoteSet& set, const std::vector<bool>* taken)
      : book_(book), options_(options), set_(set), taken_(taken) {}

  void run() {
    // In markup raised digits are marks before plain ones are, and brackets mostly cite a list of works.
    if (book_.plain_text) {
      for (int marks = 0; marks < static_cast<int>(MarkStyle::count); ++marks) try_marks(static_cast<MarkStyle>(marks));
    } else {
      try_marks(MarkStyle::superscript);
      if (best_.runs.empty()) try_marks(MarkStyle::plain);
    }
    if (best_.runs.empty()) return;
    notes_ = joined_runs(std::move(best_.runs));
    duplicates_ = duplicates(book_, notes_);
    link();
  }

 private:
  void try_marks(MarkStyle marks) {
    for (int labels = 0; labels < static_cast<int>(LabelStyle::count); ++labels) {
      Found found = marks_of(book_, static_cast<LabelStyle>(labels), marks, taken_);
      if (!found.runs.empty() && (best_.runs.empty() || found.score > best_.score)) best_ = std::move(found);
    }
  }

  Place place(uint32_t paragraph, uint32_t begin, uint32_t end) const {
    const Paragraph& p = book_.paragraphs[paragraph];
    return {p.file, p.begin + begin, p.begin + end};
  }
  Place place(const Mark& m) const { return place(m.paragraph, m.begin, m.end); }

  void link() {
    add_notes();
    add_marks();
    if (options_.unlinked == UnlinkedNotes::label) {
      by_label();
      return;
    }
    const Band band = band_of(marks_, notes_);
    const BandTable<int16_t> fit = likeness(book_, marks_, notes_, band);
    const Alignment aligned = align(marks_, notes_, duplicates_, fit, labels_speak(notes_, duplicates_));
    report_duplicates(aligned.taken);
    std::vector<int32_t> delta(marks_.size(), INT32_MIN);
    for (uint32_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].lost) continue;
      Mark& mark = set_.marks[mark_row_[i]];
      const Posterior& best = aligned.best[i];
      mark.permille = static_cast<uint16_t>(best.permille);
      if (mark.permille >= kLikely) {
        delta[i] = static_cast<int32_t>(notes_.notes[best.note].label) - static_cast<int32_t>(marks_[i].label);
      }
      const bool alone = delta[i] == 0 || (fit.band.contains(i, best.note) && fit.at(i, best.note) > 0);
      if (mark.permille < (alone ? kSafe : kSafeByNeighbours) || duplicates_[best.note].sure) {
        if (aligned.missing[i] >= 500) mark.problems |= kProblemMissing;
        continue;
      }
      mark.note = best.note;
      mark.how = How::aligned;
      mark.problems = 0;
      if (delta[i] != 0) mark.problems |= kProblemShifted;
      set_.notes[mark.note].marks.push_back(mark_row_[i]);
    }
    report_shifts(delta);
    report_missing(aligned.missing);
  }

  void add_notes() {
    for (size_t q = 0; q < notes_.notes.size(); ++q) {
      Note note;
      note.label = std::to_string(notes_.notes[q].label);
      note.kind = NoteKind::endnote;
      note.begin = {notes_.notes[q].paragraph, notes_.notes[q].body};
      note.end = notes_.ends[q];
      note.cuts = notes_.cuts[q];
      set_.notes.push_back(std::move(note));
    }
  }

  // Marks, with the labels between them that the text skips.
  void add_marks() {
    uint32_t before = 0, run = kNone;
    for (const MarkCandidate& c : best_.marks) {
      bool restart = c.run != run || c.label <= before;
      if (restart) before = 0;
      run = c.run;
      for (uint32_t label = before + 1; label < c.label; ++label, restart = false) {
        marks_.push_back({c.paragraph, c.begin, c.begin, label, run, true, restart});
        mark_row_.push_back(kNone);
      }
      before = c.label;
      marks_.push_back({c.paragraph, c.begin, c.end, c.label, run, false, restart});
      mark_row_.push_back(static_cast<uint32_t>(set_.marks.size()));
      Mark mark;
      mark.paragraph = c.paragraph;
      mark.begin = c.begin;
      mark.end = c.end;
      mark.label = std::to_string(c.label);
      mark.problems = kProblemAmbiguous;
      set_.marks.push_back(std::move(mark));
    }
  }

  void by_label() {
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> by_label;
    for (uint32_t q = 0; q < notes_.notes.size(); ++q)
      by_label.emplace(std::pair{notes_.notes[q].run, notes_.notes[q].label}, q);
    for (uint32_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].lost) continue;
      const auto found = by_label.find({marks_[i].run, marks_[i].label});
      if (found == by_label.end()) continue;
      Mark& mark = set_.marks[mark_row_[i]];
      mark.note = found->second;
      mark.how = How::label;
      mark.permille = 250;  // on faulty numbering three of four are wrong
      mark.problems = 0;
      set_.notes[mark.note].marks.push_back(mark_row_[i]);
    }
  }

  void report_duplicates(const std::vector<uint32_t>& taken) {
    for (uint32_t q = 0; q < notes_.notes.size(); ++q) {
      if (duplicates_[q].of == kNone || (!duplicates_[q].sure && taken[q] >= 500)) continue;
      Note& note = set_.notes[q];
      note.duplicate_of = duplicates_[q].of;
      note.truncated = true;
      Place where = place(note.begin.paragraph, note.begin.offset, note.begin.offset);
      where.end = book_.paragraphs[note.end.paragraph].begin + note.end.offset;
      set_.findings.push_back({"N-DUP",
                               Severity::warning,
                               where,
                               {},
                               0,
                               "note " + note.label + " is a truncated print of the note " +
                                   (duplicates_[q].of > q ? "after" : "before") + " it",
                               "delete it and number the notes after it anew"});
    }
  }

  void report_shifts(const std::vector<int32_t>& delta) {
    for (size_t i = 0; i < marks_.size();) {
      if (delta[i] == INT32_MIN || delta[i] == 0) {
        ++i;
        continue;
      }
      size_t last = i, k = i + 1;
      for (; k < marks_.size() && (delta[k] == INT32_MIN || delta[k] == delta[i]); ++k)
        if (delta[k] == delta[i]) last = k;
      const Mark &a = set_.marks[mark_row_[i]], &b = set_.marks[mark_row_[last]];
      const int32_t by = std::abs(delta[i]);
      set_.findings.push_back({"N-SHIFT", Severity::warning, place(a), place(b), delta[i],
                               "noterefs " + a.label + " to " + b.label + " mean the notes printed " +
                                   std::to_string(by) + (delta[i] > 0 ? " higher" : " lower"),
                               "number the notes as their noterefs"});
      i = last + 1;
    }
  }

  // The narrowest stretches that together hold a missing note.
  void report_missing(const std::vector<uint32_t>& missing) {
    for (size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].lost || missing[i] < 30) continue;
      uint32_t sum = 0;
      std::vector<size_t> rows;
      size_t k = i;
      for (; k < marks_.size() && k - i < kLongestReport && sum < kMissingSum && (marks_[k].lost || missing[k] >= 10);
           ++k)
        if (!marks_[k].lost) sum += missing[k], rows.push_back(k);
      if (sum < kMissingSum) continue;
      size_t begin = 0;
      while (begin + 1 < rows.size() && sum - missing[rows[begin]] >= kMissingSum) sum -= missing[rows[begin++]];
      const Mark &a = set_.marks[mark_row_[rows[begin]]], &b = set_.marks[mark_row_[rows.back()]];
      const bool one = begin + 1 == rows.size();
      set_.findings.push_back({"N-MISSING", Severity::warning, place(a), one ? Place{} : place(b), 0,
                               one ? "the note of noteref " + a.label + " is missing"
                                   : "a note is missing among those of noterefs " + a.label + " to " + b.label,
                               "add the note, or remove the noteref"});
      i = k - 1;
    }
  }

  const Book& book_;
  const NoteOptions& options_;
  NoteSet& set_;
  const std::vector<bool>* taken_;
  Found best_;
  NoteRun notes_;
  std::vector<Duplicate> duplicates_;
  std::vector<RunMark> marks_;
  std::vector<uint32_t> mark_row_;  // of each: its row in the set
};

}  // namespace

void find_labelled_notes(const Book& book, const NoteOptions& options, NoteSet& set, const std::vector<bool>* taken) {
  if (options.unlinked == UnlinkedNotes::off) return;
  Unlinked(book, options, set, taken).run();
}

}  // namespace postil
