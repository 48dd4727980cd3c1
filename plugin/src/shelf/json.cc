#include "shelf/json.h"

#include <cstring>

#include "schema/utf8.h"

namespace postil::shelf {
namespace {

constexpr int kDepth = 32;  // of values that are stepped over

struct Parser {
  const char *at, *end;

  void space() {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) ++at;
  }
  bool eat(char c) {
    space();
    if (at == end || *at != c) return false;
    ++at;
    return true;
  }
  bool word(const char* w) {
    const size_t n = std::strlen(w);
    if (static_cast<size_t>(end - at) < n || std::memcmp(at, w, n) != 0) return false;
    at += n;
    return true;
  }
  bool four(uint32_t& v) {
    if (end - at < 4) return false;
    v = 0;
    for (int i = 0; i < 4; ++i, ++at) {
      const char c = *at;
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      v = v << 4 | static_cast<uint32_t>(digit);
    }
    return true;
  }
  bool string(std::string& out) {
    out.clear();
    if (!eat('"')) return false;
    while (at < end && *at != '"') {
      if (static_cast<uint8_t>(*at) < 0x20) return false;
      if (*at != '\\') {
        out += *at++;
        continue;
      }
      if (++at == end) return false;
      const char c = *at++;
      static const char kFrom[] = "\"\\/bfnrt", kTo[] = "\"\\/\b\f\n\r\t";
      if (c == 'u') {
        uint32_t v = 0, low = 0;
        if (!four(v)) return false;
        if (v >= 0xD800 && v < 0xDC00 && word("\\u") && four(low) && low >= 0xDC00 && low < 0xE000)
          v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
        utf8_append(out, v >= 0xD800 && v < 0xE000 ? 0xFFFD : v);
      } else if (const char* k = std::strchr(kFrom, c); k && c) {
        out += kTo[k - kFrom];
      } else {
        return false;
      }
    }
    return at < end && *at++ == '"' && utf8_valid(out);
  }
  bool number(JsonValue& out) {
    const char* const begin = at;
    uint64_t v = 0;
    while (at < end && *at >= '0' && *at <= '9') {
      if (v <= UINT32_MAX) v = v * 10 + static_cast<uint64_t>(*at - '0');
      ++at;
    }
    const bool whole = at > begin && v <= UINT32_MAX;
    const char* const digits = at;
    while (at < end && std::strchr("+-.eE0123456789", *at) && *at) ++at;
    if (whole && at == digits) out.kind = JsonValue::number, out.value = static_cast<uint32_t>(v);
    return at > begin;
  }
  bool value(JsonValue& out, int depth) {
    out = {};
    space();
    if (at == end || depth == 0) return false;
    if (*at == '"') return out.kind = JsonValue::string, string(out.text);
    if (word("true")) return out.kind = JsonValue::boolean, out.value = 1, true;
    if (word("false")) return out.kind = JsonValue::boolean, true;
    if (word("null")) return true;
    if (*at != '[' && *at != '{') return number(out);
    const bool list = *at++ == '[';
    const char close = list ? ']' : '}';
    bool strings = list;
    std::vector<std::string> items;
    if (!eat(close)) {
      do {
        JsonValue item;
        if (!list && (!string(item.text) || !eat(':'))) return false;
        if (!value(item, depth - 1)) return false;
        strings &= item.kind == JsonValue::string;
        if (strings) items.push_back(std::move(item.text));
      } while (eat(','));
      if (!eat(close)) return false;
    }
    if (strings) out.kind = JsonValue::list, out.items = std::move(items);
    return true;
  }
};

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const uint32_t c = utf8_next(p, end);
    if (c == '"' || c == '\\')
      out += '\\', out += static_cast<char>(c);
    else if (c == '\n')
      out += "\\n";
    else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029) {
      static const char kHex[] = "0123456789abcdef";
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[c >> shift & 15];
    } else {
      utf8_append(out, c);
    }
  }
  out += '"';
}

bool each_member(std::string_view text, const std::function<void(std::string_view, JsonValue&)>& f) {
  Parser p{text.data(), text.data() + text.size()};
  if (!p.eat('{')) return false;
  if (!p.eat('}')) {
    do {
      std::string name;
      JsonValue value;
      if (!p.string(name) || !p.eat(':') || !p.value(value, kDepth)) return false;
      f(name, value);
    } while (p.eat(','));
    if (!p.eat('}')) return false;
  }
  p.space();
  return p.at == p.end;
}

}  // namespace postil::shelf
