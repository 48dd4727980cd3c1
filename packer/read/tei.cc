// TEI P5: its elements become HTML's where HTML has them, its notes leave the sentences in which they stand.
#include <algorithm>
#include <unordered_map>

#include "packer/read/markup.h"
#include "packer/read/read.h"
#include "packer/read/tei_lists.h"
#include "schema/squeezed.h"

namespace postil {
namespace {

bool listed(std::string_view words, const std::string& word) {
  return words.find(" " + word + " ") != std::string_view::npos;
}

class Tei {
 public:
  explicit Tei(Tree& tree) : tree_(tree) {}

  void run() {
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) index(i);
    for (const uint32_t note : notes_) place(note);
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i)
      if (!tree_.nodes[i].name.empty()) translate(i);
  }

 private:
  TreeNode& at(uint32_t i) { return tree_.nodes[i]; }

  static void set(TreeNode& node, const char* name, std::string value, const char* prefix = "") {
    node.attributes.push_back({name, std::move(value), prefix});
  }

  void index(uint32_t i) {
    const TreeNode& node = at(i);
    if (const std::string id = node.attribute("id"); !id.empty()) ids_.emplace(id, i);
    if (node.name == "note" && !tei_describes(tree_, i)) notes_.push_back(i);
    if ((node.name == "ref" || node.name == "ptr") && node.attribute("target")[0] == '#')
      refs_[node.attribute("target").substr(1)].push_back(i);
  }

  bool container(uint32_t i) {
    return listed(
        " tei text body front back group div div1 div2 div3 div4 div5 div6 div7 list notegrp listnote listannotation "
        "lg sp "
        "titlepage ",
        at(i).name);
  }

  bool only_notes(uint32_t i) {
    for (uint32_t c = at(i).child; c != kNone; c = at(c).next)
      if (at(c).name.empty() ? at(c).text.find_first_not_of(" \t\r\n") != std::string::npos : at(c).name != "note")
        return false;
    return true;
  }

  // A note stands where it belongs (a mark is left there), or by itself, where links lead to it.
  void place(uint32_t note) {
    if (at(note).parent == kNone) return;
    std::string id = at(note).attribute("id");
    const std::string kind = kind_of(note);
    const bool apart = container(at(note).parent) || only_notes(at(note).parent);
    if (id.empty()) {
      // No source can have this id: the character is none of XML's.
      id = "\x01" + std::to_string(note);
      set(at(note), "id", id);
    }
    if (!apart) {
      take_out(note, id);
    } else {
      std::string targets = at(note).attribute("target") + " ";
      for (size_t begin = 0, end; (end = targets.find(' ', begin)) != std::string::npos; begin = end + 1)
        if (end > begin + 1 && targets[begin] == '#') mark_at(targets.substr(begin + 1, end - begin - 1), note, id);
      if (const auto refs = refs_.find(id); refs != refs_.end())
        for (const uint32_t ref : refs->second) {
          const std::string text = tei_text(tree_, ref);
          const size_t ink = static_cast<size_t>(std::count_if(
              text.begin(), text.end(), [](char c) { return c > ' ' || static_cast<signed char>(c) < 0; }));
          if (ink > 6 && refs->second.size() > 1 && at(ref).attribute("type").find("note") == std::string::npos)
            continue;  // "see note 12 above"
          make_mark(ref, id, ink == 0 ? at(note).attribute("n") : "");
        }
    }
    TreeNode& n = at(note);
    n.name = "aside";
    set(n, "type", kind == "endnote" ? "endnote" : "footnote", "epub");
    set(n, "class", kind);
  }

  std::string kind_of(uint32_t note) {
    const TreeNode& n = at(note);
    const std::string words = " " + n.attribute("type") + " " + n.attribute("place") + " " + n.attribute("resp") + " ";
    for (const char* kind : {"translator", "editor", "gloss", "margin"})
      if (words.find(kind) != std::string::npos) return kind;
    if (words.find("#tr") != std::string::npos) return "translator";
    return words.find("end") != std::string::npos ? "endnote" : "footnote";
  }

