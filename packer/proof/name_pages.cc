// Names: what the card says, where they are met, what a correction would be.
#include <algorithm>

#include "packer/proof/page.h"

namespace postil::proof {
namespace {

constexpr size_t kSnippets = 12;      // mentions that are shown in context
constexpr size_t kSnippetBytes = 60;  // each side

// How often an entity is met in each chapter.
std::vector<uint32_t> by_chapter(const Contents& c, const ContentsEntity& e) {
  std::vector<uint32_t> out(std::max<size_t>(1, c.chapters.size()));
  for (const ContentsMention& m : e.mentions)
    if (m.place.chapter < out.size()) ++out[m.place.chapter];
  return out;
}

// A bar for each chapter; at most 120, so that many chapters share one.
std::string dispersion(const Contents& c, const ContentsEntity& e) {
  const std::vector<uint32_t> counts = by_chapter(c, e);
  const size_t bars = std::min<size_t>(counts.size(), 120);
  std::vector<uint32_t> heights(bars);
  for (size_t i = 0; i < counts.size(); ++i) heights[i * bars / counts.size()] += counts[i];
  const uint32_t most = std::max(1u, *std::max_element(heights.begin(), heights.end()));
  size_t met = 0;
  for (uint32_t n : counts) met += n > 0;
  std::string out = "<svg class=\"spread\" viewBox=\"0 0 " + std::to_string(bars * 4) +
                    " 24\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"In " + std::to_string(met) + " of " +
                    std::to_string(counts.size()) + " chapters\">";
  for (size_t i = 0; i < bars; ++i) {
    if (!heights[i]) continue;
    const uint32_t height = 3 + heights[i] * 21 / most;
    out += "<rect x=\"" + std::to_string(i * 4) + "\" y=\"" + std::to_string(24 - height) + "\" width=\"3\" height=\"" +
           std::to_string(height) + "\"/>";
  }
  return out + "</svg>";
}

std::string snippet(const Contents& c, const Places& places, const ContentsMention& m) {
  const uint32_t row = places.paragraph(m.place);
  if (row == kNoRow) return "";
  const ContentsParagraph& p = c.paragraphs[row];
  const size_t begin = m.place.begin - p.place.begin, end = m.place.end - p.place.begin;
  if (begin >= end || end > p.text.size()) return "";
  auto inside = [&](size_t at) {
    return at > 0 && at < p.text.size() && (static_cast<unsigned char>(p.text[at]) & 0xC0) == 0x80;
  };
  size_t from = begin > kSnippetBytes ? begin - kSnippetBytes : 0, to = std::min(p.text.size(), end + kSnippetBytes);
  while (inside(from)) --from;
  while (inside(to)) ++to;
  return "<li>" + std::string(from ? "…" : "") + escaped(p.text.substr(from, begin - from)) + "<a href=\"" +
         places.text(m.place) + "\">" + escaped(p.text.substr(begin, end - begin)) + "</a>" +
         escaped(p.text.substr(end, to - end)) + (to < p.text.size() ? "…" : "") +
         (m.note == kNoRow ? "" : " <span class=\"kind\">in a note</span>") + "</li>";
}

// A string of a curated file.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 32) out += c;
  }
  return out + "\"";
}

