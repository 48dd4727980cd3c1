#include <algorithm>
#include <atomic>
#include <new>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "packer/read/archive.h"
#include "packer/read/markup.h"
#include "packer/read/read.h"
#include "packer/read/style_sheet.h"
#include "packer/structure/href.h"
#include "schema/squeezed.h"

namespace postil {
namespace {

struct Item {
  std::string path, media, properties;
  std::string entry;  // path as the archive spells it
};

struct Package {
  std::string path;
  std::unordered_map<std::string, Item> items;  // by id
  std::vector<std::string> order;               // ids in manifest order
  std::string nav, ncx;
};

bool is_document(const Item& item) {
  return item.media == "application/xhtml+xml" || item.media == "text/html" ||
         item.media == "application/x-dtbook+xml" || item.media == "text/x-oeb1-document";
}

Result find_package(Archive& archive, std::string& path) {
  std::string text;
  if (Result r = archive.read("META-INF/container.xml", text); r) {
    std::vector<XmlRow> rows;
    if (read_xml_rows(text, rows)) {
      for (const XmlRow& row : rows)
        if (row.name == "rootfile" && !row.attribute("full-path").empty()) {
          path = row.attribute("full-path");
          break;
        }
    }
  } else if (r.code != Code::absent) {
    return r;
  }
  if (path.empty() || !archive.has(path))
    for (const std::string& name : archive.names())
      if (name.size() > 4 && name.substr(name.size() - 4) == ".opf") path = name;
  if (path.empty() || !archive.has(path))
    return {Code::corrupt, "it names no package document (OPF); this is not an EPUB, or a damaged one",
            "META-INF/container.xml"};
  return {};
}

// DRM: encrypted documents are named and refused; obfuscated fonts are no lock.
Result check_encryption(Archive& archive) {
  std::string text;
  if (Result r = archive.read("META-INF/encryption.xml", text); !r) return r.code == Code::absent ? Result{} : r;
  std::vector<XmlRow> rows;
  if (!read_xml_rows(text, rows)) return {};
  std::string method;
  for (const XmlRow& row : rows) {
    if (row.name == "encrypteddata") method.clear();
    if (row.name == "encryptionmethod" && method.empty()) method = row.attribute("Algorithm");
    if (row.name == "cipherreference" && method != "http://www.idpf.org/2008/embedding" &&
        method != "http://ns.adobe.com/pdf/enc#RC")
      return {Code::unsupported, "it is encrypted (DRM); Postil reads books without a lock", row.attribute("URI")};
  }
  return {};
}

void read_metadata(const std::vector<XmlRow>& rows, Metadata& m) {
  for (const XmlRow& row : rows) {
    const std::string text = squeezed(row.text);
    if (row.name == "meta") {
      const std::string name = row.attribute("name"), content = row.attribute("content"),
                        property = row.attribute("property");
      if (name == "calibre:series") m.series = content;
      if (name == "calibre:series_index") m.series_index = std::atof(content.c_str());
      if (property == "belongs-to-collection" && m.series.empty()) m.series = text;
      if (property == "group-position") m.series_index = std::atof(text.c_str());
    }
    if (text.empty() || row.parent == kNone || rows[row.parent].name == "item") continue;
    if (row.name == "title" && m.title.empty()) m.title = text;
    if (row.name == "language" && m.language.empty()) m.language = text;
    if (row.name == "publisher" && m.publisher.empty()) m.publisher = text;
    if (row.name == "date" && m.date.empty()) m.date = text;
    if (row.name == "creator") m.creators.push_back(text);
    if (row.name == "identifier") m.identifiers.push_back(text);
  }
}

// A navigation document's list, or an NCX: titles with targets.
void read_nav(const Book& nav, const std::string& base, const std::unordered_map<std::string, uint32_t>& file_of,
              std::vector<TocEntry>& toc) {
  uint32_t top = kNone;
  for (uint32_t i = 0; i < nav.elements.size() && top == kNone; ++i)
    if (nav.elements[i].name == "nav" && nav.elements[i].epub_type.find("toc") != std::string::npos) top = i;
  if (top == kNone) return;
  for (uint32_t i = top; i < nav.elements[top].next; ++i) {
    const Element& e = nav.elements[i];
    if (e.name != "a" || e.href.empty()) continue;
    const Target target = resolve_href(base, e.href);
    const auto file = file_of.find(target.path);
    if (file == file_of.end()) continue;
    TocEntry entry;
    for (uint32_t up = e.parent; up != kNone && up != top; up = nav.elements[up].parent)
      entry.level += nav.elements[up].name == "ol";
    if (entry.level > 0) --entry.level;
    if (e.begin.paragraph < nav.paragraphs.size())
      entry.title = nav.paragraphs[e.begin.paragraph].text.substr(
          e.begin.offset, e.end.paragraph == e.begin.paragraph ? e.end.offset - e.begin.offset : std::string::npos);
    entry.file = file->second;
    entry.anchor = target.anchor;
    toc.push_back(std::move(entry));
  }
}

void read_ncx(const std::vector<XmlRow>& rows, const std::string& base,
              const std::unordered_map<std::string, uint32_t>& file_of, std::vector<TocEntry>& toc) {
  std::string title;
  for (const XmlRow& row : rows) {
    if (row.name == "text") title = squeezed(row.text);
    if (row.name != "content" || row.parent == kNone || rows[row.parent].name != "navpoint") continue;
    const Target target = resolve_href(base, row.attribute("src"));
    const auto file = file_of.find(target.path);
    if (file == file_of.end()) continue;
    TocEntry entry;
    entry.title = title;
    for (uint32_t up = rows[row.parent].parent; up != kNone; up = rows[up].parent)
      entry.level += rows[up].name == "navpoint";
    entry.file = file->second;
    entry.anchor = target.anchor;
    toc.push_back(std::move(entry));
  }
}

struct Document {
  const Item* item = nullptr;
  uint32_t rank = kNone, step = 0, spine_step = 0;
};

// Appends a document that was parsed by itself.
void append(Book&& part, const Document& document, Book& book) {
  const auto index = static_cast<uint32_t>(book.files.size()),
             paragraphs = static_cast<uint32_t>(book.paragraphs.size()),
             elements = static_cast<uint32_t>(book.elements.size());
  SourceFile file;
  file.path = document.item->path;
  file.spine = document.rank;
  file.cfi_step = document.step;
  file.spine_cfi_step = document.spine_step;
  file.first_paragraph = paragraphs;
  file.first_element = elements;
  for (Element& e : part.elements) {
    e.file = index;
    if (e.parent != kNone) e.parent += elements;
    e.next += elements;
    e.begin.paragraph += paragraphs;
    e.end.paragraph += paragraphs;
    book.elements.push_back(std::move(e));
  }
  for (Paragraph& p : part.paragraphs) {
    p.file = index;
    if (p.element != kNone) p.element += elements;
    for (Run& run : p.runs) run.element += elements;
    book.paragraphs.push_back(std::move(p));
  }
  file.end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  file.end_element = static_cast<uint32_t>(book.elements.size());
  book.files.push_back(file);
}

// Reads the documents in their order. Workers parse a few at a time into slots of their own, which are then appended in
// order: what comes out is the same whatever the number of threads, and no more than a few documents are in memory
// twice.
Result add_documents(Archive& archive, const std::vector<Document>& documents, const ReadOptions& options, Book& book,
                     std::unordered_map<std::string, uint32_t>& file_of) {
  struct Slot {
    const Document* document = nullptr;
    std::string text;
    Book part;
    Result result;
  };
  const size_t jobs = std::max(1u, options.jobs);
  for (size_t begin = 0; begin < documents.size();) {
    std::vector<Slot> slots;
    size_t bytes = 0;
    for (; begin < documents.size() && slots.size() < 4 * jobs && (slots.empty() || bytes < (size_t{4} << 20));
         ++begin) {
      Slot slot;
      slot.document = &documents[begin];
      const std::string& path = slot.document->item->path;
      if (Result r = archive.read(slot.document->item->entry, slot.text); !r) {
        if (r.code != Code::absent) return r;
        book.findings.push_back({"E-ABSENT",
                                 Severity::error,
                                 {},
                                 {},
                                 0,
                                 path + " is in the manifest but not in the archive",
                                 "add the file or remove its manifest entry"});
        continue;
      }
      bytes += slot.text.size();
      slots.push_back(std::move(slot));
    }
    std::atomic<size_t> next{0};
    auto work = [&] {
      for (size_t i; (i = next.fetch_add(1)) < slots.size();) {
        Slot& slot = slots[i];
        try {
          slot.result = parse_markup(
              slot.text, slot.document->item->media == "text/html" ? Dialect::html : Dialect::xhtml, 0, slot.part);
        } catch (const std::bad_alloc&) {
          slot.result = {Code::no_memory, "there is not enough memory for it; split the document"};
        }
        std::string().swap(slot.text);
      }
    };
    std::vector<std::thread> workers;
    for (size_t i = 1; i < std::min(jobs, slots.size()); ++i) workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
    for (Slot& slot : slots) {
      if (!slot.result) return {slot.result.code, slot.result.message, slot.document->item->path};
      const Item& item = *slot.document->item;
      if (item.entry != item.path)
        book.findings.push_back({"E-CASE",
                                 Severity::warning,
                                 {static_cast<uint32_t>(book.files.size()), 0, 0},
                                 {},
                                 0,
                                 "the manifest's name " + item.path + " is " + item.entry + " in the archive",
                                 "give both the same case, as most readers need it"});
      file_of.emplace(item.path, static_cast<uint32_t>(book.files.size()));
      append(std::move(slot.part), *slot.document, book);
    }
    if (options.progress) options.progress(begin, documents.size());
  }
  return {};
}

}  // namespace

Result read_epub(const std::string& path, const ReadOptions& options, Book& book) {
  prepare_parser();
  Archive archive;
  if (Result r = archive.open(path); !r) return r;
  if (Result r = check_encryption(archive); !r) return r;
  Package package;
  if (Result r = find_package(archive, package.path); !r) return r;
  std::string text;
  if (Result r = archive.read(package.path, text); !r) return r;
  std::vector<XmlRow> rows;
  if (Result r = read_xml_rows(text, rows); !r) return {r.code, r.message, package.path};
  read_metadata(rows, book.metadata);

  std::vector<std::pair<std::string, uint32_t>> spine;  // id, CFI step
  uint32_t itemref = 0, child = 0, spine_step = 0;
  for (const XmlRow& row : rows) {
    if (row.depth == 1) child += 2;
    if (row.name == "spine") {
      package.ncx = row.attribute("toc");
      spine_step = child;
    }
    if (row.name == "item") {
      const std::string id = row.attribute("id");
      Item item{resolve_href(package.path, row.attribute("href")).path, row.attribute("media-type"),
                row.attribute("properties"), ""};
      item.entry = archive.spelled(item.path);
      if (item.properties.find("nav") != std::string::npos) package.nav = id;
      if (item.media == "application/x-dtbncx+xml" && package.ncx.empty()) package.ncx = id;
      if (package.items.emplace(id, item).second) package.order.push_back(id);
    }
    if (row.name == "itemref") {
      ++itemref;
      spine.emplace_back(row.attribute("idref"), 2 * itemref);
    }
  }
  std::unordered_map<std::string, uint32_t> file_of;
  std::vector<Document> wanted;
  std::unordered_set<std::string> chosen;
  uint32_t rank = 0;
  for (const auto& [id, step] : spine) {
    const auto item = package.items.find(id);
    if (item == package.items.end()) continue;  // a dangling itemref has no rank
    const uint32_t here = rank++;
    if (is_document(item->second) && chosen.insert(item->second.path).second)
      wanted.push_back({&item->second, here, step, spine_step});
  }
  if (Result r = add_documents(archive, wanted, options, book, file_of); !r) return r;
  // Documents outside the spine to which a link leads (notes, now and then).
  std::unordered_map<std::string, const Item*> outside;
  for (const std::string& id : package.order)
    if (const Item& item = package.items[id]; is_document(item) && id != package.nav && !file_of.count(item.path))
      outside.emplace(item.path, &item);
  for (size_t i = 0; i < book.elements.size() && !outside.empty(); ++i) {
    if (book.elements[i].href.empty()) continue;
    const auto found = outside.find(resolve_href(book.files[book.elements[i].file].path, book.elements[i].href).path);
    if (found == outside.end()) continue;
    const Item* item = found->second;
    outside.erase(found);
    if (Result r = add_documents(archive, {{item, kNone, 0, spine_step}}, {}, book, file_of); !r) return r;
  }
  if (book.paragraphs.empty())
    return {Code::corrupt, "the book has no text; was it exported completely?", package.path};
  StyleSheet styles;
  for (const std::string& id : package.order)
    if (package.items[id].media == "text/css" && archive.read(package.items[id].entry, text)) styles.add(text);
  styles.apply(book);
  if (!package.nav.empty() && archive.read(package.items[package.nav].entry, text)) {
    Book nav;
    nav.files.emplace_back();
    if (parse_markup(text, Dialect::xhtml, 0, nav)) read_nav(nav, package.items[package.nav].path, file_of, book.toc);
  }
  if (book.toc.empty() && package.items.count(package.ncx) && archive.read(package.items[package.ncx].entry, text)) {
    std::vector<XmlRow> ncx;
    if (read_xml_rows(text, ncx)) read_ncx(ncx, package.items[package.ncx].path, file_of, book.toc);
  }
  return {};
}

}  // namespace postil