  void make_mark(uint32_t i, const std::string& id, const std::string& label) {
    TreeNode& a = at(i);
    a.name = "a";
    set(a, "href", "#" + id);
    set(a, "type", "noteref", "epub");
    if (!label.empty()) set(a, "n", label);
  }

  void mark_at(const std::string& anchor, uint32_t note, const std::string& id) {
    const auto found = ids_.find(anchor);
    if (found == ids_.end()) return;
    const std::string label = at(note).attribute("n");
    if (at(found->second).name == "anchor") return make_mark(found->second, id, label);
    const auto a = static_cast<uint32_t>(tree_.nodes.size());
    tree_.nodes.emplace_back();
    at(a).parent = found->second;
    make_mark(a, id, label);
    uint32_t* tail = &at(found->second).child;
    while (*tail != kNone) tail = &at(*tail).next;
    *tail = a;
  }

  // Puts a mark where the note stands and the note behind the paragraph, list or table around it.
  void take_out(uint32_t note, const std::string& id) {
    const auto a = static_cast<uint32_t>(tree_.nodes.size());
    tree_.nodes.emplace_back();
    const uint32_t parent = at(note).parent;
    at(a).parent = parent;
    at(a).next = at(note).next;
    uint32_t* link = &at(parent).child;
    while (*link != note) link = &at(*link).next;
    *link = a;
    make_mark(a, id, at(note).attribute("n"));
    uint32_t unit = parent;
    while (at(unit).parent != kNone && !container(at(unit).parent)) unit = at(unit).parent;
    if (at(unit).parent == kNone) unit = parent;
    uint32_t& tail = last_.emplace(unit, unit).first->second;
    at(note).parent = at(unit).parent;
    at(note).next = at(tail).next;
    at(tail).next = note;
    tail = note;
  }

  bool has_blocks(uint32_t i) {
    for (uint32_t c = at(i).child; c != kNone; c = at(c).next)
      if (listed(" p ab lg l list div table head quote blockquote ul ", at(c).name)) return true;
    return false;
  }

  void translate(uint32_t i) {
    TreeNode& node = at(i);
    const std::string name = node.name,
                      rend = node.attribute("rend") + node.attribute("rendition") + node.attribute("style");
    auto has = [&](const char* word) { return rend.find(word) != std::string::npos; };
    if (listed(" p aside a ", name)) return;
    const std::string parent = node.parent == kNone ? "" : at(node.parent).name;
    if (listed(" text body front back group div div1 div2 div3 div4 div5 div6 div7 titlepage ", name)) {
      node.name = "section";
    } else if (name == "tei") {
      node.name = "html";
    } else if (name == "head") {
      uint32_t depth = 0;
      for (uint32_t up = node.parent; up != kNone; up = at(up).parent)
        depth += at(up).name == "section" && up != node.parent;
      node.name = parent == "figure"    ? "figcaption"
                  : parent == "section" ? "h" + std::to_string(std::clamp(depth, 1u, 6u))
                                        : "p";
    } else if (listed(
                   " ab byline dateline opener closer salute signed trailer argument epigraph postscript speaker "
                   "stage titlepart "
                   "docauthor docimprint doctitle docdate imprimatur figdesc l address addrline note desc occupation ",
                   name)) {
      node.name = name == "figdesc" ? "template" : "p";
      if (name == "l") set(node, "class", "verse");
    } else if (name == "lg" || name == "sp" || name == "notegrp" || name.compare(0, 4, "list") == 0) {
      node.name = name == "list" ? "ul" : "div";
      if (name == "lg") set(node, "class", "verse");
    } else if (listed(" person place org item bibl label ", name) && (parent == "ul" || parent == "div")) {
      node.name = "li";
    } else if (name == "row") {
      node.name = "tr";
    } else if (name == "cell") {
      node.name = "td";
    } else if (name == "quote" || name == "q" || name == "said" || name == "cit") {
      node.name = has_blocks(i) ? "blockquote" : "q";
    } else if (name == "hi" || name == "emph" || name == "foreign" || name == "title" || name == "mentioned") {
      node.name = has("sup") ? "sup" : has("sub") ? "sub" : has("bold") ? "strong" : has("underline") ? "u" : "em";
      if (has("smallcap") || has("small-cap")) node.name = "span", set(node, "class", "sc");
      if (name == "hi" && rend.empty()) node.name = "span";
      if (name == "title" && listed(" a u ", node.attribute("level"))) node.name = "span";
    } else if (name == "ref" || name == "ptr") {
      node.name = "a";
      set(node, "href", node.attribute("target"));
    } else if (name == "lb") {
      node.name = node.attribute("break") == "no" ? "wbr" : "br";
    } else if (name == "graphic") {
      node.name = "img";
      set(node, "src", node.attribute("url"));
    } else if (listed(" fw sic orig expan facsimile standoff gap del ", name) &&
               (parent == "choice" || listed(" fw facsimile standoff ", name))) {
      node.name = "template";  // one of two readings, or no text of the work
    } else if (listed(" persname placename orgname name rs geogname term gloss objectname ", name)) {
      set(node, "href", node.attribute("ref").empty() ? node.attribute("target") : node.attribute("ref"));
      set(node, "title", node.attribute("key"));
    }
  }

