#include "packer/citations/findings.h"

#include <algorithm>

namespace postil {

Finding unresolved(const Book& book, const Note& note, const std::vector<TextPoint>& from, const Spot& spot,
                   const CiteText& t) {
  Finding f;
  const CiteForm form = spot.citation.form;
  f.code = form == CiteForm::ibid ? "C-IBID" : form == CiteForm::opcit ? "C-OPCIT" : "C-SHORT";
  f.severity = Severity::note;
  if (spot.citation.begin < spot.citation.end && spot.citation.end < from.size()) {
    const TextPoint first = from[spot.citation.begin], last = from[spot.citation.end - 1];
    const Paragraph &a = book.paragraphs[first.paragraph], &b = book.paragraphs[last.paragraph];
    f.where.file = a.file;
    f.where.begin = a.begin + first.offset;
    f.where.end = a.file == b.file ? b.begin + last.offset + 1 : f.where.begin;
  }
  std::string words =
      t.text.substr(spot.citation.begin, std::min<uint32_t>(spot.citation.end - spot.citation.begin, 80));
  std::replace(words.begin(), words.end(), '\n', ' ');
  f.message = "note " + note.label + ": \"" + words + "\" ";
  if (form == CiteForm::ibid) {
    f.message +=
        "has no certain work before it: the note before cites none, several or one that was not understood, or is "
        "missing";
    f.hint = "name the work instead, or restore the note before";
  } else if (spot.ambiguous) {
    f.message += "fits more than one work that the notes cite";
    f.hint = "give the title, or more of it";
  } else {
    f.message += "fits no work that an earlier note gives in full";
    f.hint = "give the work in full where it is cited first, and spell it alike";
  }
  return f;
}

}  // namespace postil
