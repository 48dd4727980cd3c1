#include "packer/exchange/epub.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "packer/exchange/zip_bytes.h"
#include "packer/read/archive.h"
#include "packer/read/read.h"
#include "packer/structure/href.h"

namespace postil {
namespace {

constexpr const char* kGlossary = "postil-glossary.xhtml";

std::string hexadecimal(const std::string& bytes) {
  std::string out;
  for (const unsigned char c : bytes) out += "0123456789abcdef"[c >> 4], out += "0123456789abcdef"[c & 15];
  return out;
}

// A small XML document of the package, with places to put something in.
struct PackageFile {
  std::string path, bytes;
  XhtmlSource source;
  Insertions marks;
  // First node of that name below `from`, kNone where there is none.
  uint32_t find(const std::string& name, uint32_t from = 0) const {
    for (uint32_t i = from; i < source.tree.nodes.size(); ++i)
      if (source.tree.nodes[i].name == name) return i;
    return kNone;
  }
  Result open(Archive& archive, const std::string& name) {
    path = name;
    if (Result r = archive.read(archive.spelled(name), bytes); !r) return {r.code, r.message, name};
    if (Result r = scan_xhtml(bytes, source); !r) return {r.code, r.message, name};
    return {};
  }
};

class Book3 {
 public:
  Book3(const Contents& contents, const std::string& book_path, EpubSummary& summary)
      : contents_(contents), book_path_(book_path), summary_(summary) {}

  Result run(std::string& out) {
    std::string sha256, md5;
    if (Result r = digest_files({book_path_}, sha256, md5); !r) return r;
    if (hexadecimal(sha256) != contents_.source_sha256)
      return {Code::invalid_argument, "the pack was made from another file; give that one, or pack this one again"};
    if (Result r = archive_.open(book_path_); !r) return r;
    if (archive_.has("META-INF/signatures.xml"))
      return {Code::unsupported, "the book is signed, which no change leaves valid; take its signature out first",
              "META-INF/signatures.xml"};
    if (Result r = open_package(); !r) return r;
    open_documents();
    mark_notes(contents_, documents_, summary_);
    if (Result r = add_glossary(); !r) return r;
    return write(out);
  }

 private:
  Result open_package() {
    PackageFile container;
    if (Result r = container.open(archive_, "META-INF/container.xml"); !r) return r;
    const uint32_t root = container.find("rootfile");
    if (root == kNone) return {Code::corrupt, "it names no package document; export the book again", container.path};
    if (Result r = package_.open(archive_, container.source.tree.nodes[root].attribute("full-path")); !r) return r;
    const std::string version = package_.source.tree.nodes[0].attribute("version");
    if (version.empty() || version[0] < '3')
      return {Code::unsupported,
              "it is an EPUB " + (version.empty() ? std::string("of no version") : version) +
                  ", which has no popup notes; convert it to EPUB 3 (ebook-convert IN.epub OUT.epub --epub-version 3) "
                  "and pack that",
              package_.path};
    if (package_.find("manifest") == kNone || package_.find("spine") == kNone)
      return {Code::corrupt, "it has no manifest or no spine; export the book again", package_.path};
    find_spine();
    return {};
  }

  void open_documents() {
    std::vector<std::vector<const ContentsParagraph*>> paragraphs(contents_.files.size());
    for (const ContentsParagraph& p : contents_.paragraphs)
      if (p.place.file < paragraphs.size()) paragraphs[p.place.file].push_back(&p);
    for (uint32_t f = 0; f < contents_.files.size(); ++f) {
      const std::string& path = contents_.files[f].path;
      std::string bytes;
      auto document = std::make_unique<MarkedDocument>();
      Result r = archive_.read(archive_.spelled(path), bytes);
      if (r) r = document->open(path, std::move(bytes), paragraphs[f]);
      if (!r) {
        summary_.documents_left.push_back(path + ": " + r.message);
        document.reset();
      }
      documents_.push_back(std::move(document));
    }
  }

  Result add_glossary() {
    const std::string folder = package_.path.substr(0, package_.path.rfind('/') + 1);
    std::string name = folder + kGlossary;
    while (archive_.has(name)) name.insert(name.size() - 6, "-");
    const std::string page = epub_glossary(contents_, [&](const ContentsPlace& place) {
      return place.file < contents_.files.size() && spine_.count(contents_.files[place.file].path) != 0
                 ? relative_href(name, contents_.files[place.file].path)
                 : std::string();
    });
    if (page.empty()) return {};
    added_.push_back({name, page});
    std::string id = "postil-glossary";
    for (const TreeNode& node : package_.source.tree.nodes)
      while (node.attribute("id") == id) id += "-";
    const auto put = [&](const char* list, const std::string& element) {
      const SourceTag& tag = package_.source.tags[package_.find(list)];
      package_.marks.insert(tag.close, "<" + (tag.prefix.empty() ? "" : tag.prefix + ":") + element + "/>\n");
    };
    if (package_.source.tags[package_.find("spine")].empty())
      return {Code::corrupt, "its spine is empty; export the book again", package_.path};
    put("manifest", "item id=\"" + id + "\" href=\"" + relative_href(package_.path, name) +
                        "\" media-type=\"application/xhtml+xml\"");
    put("spine", "itemref idref=\"" + id + "\"");
    return add_to_contents(name);
  }

