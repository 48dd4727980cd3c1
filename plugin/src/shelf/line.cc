#include "shelf/line.h"

#include "schema/checksum.h"
#include "schema/utf8.h"
#include "shelf/json.h"
#include "shelf/time.h"

namespace postil::shelf {
namespace {

constexpr const char* kOn[] = {"nothing", "book", "passage", "entity", "note"};
constexpr const char* kTask[] = {"", "open", "done"};
constexpr const char* kState[] = {"", "reading", "asked", "history", "signature"};
constexpr size_t kHead = 24;  // {"v":"0123456789abcdef",

uint32_t row_of(const char* const* names, uint32_t count, const std::string& name) {
  for (uint32_t i = 0; i < count; ++i)
    if (name == names[i]) return i;
  return 0;
}

void member(std::string& out, const char* name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  append_json(out, text);
}

void lines(std::string& out, const char* name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":[";
  for (bool first = true; !text.empty(); first = false) {
    const size_t end = text.find('\n');
    if (!first) out += ',';
    append_json(out, text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  out += ']';
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& i : items) out += (out.empty() ? "" : "\n") + i;
  return out;
}

}  // namespace

std::string hex64(uint64_t v) {
  std::string out(16, '0');
  for (size_t i = 16; i-- > 0; v >>= 4) out[i] = "0123456789abcdef"[v & 15];
  return out;
}

bool parse_hex64(std::string_view text, uint64_t& v) {
  if (text.size() != 16) return false;
  v = 0;
  for (const char c : text) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return false;
    v = v << 4 | static_cast<uint64_t>(digit);
  }
  return true;
}

std::string write_line(const FieldNote& n) {
  std::string rest = "\"id\":\"" + hex64(n.id) + "\"";
  if (!n.parents.empty()) {
    rest += ",\"follows\":[";
    for (size_t i = 0; i < n.parents.size(); ++i) rest += (i ? ",\"" : "\"") + hex64(n.parents[i]) + "\"";
    rest += ']';
  }
  rest += ",\"clock\":" + std::to_string(n.clock);
  member(rest, "created", utc(n.created));
  member(rest, "changed", utc(n.changed));
  if (n.removed) rest += ",\"removed\":true";
  member(rest, "state", kState[n.state]);
  member(rest, "author", n.author);
  if (n.on) member(rest, "on", kOn[n.on]);
  member(rest, "book", n.book);
  member(rest, "title", n.title);
  member(rest, "subject", n.subject);
  if (n.pos != 0xFFFFFFFFu) rest += ",\"pos\":" + std::to_string(n.pos);
  member(rest, "place", n.place);
  member(rest, "before", n.before);
  member(rest, "quote", n.quote);
  member(rest, "after", n.after);
  member(rest, "text", n.text);
  lines(rest, "tags", n.tags);
  member(rest, "task", kTask[n.task]);
  lines(rest, "attachments", n.attachments);
  rest += '}';
  return "{\"v\":\"" + hex64(checksum64(rest.data(), rest.size())) + "\"," + rest;
}

bool read_line(std::string_view line, FieldNote& n) {
  n = {};
  if (line.size() < kHead || line.size() > kMaxLine || line.substr(0, 6) != "{\"v\":\"" ||
      line.substr(22, 2) != "\"," || !parse_hex64(line.substr(6, 16), n.version) ||
      n.version != checksum64(line.data() + kHead, line.size() - kHead))
    return false;
  bool right = true, named = false;
  const bool object = each_member(line, [&](std::string_view name, JsonValue& v) {
    std::string* const text = name == "book"      ? &n.book
                              : name == "title"   ? &n.title
                              : name == "subject" ? &n.subject
                              : name == "quote"   ? &n.quote
                              : name == "before"  ? &n.before
                              : name == "after"   ? &n.after
                              : name == "text"    ? &n.text
                              : name == "author"  ? &n.author
                              : name == "place"   ? &n.place
                                                  : nullptr;
    if (text) {
      *text = std::move(v.text);
    } else if (name == "id") {
      named = parse_hex64(v.text, n.id);
    } else if (name == "follows") {
      for (const std::string& p : v.items) {
        uint64_t parent = 0;
        right &= parse_hex64(p, parent);
        n.parents.push_back(parent);
      }
    } else if (name == "clock") {
      n.clock = v.value;
    } else if (name == "pos") {
      if (v.kind == JsonValue::number) n.pos = v.value;
    } else if (name == "created") {
      n.created = parse_utc(v.text);
    } else if (name == "changed") {
      n.changed = parse_utc(v.text);
    } else if (name == "removed") {
      n.removed = v.value != 0;
    } else if (name == "on") {
      n.on = row_of(kOn, 5, v.text);
    } else if (name == "state") {
      n.state = row_of(kState, 5, v.text);
    } else if (name == "task") {
      n.task = row_of(kTask, 3, v.text);
    } else if (name == "tags") {
      n.tags = joined(v.items);
    } else if (name == "attachments") {
      n.attachments = joined(v.items);
    }
  });
  return object && right && named;
}

}  // namespace postil::shelf
