#include "packer/exchange/tei.h"

#include <algorithm>
#include <map>

#include "schema/rich_text.h"

namespace postil {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::string element(const std::string& name, const std::string& text, const std::string& attributes = "") {
  return "<" + name + attributes + ">" + escaped(text) + "</" + name + ">";
}

// TEI's elements for one type of entity.
struct Kind {
  const char *type, *list, *item, *name;
};
constexpr Kind kKinds[] = {
    {"person", "listPerson", "person", "persName"},
    {"place", "listPlace", "place", "placeName"},
    {"organization", "listOrg", "org", "orgName"},
    {"people", "listOrg type=\"peoples\"", "org", "orgName"},
    {"event", "listEvent", "event", "label"},
    {"work", "listBibl type=\"works\"", "bibl", "title"},
    {"vessel", "listObject type=\"vessels\"", "object", "objectName"},
    {"other", "listObject", "object", "objectName"},
};

class Writer {
 public:
  explicit Writer(const Contents& contents) : contents_(contents) {
    for (uint32_t i = 0; i < contents.paragraphs.size(); ++i)
      paragraphs_[{contents.paragraphs[i].place.file, contents.paragraphs[i].place.begin}] = i;
  }

  std::string document() {
    head();
    out_ += "<standOff>\n";
    for (const Kind& kind : kKinds) list(kind);
    terms();
    works();
    notes();
    mentions();
    out_ += "</standOff>\n</TEI>\n";
    return std::move(out_);
  }

 private:
  void head() {
    out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"";
    if (!contents_.language.empty()) out_ += " xml:lang=\"" + escaped(contents_.language) + "\"";
    out_ += ">\n<teiHeader><fileDesc><titleStmt>" + element("title", contents_.title);
    for (const std::string& creator : contents_.creators) out_ += element("author", creator);
    out_ +=
        "</titleStmt><publicationStmt><p>Standoff annotation exported by "
        "Postil.</p></publicationStmt><sourceDesc><bibl>" +
        element("title", contents_.title);
    for (const std::string& id : contents_.identifiers) out_ += element("idno", id);
    if (!contents_.source_sha256.empty()) out_ += element("idno", contents_.source_sha256, " type=\"sha256\"");
    out_ += "</bibl></sourceDesc></fileDesc></teiHeader>\n";
  }

  // Attributes that say where a range of the book is.
  std::string pointer(const ContentsPlace& place) const {
    if (place.file >= contents_.files.size()) return "";
    std::string target = contents_.files[place.file].path;
    for (size_t i = 0; i < target.size(); ++i)
      if (target[i] == ' ') target.replace(i, 1, "%20");
    auto row = paragraphs_.upper_bound({place.file, place.begin});
    if (row != paragraphs_.begin() && (--row)->first.first == place.file) {
      const ContentsParagraph& p = contents_.paragraphs[row->second];
      const size_t begin = place.begin - p.place.begin,
                   end = std::min<size_t>(place.end - p.place.begin, p.text.size());
      if (!p.path.empty() && begin <= end)
        target += "#string-range(xpath(/html" + p.path + ")," + std::to_string(characters(p.text.substr(0, begin))) +
                  "," + std::to_string(characters(p.text.substr(begin, end - begin))) + ")";
    }
    return " target=\"" + escaped(target) + "\" n=\"" + std::to_string(place.begin) + "-" + std::to_string(place.end) +
           "\"";
  }

  static size_t characters(const std::string& text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  }

  static std::string id(const char* what, size_t row) { return std::string(what) + "-" + std::to_string(row); }

