#include "packer/read/tei_lists.h"

#include <algorithm>
#include <unordered_map>

#include "schema/squeezed.h"

namespace postil {
namespace {

constexpr size_t kMaxAliases = 100;  // of one entity, from the text

bool is(const TreeNode& node, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return node.name == name; });
}

bool is_name(const TreeNode& node) {
  return is(node, {"persname", "placename", "orgname", "geogname", "name", "rs"});
}

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

// A form that can stand for somebody anywhere: "she" or "the town" cannot.
bool is_proper(const std::string& text) {
  return text.size() <= 120 && std::any_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
         });
}

class Lists {
 public:
  explicit Lists(const Tree& tree) : tree_(tree) {}

  std::vector<ListedEntity> run() {
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      const TreeNode& node = tree_.nodes[i];
      if (node.name == "person") item(i, EntityType::person);
      if (node.name == "place") item(i, EntityType::place);
      if (node.name == "org") item(i, EntityType::organization);
      if (node.name == "list" && is_glossary(node)) glossary(i);
    }
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) reference(i);
    return std::move(out_);
  }

 private:
  static bool is_glossary(const TreeNode& list) { return list.attribute("type").find("gloss") != std::string::npos; }

  void add(ListedEntity entity) {
    if (entity.name.empty()) return;
    if (!entity.id.empty()) by_id_.emplace(entity.id, out_.size());
    out_.push_back(std::move(entity));
  }

  void item(uint32_t at, EntityType type) {
    ListedEntity e;
    e.type = type;
    e.id = tree_.nodes[at].attribute("id");
    for (uint32_t c = tree_.nodes[at].child; c != kNone; c = tree_.nodes[c].next) {
      const TreeNode& node = tree_.nodes[c];
      if (node.name.empty()) continue;
      const std::string text = tei_text(tree_, c);
      if (text.empty()) continue;
      if (is_name(node) || is(node, {"settlement", "country", "region"})) {
        if (e.name.empty())
          e.name = text;
        else
          e.aliases.push_back(text);
      } else if (node.name == "idno") {
        if (const std::string kind = lowered(node.attribute("type")); !kind.empty()) e.links.emplace_back(kind, text);
      } else if (is(node, {"occupation", "rolename"})) {
        if (e.role.empty()) e.role = text;
      } else if (is(node, {"note", "desc", "p"})) {
        if (e.description.empty()) e.description = text;
      }
    }
    add(std::move(e));
  }

  // <label>term</label><item>gloss</item>, or <item><term/><gloss/></item>.
  void glossary(uint32_t list) {
    ListedEntity e;
    for (uint32_t c = tree_.nodes[list].child; c != kNone; c = tree_.nodes[c].next) {
      const TreeNode& node = tree_.nodes[c];
      if (node.name == "label") {
        e = {};
        e.name = tei_text(tree_, c);
        e.id = node.attribute("id");
        for (uint32_t k = node.child; k != kNone; k = tree_.nodes[k].next)
          if (tree_.nodes[k].name == "term" && e.id.empty()) e.id = tree_.nodes[k].attribute("id");
      } else if (node.name == "item") {
        const uint32_t term = first_below(c, "term"), gloss = first_below(c, "gloss");
        if (e.name.empty() && term != kNone && gloss != kNone) {
          e.name = tei_text(tree_, term);
          e.id = tree_.nodes[term].attribute("id");
          if (e.id.empty()) e.id = node.attribute("id");
          e.description = tei_text(tree_, gloss);
        } else {
          e.description = tei_text(tree_, c);
        }
        e.type = EntityType::term;
        add(std::move(e));
        e = {};
      }
    }
  }

  uint32_t first_below(uint32_t top, const char* name) const {
    for (uint32_t c = tree_.nodes[top].child; c != kNone; c = tree_.nodes[c].next)
      if (tree_.nodes[c].name == name) return c;
    return kNone;
  }

  void reference(uint32_t i) {
    const TreeNode& node = tree_.nodes[i];
    if (!is_name(node) && node.name != "term") return;
    std::string target = node.attribute("ref");
    if (target.empty()) target = node.attribute("target");
    if (target.size() < 2 || target[0] != '#') return;
    const auto found = by_id_.find(target.substr(1));
    if (found == by_id_.end() || tei_describes(tree_, i)) return;
    ListedEntity& e = out_[found->second];
    std::string text = tei_text(tree_, i);
    while (!text.empty() && (text.back() == ',' || text.back() == ';' || text.back() == ' ')) text.pop_back();
    if (text == e.name || !is_proper(text) || e.aliases.size() >= kMaxAliases) return;
    if (std::find(e.aliases.begin(), e.aliases.end(), text) == e.aliases.end()) e.aliases.push_back(std::move(text));
  }

  const Tree& tree_;
  std::vector<ListedEntity> out_;
  std::unordered_map<std::string, size_t> by_id_;
};

}  // namespace

std::vector<ListedEntity> tei_lists(const Tree& tree) {
  return Lists(tree).run();
}

bool tei_describes(const Tree& tree, uint32_t node) {
  for (uint32_t up = tree.nodes[node].parent; up != kNone; up = tree.nodes[up].parent)
    if (is(tree.nodes[up], {"person", "place", "org", "teiheader", "standoff"})) return true;
  return false;
}

std::string tei_text(const Tree& tree, uint32_t top) {
  std::string out;
  for (uint32_t i = tree.nodes[top].child; i != kNone;) {
    out += tree.nodes[i].text;
    if (tree.nodes[i].child != kNone) {
      i = tree.nodes[i].child;
      continue;
    }
    while (i != top && tree.nodes[i].next == kNone) i = tree.nodes[i].parent;
    i = i == top ? kNone : tree.nodes[i].next;
  }
  return squeezed(out);
}

}  // namespace postil