  Tree& tree_;
  std::vector<uint32_t> notes_;
  std::unordered_map<std::string, uint32_t> ids_;
  std::unordered_map<std::string, std::vector<uint32_t>> refs_;  // target -> links
  std::unordered_map<uint32_t, uint32_t> last_;                  // paragraph -> what was put behind it last
};

void read_header(const Tree& tree, Metadata& m) {
  for (const TreeNode& node : tree.nodes) {
    if (node.name == "tei" && m.language.empty()) m.language = node.attribute("lang");
    if (node.name == "language" && m.language.empty()) m.language = node.attribute("ident");
    if (node.child == kNone || !tree.nodes[node.child].name.empty() || node.parent == kNone) continue;
    const std::string& parent = tree.nodes[node.parent].name;
    const std::string text = squeezed(tree.nodes[node.child].text);
    if (text.empty()) continue;
    if (node.name == "title" && parent == "titlestmt" && m.title.empty()) m.title = text;
    if (node.name == "author" && parent == "titlestmt") m.creators.push_back(text);
    if (node.name == "publisher" && parent == "publicationstmt" && m.publisher.empty()) m.publisher = text;
    if (node.name == "date" && parent == "publicationstmt" && m.date.empty()) m.date = text;
    if (node.name == "idno" && parent == "publicationstmt") m.identifiers.push_back(text);
  }
}

}  // namespace

Result read_tei(std::string_view bytes, const std::string& name, Book& book) {
  Tree tree;
  if (Result r = parse_tree(bytes, Dialect::xhtml, tree); !r) return r;
  const auto index = static_cast<uint32_t>(book.files.size());
  if (index == 0) read_header(tree, book.metadata);
  for (ListedEntity& entity : tei_lists(tree)) book.listed.push_back(std::move(entity));
  Tei(tree).run();
  SourceFile file;
  file.path = name;
  file.spine = index;
  file.first_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  file.first_element = static_cast<uint32_t>(book.elements.size());
  flatten(tree, index, book, false);
  file.end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  file.end_element = static_cast<uint32_t>(book.elements.size());
  book.files.push_back(file);
  book.declares_notes = true;
  if (file.first_paragraph == file.end_paragraph)
    return {Code::corrupt, "the document has no text; was it exported completely?"};
  return {};
}

}  // namespace postil
