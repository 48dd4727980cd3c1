#include "packer/cli/shelf_notes.h"

#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "schema/checksum.h"

namespace postil::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kOn[] = {"nothing", "book", "passage", "entity", "note"};
constexpr const char* kTask[] = {"", "open", "done"};
constexpr const char* kUrn = "urn:postil:note:";
constexpr const char* kColumns[] = {"id",    "version", "created",     "changed", "author", "on",    "book",
                                    "title", "subject", "pos",         "place",   "before", "quote", "after",
                                    "text",  "tags",    "attachments", "task",    "removed"};

std::string string_of(const Json& from, const char* name) {
  const auto at = from.find(name);
  return at != from.end() && at->is_string() ? at->get<std::string>() : "";
}

bool is_id(const std::string& s) {
  return s.size() == 16 && s.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// One field by the name that Markdown and CSV have for it. False: no such field.
bool set_field(Note& n, const std::string& name, const std::string& v) {
  if (name == "id")
    n.id = is_id(v) || v.empty() ? v : derived_id(v);
  else if (name == "version")
    n.version = is_id(v) ? v : "";
  else if (name == "created")
    n.created = seconds_of(v);
  else if (name == "changed")
    n.changed = seconds_of(v);
  else if (name == "author")
    n.author = v;
  else if (name == "on")
    n.on = on_of(v);
  else if (name == "book")
    n.book = v;
  else if (name == "title")
    n.title = v;
  else if (name == "subject")
    n.subject = v;
  else if (name == "pos")
    n.pos = v.empty() ? POSTIL_NONE : static_cast<uint32_t>(std::strtoul(v.c_str(), nullptr, 10));
  else if (name == "place")
    n.place = v;
  else if (name == "before")
    n.before = v;
  else if (name == "quote")
    n.quote = v;
  else if (name == "after")
    n.after = v;
  else if (name == "text")
    n.text = v;
  else if (name == "tags")
    n.tags = v;
  else if (name == "attachments")
    n.attachments = v;
  else if (name == "task")
    n.task = task_of(v);
  else if (name == "removed")
    n.removed = v == "true";
  else
    return false;
  return true;
}

std::string field(const Note& n, const std::string& name) {
  return name == "id"            ? n.id
         : name == "version"     ? n.version
         : name == "created"     ? moment(n.created)
         : name == "changed"     ? moment(n.changed)
         : name == "author"      ? n.author
         : name == "on"          ? on_name(n.on)
         : name == "book"        ? n.book
         : name == "title"       ? n.title
         : name == "subject"     ? n.subject
         : name == "pos"         ? (n.pos == POSTIL_NONE ? "" : std::to_string(n.pos))
         : name == "place"       ? n.place
         : name == "before"      ? n.before
         : name == "quote"       ? n.quote
         : name == "after"       ? n.after
         : name == "text"        ? n.text
         : name == "tags"        ? n.tags
         : name == "attachments" ? n.attachments
         : name == "task"        ? task_name(n.task)
         : n.removed             ? "true"
                                 : "";
}

}  // namespace

Note note_of(const postil_field_note& n) {
  const auto s = [](postil_text t) { return std::string(t.data ? t.data : "", t.size); };
  Note out{s(n.id),    s(n.version), s(n.book), s(n.title),       s(n.subject), s(n.quote), s(n.before),
           s(n.after), s(n.text),    s(n.tags), s(n.attachments), s(n.author),  s(n.place)};
  out.on = n.on, out.task = n.task, out.pos = n.pos, out.created = n.created, out.changed = n.changed;
  out.versions = n.versions, out.conflict = n.conflict, out.removed = n.removed;
  return out;
}