  void list(const Kind& kind) {
    const std::string name = kind.name, item = kind.item;
    std::string items;
    for (size_t i = 0; i < contents_.entities.size(); ++i) {
      const ContentsEntity& e = contents_.entities[i];
      if (e.name.empty() || e.type != kind.type) continue;
      items += "<" + item + " xml:id=\"" + id("entity", i) + "\">";
      if (item == "object") items += "<objectIdentifier>";
      items += element(name, e.name);
      for (const ContentsAlias& alias : e.aliases)
        if (alias.text != e.name) items += element(name, alias.text, " type=\"alias\"");
      for (const std::string& link : e.links) items += idno(link);
      if (!e.id.empty()) items += element("idno", e.id, " type=\"postil\"");
      if (item == "object") items += "</objectIdentifier>";
      if (!e.role.empty()) items += element("note", e.role, " type=\"role\"");
      if (!e.description.empty()) items += element("note", e.description, " type=\"description\"");
      items += "</" + item + ">\n";
    }
    if (items.empty()) return;
    const std::string list = kind.list;
    out_ += "<" + list + ">\n" + items + "</" + list.substr(0, list.find(' ')) + ">\n";
  }

  static std::string idno(const std::string& link) {
    const size_t colon = link.find(':');
    if (colon == std::string::npos) return element("idno", link);
    return element("idno", link.substr(colon + 1), " type=\"" + escaped(link.substr(0, colon)) + "\"");
  }

  void terms() {
    std::string items;
    for (size_t i = 0; i < contents_.entities.size(); ++i) {
      const ContentsEntity& e = contents_.entities[i];
      if (e.name.empty() || e.type != "term") continue;
      items += "<label><term xml:id=\"" + id("entity", i) + "\">" + escaped(e.name) + "</term></label><item>" +
               element("gloss", e.description, " target=\"#" + id("entity", i) + "\"") + "</item>\n";
    }
    if (!items.empty()) out_ += "<list type=\"gloss\">\n" + items + "</list>\n";
  }

  void works() {
    if (contents_.works.empty()) return;
    out_ += "<listBibl type=\"cited\">\n";
    for (size_t i = 0; i < contents_.works.size(); ++i)
      out_ += element("bibl", contents_.works[i].reference, " xml:id=\"" + id("work", i) + "\"") + "\n";
    out_ += "</listBibl>\n";
  }

  void notes() {
    if (contents_.notes.empty()) return;
    out_ += "<listAnnotation type=\"notes\">\n";
    for (size_t i = 0; i < contents_.notes.size(); ++i) {
      const ContentsNote& note = contents_.notes[i];
      out_ += "<annotation motivation=\"commenting\" xml:id=\"" + id("annotation", i) + "\"";
      if (!note.marks.empty() && note.marks[0] < contents_.marks.size())
        out_ += pointer(contents_.marks[note.marks[0]].place);
      out_ += "><note xml:id=\"" + id("note", i) + "\" type=\"" + escaped(note.kind) + "\"" +
              (note.label.empty() ? "" : " n=\"" + escaped(note.label) + "\"") + ">";
      size_t at = 0;
      for (const ContentsCitation& c : note.citations) {
        if (c.work == kNoRow || c.begin < at || c.end > note.text.size() || c.end <= c.begin) continue;
        append_escaped(out_, note.text.substr(at, c.begin - at));
        out_ += element("ref", note.text.substr(c.begin, c.end - c.begin),
                        " type=\"" + escaped(c.form) + "\" target=\"#" + id("work", c.work) + "\"");
        at = c.end;
      }
      append_escaped(out_, note.text.substr(at));
      out_ += "</note></annotation>\n";
    }
    out_ += "</listAnnotation>\n";
  }

  void mentions() {
    std::string items;
    for (size_t i = 0; i < contents_.entities.size(); ++i)
      for (const ContentsMention& m : contents_.entities[i].mentions)
        items += "<annotation motivation=\"identifying\"" + pointer(m.place) + "><ptr target=\"#" + id("entity", i) +
                 "\"/></annotation>\n";
    if (!items.empty()) out_ += "<listAnnotation type=\"mentions\">\n" + items + "</listAnnotation>\n";
  }

  const Contents& contents_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> paragraphs_;  // file and first byte -> row
  std::string out_;
};

}  // namespace

std::string to_tei(const Contents& contents) {
  return Writer(contents).document();
}

}  // namespace postil