  // What a link may lead to: documents outside the spine are none (EPUB 3.3, 6.2).
  void find_spine() {
    std::map<std::string, std::string> items;
    for (const TreeNode& node : package_.source.tree.nodes)
      if (node.name == "item")
        items.emplace(node.attribute("id"), resolve_href(package_.path, node.attribute("href")).path);
    for (const TreeNode& node : package_.source.tree.nodes)
      if (node.name == "itemref") spine_.insert(items[node.attribute("idref")]);
  }

  Result add_to_contents(const std::string& glossary) {
    for (const TreeNode& node : package_.source.tree.nodes) {
      const std::string properties = " " + node.attribute("properties") + " ";
      if (node.name != "item" || properties.find(" nav ") == std::string::npos) continue;
      const std::string path = resolve_href(package_.path, node.attribute("href")).path;
      std::string bytes;
      PackageFile nav;
      if (Result r = nav.open(archive_, path); !r) return r;
      for (uint32_t i = 0; i < nav.source.tree.nodes.size(); ++i) {
        const TreeNode& n = nav.source.tree.nodes[i];
        if (n.name != "nav" || (" " + n.attribute("type") + " ").find(" toc ") == std::string::npos) continue;
        uint32_t list = kNone;
        for (uint32_t c = n.child; c != kNone; c = nav.source.tree.nodes[c].next)
          if (nav.source.tree.nodes[c].name == "ol") list = c;
        if (list == kNone || nav.source.tags[list].empty()) continue;
        const std::string entry = "<li><a href=\"" + relative_href(path, glossary) + "\">Names</a></li>\n";
        for (const auto& d : documents_)
          if (d && d->path() == path) return d->insert(nav.source.tags[list].close, entry), Result();
        nav.marks.insert(nav.source.tags[list].close, entry);
        nav_ = std::move(nav);
        return {};
      }
    }
    return {};
  }

  // The bytes of an entry with what was put in.
  void mark(const std::string& path, const std::string& original, const Insertions& marks, std::string& bytes) {
    if (marks.empty()) return;
    bytes = marks.apply(original);
    listed_[path] = marks.places();
  }

  Result write(std::string& out) {
    std::vector<ZipEntry> entries{{"mimetype", "application/epub+zip", true}};
    std::map<std::string, const MarkedDocument*> marked;
    for (const auto& d : documents_)
      if (d) marked[archive_.spelled(d->path())] = d.get();
    for (const std::string& name : archive_.names()) {
      if (name == "mimetype" || name == kList || (!name.empty() && name.back() == '/')) continue;
      ZipEntry entry{name, ""};
      if (Result r = archive_.read(name, entry.bytes); !r) return {r.code, r.message, name};
      const auto d = marked.find(name);
      if (d != marked.end()) mark(name, d->second->bytes(), d->second->marks(), entry.bytes);
      if (name == archive_.spelled(package_.path)) mark(name, package_.bytes, package_.marks, entry.bytes);
      if (!nav_.path.empty() && name == archive_.spelled(nav_.path)) mark(name, nav_.bytes, nav_.marks, entry.bytes);
      entries.push_back(std::move(entry));
    }
    for (ZipEntry& entry : added_) entries.push_back(std::move(entry));
    nlohmann::ordered_json list{{"postil", "marks/1"}, {"documents", nlohmann::ordered_json::object()}};
    for (const auto& [path, places] : listed_) list["documents"][path] = places;
    entries.push_back({kList, list.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n"});
    return zip_bytes(entries, out);
  }

  static constexpr const char* kList = "META-INF/postil-marks.json";

  const Contents& contents_;
  const std::string& book_path_;
  EpubSummary& summary_;
  Archive archive_;
  PackageFile package_, nav_;
  std::vector<std::unique_ptr<MarkedDocument>> documents_;
  std::set<std::string> spine_;  // paths
  std::vector<ZipEntry> added_;
  std::map<std::string, std::vector<std::pair<size_t, size_t>>> listed_;
};

}  // namespace

Result to_epub(const Contents& contents, const std::string& book_path, std::string& out, EpubSummary& summary) {
  prepare_parser();
  return Book3(contents, book_path, summary).run(out);
}

}  // namespace postil
