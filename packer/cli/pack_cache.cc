#include "packer/cli/pack_cache.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <tuple>

#include "packer/cli/cli.h"
#include "packer/encode/encode.h"
#include "packer/read/converters.h"
#include "packer/read/read.h"

namespace postil::cli {
namespace {

namespace fs = std::filesystem;
using OrderedJson = nlohmann::ordered_json;

constexpr const char* kEnding = ".postil-entry";

bool slurp(const std::string& path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  out.assign(std::istreambuf_iterator<char>(file), {});
  return !file.bad();
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string digest_of(const std::string& path) {
  std::string sha256, md5;
  return digest_files({path}, sha256, md5) ? hex(sha256) : "";
}

bool converted(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(std::max<std::streamsize>(0, file.gcount())));
  std::string extension = fs::path(path).extension().string();
  for (char& c : extension)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return !foreign_format(head, extension.empty() ? extension : extension.substr(1)).empty();
}

}  // namespace

bool PackCache::find(const std::vector<std::string>& inputs, const PackOptions& options) {
  OrderedJson key{{"postil", "cache/1"}, {"program", digest_of("/proc/self/exe")}};
  if (key["program"] == "") return false;
  const auto add = [&](const char* what, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      const std::string digest = digest_of(path);
      if (digest.empty()) return false;
      key[what].push_back({base_name(path), digest});
    }
    return true;
  };
  if (!add("inputs", inputs) || !add("entities", options.curated)) return false;
  if (!options.tagger_weights.empty() && !add("weights", {options.tagger_weights})) return false;
  if (!options.reference && std::any_of(inputs.begin(), inputs.end(), converted)) return false;
  const Metadata& m = options.metadata;
  key["options"] = {static_cast<int>(options.notes.unlinked),
                    options.reference,
                    m.title,
                    m.language,
                    m.publisher,
                    m.date,
                    m.series,
                    m.series_index,
                    m.creators,
                    m.identifiers};
  std::string name, error;
  if (!sha256(key.dump(-1, ' ', false, OrderedJson::error_handler_t::replace), name)) return false;
  name = hex(name);
  path_ = folder_ + "/" + name.substr(0, 2) + "/" + name.substr(2) + kEnding;
  return true;
}

// {"postil": "cache/1", "sha256": of what follows, "summary": ..., "report": its size}, LF, the report, the pack.
bool PackCache::read(CachedPack& out) const {
  std::string bytes, digest;
  if (path_.empty() || !slurp(path_, bytes)) return false;
  const size_t line = bytes.find('\n');
  const OrderedJson head = OrderedJson::parse(bytes.substr(0, line), nullptr, false);
  const auto damaged = [&] {
    std::error_code error;
    fs::remove(path_, error);
    return false;
  };
  if (line == std::string::npos || !head.is_object() || head.value("postil", "") != "cache/1" ||
      !head.contains("summary") || !head["summary"].is_string() || !head.contains("report") ||
      !head["report"].is_number_unsigned())
    return damaged();
  const std::string body = bytes.substr(line + 1);
  const size_t report = head["report"].get<size_t>();
  if (!sha256(body, digest) || head.value("sha256", "") != hex(digest) || report > body.size()) return damaged();
  out = {body.substr(report), head["summary"].get<std::string>(), body.substr(0, report)};
  utimensat(AT_FDCWD, path_.c_str(), nullptr, 0);  // used now
  return true;
}

Result PackCache::write(const CachedPack& entry) const {
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  if (error) return {Code::io, "it cannot be made (" + error.message() + "); choose another folder for the cache"};
  const std::string body = entry.report + entry.pack;
  std::string digest;
  if (!sha256(body, digest)) return {Code::no_memory, "there is not enough memory to keep the pack"};
  const OrderedJson head{
      {"postil", "cache/1"}, {"sha256", hex(digest)}, {"summary", entry.summary}, {"report", entry.report.size()}};
  return write_file(path_, head.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n" + body);
}

Result use_of_cache(const std::string& folder, uint64_t limit, CacheUse& use) {
  std::error_code error;
  std::vector<std::tuple<fs::file_time_type, std::string, uint64_t>> entries;
  fs::recursive_directory_iterator at(folder, error), end;
  if (error) return {Code::absent, "it is no folder that can be read; check the name"};
  for (; at != end; at.increment(error)) {
    if (error) return {Code::io, "it cannot be read (" + error.message() + "); check its permissions"};
    if (at->path().extension() != kEnding || !at->is_regular_file(error)) continue;
    const uint64_t size = at->file_size(error);
    const auto time = at->last_write_time(error);
    if (!error) entries.emplace_back(time, at->path().string(), size), use.bytes += size, ++use.entries;
    error.clear();  // another process may have removed it
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& [time, path, size] : entries) {
    if (use.bytes <= limit) break;
    if (fs::remove(path, error)) ++use.removed, --use.entries, use.bytes -= size;
  }
  return {};
}

}  // namespace postil::cli