postil_field_note lent(const Note& n) {
  const auto t = [](const std::string& s) { return postil_text{s.data(), static_cast<uint32_t>(s.size())}; };
  postil_field_note out{};
  out.id = t(n.id), out.version = t(n.version), out.book = t(n.book), out.title = t(n.title),
  out.subject = t(n.subject);
  out.quote = t(n.quote), out.before = t(n.before), out.after = t(n.after), out.text = t(n.text), out.tags = t(n.tags);
  out.attachments = t(n.attachments), out.author = t(n.author), out.place = t(n.place);
  out.on = n.on, out.task = n.task, out.pos = n.pos, out.created = n.created, out.changed = n.changed,
  out.removed = n.removed;
  return out;
}

std::string moment(uint32_t seconds) {
  const time_t t = seconds;
  tm parts{};
  gmtime_r(&t, &parts);
  char out[32];
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return out;
}

uint32_t seconds_of(const std::string& text) {
  tm parts{};
  char between = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d%c%2d:%2d:%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &between,
                  &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 7 ||
      (between != 'T' && between != ' '))
    return 0;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  const time_t t = timegm(&parts);
  return t > 0 && t < int64_t{UINT32_MAX} ? static_cast<uint32_t>(t) : 0;
}

const char* on_name(uint32_t on) {
  return kOn[on < 5 ? on : 0];
}
const char* task_name(uint32_t task) {
  return kTask[task < 3 ? task : 0];
}
uint32_t on_of(const std::string& name) {
  for (uint32_t i = 0; i < 5; ++i)
    if (name == kOn[i]) return i;
  return 0;
}
uint32_t task_of(const std::string& name) {
  return name == "open" ? POSTIL_TASK_OPEN : name == "done" ? POSTIL_TASK_DONE : POSTIL_TASK_NONE;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}
std::string joined_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& l : lines) out += (out.empty() ? "" : "\n") + l;
  return out;
}

std::string derived_id(const std::string& source) {
  char out[17];
  std::snprintf(out, sizeof out, "%016llx",
                static_cast<unsigned long long>(checksum64(source.data(), source.size()) | 1));
  return out;
}