std::string card(const Contents& c, const Places& places, uint32_t row, const ProofOptions& options) {
  const ContentsEntity& e = c.entities[row];
  std::string out = "<section class=\"row\" id=\"name-" + std::to_string(row) + "\"><h2>" + escaped(e.name) +
                    " <span class=\"kind\">" + escaped(e.type) + (e.role.empty() ? "" : ", " + escaped(e.role)) +
                    "</span></h2>";
  if (!e.description.empty())
    out += "<p>" + escaped(e.description) + " <span class=\"kind\">" + escaped(e.description_source) + "</span></p>";
  for (const std::string& statement : e.statements) out += "<p>" + escaped(statement) + "</p>";
  std::string aliases;
  for (const ContentsAlias& alias : e.aliases)
    if (alias.text != e.name || e.aliases.size() > 1)
      aliases += (aliases.empty() ? "" : ", ") + escaped(alias.text) + " (" + std::to_string(alias.count) +
                 (alias.ambiguous ? ", others too" : "") + ")";
  if (!aliases.empty()) out += "<p class=\"from\">Called " + aliases + "</p>";
  out += dispersion(c, e);
  if (!e.mentions.empty()) {
    std::string rows;
    for (size_t i = 0; i < std::min(kSnippets, e.mentions.size()); ++i) rows += snippet(c, places, e.mentions[i]);
    out += "<details><summary>" + counted(e.mentions.size(), "mention") + "</summary><ul class=\"mentions\">" + rows +
           "</ul>" +
           (e.mentions.size() > kSnippets
                ? "<p class=\"from\">and " + std::to_string(e.mentions.size() - kSnippets) + " more</p>"
                : "") +
           "</details>";
  }
  std::string related, notes, wrote, about;
  for (const ContentsConcerned& w : e.works)
    if (w.work < c.works.size()) {
      std::string& list = w.author ? wrote : about;
      const ContentsWork& work = c.works[w.work];
      list += (list.empty() ? "" : "; ") + std::string("<a href=\"") + places.work(w.work) + "\">" +
              escaped(work.title.empty() ? work.reference : work.title) + "</a>";
    }
  for (const ContentsRelated& r : e.related)
    if (r.entity < c.entities.size() && !places.name(r.entity).empty())
      related += (related.empty() ? "" : ", ") + std::string("<a href=\"") + places.name(r.entity) + "\">" +
                 escaped(c.entities[r.entity].name) + "</a>";
  for (size_t i = 0; i < std::min<size_t>(e.notes.size(), 40); ++i)
    if (e.notes[i] < c.notes.size())
      notes += (notes.empty() ? "" : ", ") + std::string("<a href=\"") + places.note(e.notes[i]) + "\">note " +
               escaped(c.notes[e.notes[i]].label) + "</a>";
  if (!related.empty()) out += "<p class=\"from\">With " + related + "</p>";
  if (!notes.empty()) out += "<p class=\"from\">In " + notes + "</p>";
  if (!wrote.empty()) out += "<p class=\"from\">Cited as author of " + wrote + "</p>";
  if (!about.empty()) out += "<p class=\"from\">Cited works on it: " + about + "</p>";
  for (const std::string& link : e.links) out += "<p class=\"from\">" + escaped(link) + "</p>";
  for (const ProofOptions::CuratedLine& line : options.curated)
    if (!e.id.empty() && line.id == e.id) out += "<p class=\"from\">Curated at " + escaped(line.place) + "</p>";
  out += "<p class=\"curate\"><code>{ \"id\": " + escaped(quoted(e.id)) + ", \"name\": " + escaped(quoted(e.name)) +
         ", \"type\": \"" + e.type +
         "\" }</code> <button type=\"button\" class=\"copy\" hidden>Copy for the entity file</button></p></section>\n";
  return out;
}

}  // namespace

std::vector<ProofFile> name_files(const Contents& c, const Places& places, const ProofOptions& options) {
  std::vector<ProofFile> out;
  const std::vector<uint32_t>& order = places.name_order();
  const size_t pages = std::max<size_t>(1, (order.size() + kNamesOnPage - 1) / kNamesOnPage);
  for (size_t p = 0; p < pages; ++p) {
    std::string body =
        "<form class=\"find\" role=\"search\" hidden><label for=\"find\">Find a name</label> <input id=\"find\" "
        "type=\"search\" autocomplete=\"off\" "
        "spellcheck=\"false\"><ol id=\"found\" aria-live=\"polite\"></ol></form>\n" +
        pager("names", p + 1, pages) + "<p>" + counted(order.size(), "name") + ", most mentioned first.</p>\n";
    for (size_t i = p * kNamesOnPage; i < std::min(order.size(), (p + 1) * kNamesOnPage); ++i)
      body += card(c, places, order[i], options);
    body += pager("names", p + 1, pages);
    out.push_back({"names-" + std::to_string(p + 1) + ".html", page(c, "Names", "Names", body)});
  }
  // What the search field looks through: [name, href, type, other names].
  std::string index = "var postilNames=[";
  auto text = [](const std::string& s) {
    std::string safe;
    for (char ch : quoted(s)) {
      if (ch == '<')
        safe += "\\u003c";
      else
        safe += ch;
    }
    return safe;
  };
  for (uint32_t row : order) {
    std::string others;
    for (const ContentsAlias& alias : c.entities[row].aliases) others += (others.empty() ? "" : " | ") + alias.text;
    index += (index.back() == '[' ? "\n[" : ",\n[") + text(c.entities[row].name) + "," + text(places.name(row)) +
             ",\"" + c.entities[row].type + "\"," + text(others) + "]";
  }
  out.push_back({"names.js", index + "];\n"});
  return out;
}

}  // namespace postil::proof