std::string write_json_ld(const std::vector<Note>& notes) {
  Json items = Json::array();
  for (const Note& n : notes) {
    Json bodies = Json::array();
    if (!n.text.empty())
      bodies.push_back(
          {{"type", "TextualBody"}, {"purpose", "commenting"}, {"format", "text/markdown"}, {"value", n.text}});
    for (const std::string& tag : lines_of(n.tags))
      bodies.push_back({{"type", "TextualBody"}, {"purpose", "tagging"}, {"value", tag}});
    for (const std::string& a : lines_of(n.attachments))
      bodies.push_back({{"type", "SpecificResource"}, {"purpose", "linking"}, {"source", a}});
    Json selectors = Json::array();
    if (!n.quote.empty() || !n.before.empty() || !n.after.empty())
      selectors.push_back(
          {{"type", "TextQuoteSelector"}, {"exact", n.quote}, {"prefix", n.before}, {"suffix", n.after}});
    if (!n.place.empty()) selectors.push_back({{"type", "FragmentSelector"}, {"value", n.place}});
    Json target{{"source", n.book.empty() ? "urn:postil:nothing" : n.book}};
    if (!selectors.empty()) target["selector"] = selectors;
    Json one{{"@context", "http://www.w3.org/ns/anno.jsonld"},
             {"id", kUrn + n.id},
             {"type", "Annotation"},
             {"motivation", n.quote.empty() ? "commenting" : "highlighting"},
             {"created", moment(n.created)},
             {"modified", moment(n.changed)}};
    if (!n.author.empty()) one["creator"] = {{"type", "Person"}, {"name", n.author}};
    one["body"] = bodies;
    one["target"] = target;
    Json own{{"version", n.version}, {"on", on_name(n.on)}};
    if (!n.title.empty()) own["title"] = n.title;
    if (!n.subject.empty()) own["subject"] = n.subject;
    if (n.pos != POSTIL_NONE) own["pos"] = n.pos;
    if (n.task) own["task"] = task_name(n.task);
    if (n.removed) own["removed"] = true;
    one["urn:postil:field-note"] = own;
    items.push_back(std::move(one));
  }
  return Json{{"@context", "http://www.w3.org/ns/anno.jsonld"}, {"type", "AnnotationPage"}, {"items", items}}.dump(
             1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

Result read_json_ld(const std::string& bytes, std::vector<Note>& notes) {
  const Json page = Json::parse(bytes, nullptr, false);
  if (page.is_discarded()) return {Code::corrupt, "it is no JSON; export it again"};
  Json items = page.is_array()                              ? page
               : page.is_object() && page.contains("items") ? page["items"]
                                                            : Json::array({page});
  if (!items.is_array()) items = Json::array({items});
  for (const Json& a : items) {
    if (!a.is_object() || string_of(a, "type") != "Annotation") continue;
    Note n;
    const std::string id = string_of(a, "id");
    n.id = id.rfind(kUrn, 0) == 0 && is_id(id.substr(16))
               ? id.substr(16)
               : derived_id(id.empty() ? a.dump(-1, ' ', false, Json::error_handler_t::replace) : id);
    n.created = seconds_of(string_of(a, "created"));
    n.changed = seconds_of(string_of(a, "modified"));
    if (!n.changed) n.changed = n.created;
    const auto creator = a.find("creator");
    if (creator != a.end())
      n.author = creator->is_string()   ? creator->get<std::string>()
                 : creator->is_object() ? string_of(*creator, "name")
                                        : "";
    std::vector<std::string> tags, links;
    Json bodies = a.contains("body") ? a["body"] : a.contains("bodyValue") ? a["bodyValue"] : Json::array();
    if (!bodies.is_array()) bodies = Json::array({bodies});
    for (const Json& b : bodies) {
      if (b.is_string()) {
        n.text += (n.text.empty() ? "" : "\n\n") + b.get<std::string>();
      } else if (b.is_object()) {
        const std::string purpose = string_of(b, "purpose"), value = string_of(b, "value");
        if (purpose == "tagging")
          tags.push_back(value);
        else if (purpose == "linking")
          links.push_back(string_of(b, "source"));
        else if (!value.empty())
          n.text += (n.text.empty() ? "" : "\n\n") + value;
      }
    }
    n.tags = joined_lines(tags);
    n.attachments = joined_lines(links);
    Json target = a.contains("target") ? a["target"] : Json();
    if (target.is_array() && !target.empty()) target = Json(target[0]);
    if (target.is_string()) n.book = target.get<std::string>();
    if (target.is_object()) {
      n.book = string_of(target, "source");
      if (n.book.empty()) n.book = string_of(target, "id");
      Json selectors = target.contains("selector") ? target["selector"] : Json::array();
      if (!selectors.is_array()) selectors = Json::array({selectors});
      for (const Json& s : selectors) {
        if (!s.is_object()) continue;
        if (string_of(s, "type") == "TextQuoteSelector")
          n.quote = string_of(s, "exact"), n.before = string_of(s, "prefix"), n.after = string_of(s, "suffix");
        if (string_of(s, "type") == "FragmentSelector") n.place = string_of(s, "value");
      }
    }
    if (n.book == "urn:postil:nothing") n.book.clear();
    n.on = n.book.empty() ? POSTIL_ON_NOTHING : n.quote.empty() ? POSTIL_ON_BOOK : POSTIL_ON_PASSAGE;
    const auto own = a.find("urn:postil:field-note");
    if (own != a.end() && own->is_object()) {
      n.version = string_of(*own, "version");
      n.on = on_of(string_of(*own, "on"));
      n.title = string_of(*own, "title");
      n.subject = string_of(*own, "subject");
      n.task = task_of(string_of(*own, "task"));
      n.removed = own->value("removed", false);
      if (own->contains("pos") && (*own)["pos"].is_number_unsigned()) n.pos = (*own)["pos"].get<uint32_t>();
    }
    notes.push_back(std::move(n));
  }
  return notes.empty() ? Result{Code::corrupt, "no annotation is in it; give W3C Web Annotations as JSON-LD"}
                       : Result{};
}

std::string write_csv(const std::vector<Note>& notes) {
  std::string out;
  const auto cell = [&](const std::string& s, bool first) {
    if (!first) out += ',';
    out += '"';
    for (const char c : s) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  };
  for (const char* c : kColumns) cell(c, c == kColumns[0]);
  out += "\r\n";
  for (const Note& n : notes) {
    for (const char* c : kColumns) cell(field(n, c), c == kColumns[0]);
    out += "\r\n";
  }
  return out;
}

Result read_csv(const std::string& bytes, std::vector<Note>& notes) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false, any = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    rows.push_back(std::move(row));
    row.clear();
    any = false;
  };
  for (size_t i = bytes.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < bytes.size() && bytes[i + 1] == '"')
        cell += '"', ++i;
      else
        quoted = false;
    } else if (c == '"') {
      quoted = any = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
      any = true;
    } else if (c == '\n') {
      if (any || !cell.empty() || !row.empty()) end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) return {Code::corrupt, "a quotation mark is not closed; export it again"};
  if (any || !cell.empty() || !row.empty()) end_row();
  if (rows.empty()) return {Code::corrupt, "it is empty; its first line names the columns"};
  Note probe;
  bool text = false;
  for (const std::string& name : rows[0]) text |= (name == "text" || name == "quote") && set_field(probe, name, "");
  if (!text)
    return {Code::corrupt, "its first line names no column \"text\" or \"quote\"; name the columns as an export does"};
  for (size_t r = 1; r < rows.size(); ++r) {
    Note n;
    for (size_t c = 0; c < rows[r].size() && c < rows[0].size(); ++c) set_field(n, rows[0][c], rows[r][c]);
    notes.push_back(std::move(n));
  }
  return {};
}

// The front matter is JSON values behind names, which YAML reads as well; `bytes` says how long the words are. A file of one note that was written by
// hand needs neither front matter nor `bytes`.
Result read_markdown(const std::string& bytes, std::vector<Note>& notes) {
  size_t at = 0, line = 1;
  while (at < bytes.size()) {
    const size_t start = bytes.find_first_not_of("\r\n", at);
    if (start == std::string::npos) break;
    Note n;
    size_t size = std::string::npos;
    at = start;
    if (bytes.compare(at, 4, "---\n") == 0) {
      at += 4;
      for (;; ++line) {
        const size_t end = bytes.find('\n', at);
        if (end == std::string::npos)
          return {Code::corrupt, "its front matter has no end; close it with ---", std::to_string(line)};
        const std::string row = bytes.substr(at, end - at);
        at = end + 1;
        if (row == "---") break;
        const size_t colon = row.find(": ");
        if (colon == std::string::npos) continue;
        const std::string name = row.substr(0, colon), rest = row.substr(colon + 2);
        const Json v = Json::parse(rest, nullptr, false);
        if (name == "bytes" && v.is_number_unsigned()) {
          size = v.get<size_t>();
        } else if (v.is_array()) {
          std::vector<std::string> items;
          for (const Json& i : v)
            if (i.is_string()) items.push_back(i.get<std::string>());
          set_field(n, name, joined_lines(items));
        } else {
          set_field(n, name, v.is_string() ? v.get<std::string>() : rest);
        }
      }
    }
    if (size == std::string::npos) size = bytes.size() - at;
    if (size > bytes.size() - at) return {Code::corrupt, "a note is cut short; export it again"};
    n.text = bytes.substr(at, size);
    at += size;
    if (n.id.empty() && n.text.find_first_not_of(" \r\n") == std::string::npos) continue;
    notes.push_back(std::move(n));
  }
  return notes.empty() ? Result{Code::corrupt, "no note is in it; write some words"} : Result{};
}

}  // namespace postil::cli
