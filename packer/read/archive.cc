#include "packer/read/archive.h"

#include <zip.h>

#include <algorithm>
#include <unordered_set>

namespace postil {
namespace {

constexpr const char* kDamaged =
    "it is damaged (its size, method or checksum is not what the archive says); download or export the book again";

constexpr uint32_t kSeveral = 0xFFFFFFFFu;

std::string folded(std::string name) {
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return name;
}

}  // namespace

struct Archive::Zip {
  zip_t* handle = nullptr;
  ~Zip() {
    if (handle) zip_discard(handle);
  }
};

Archive::Archive() : zip_(new Zip) {}
Archive::~Archive() = default;

Result Archive::open(const std::string& path, const ArchiveLimits& limits) {
  limits_ = limits;
  int error = 0;
  zip_->handle = zip_open(path.c_str(), ZIP_RDONLY, &error);
  if (!zip_->handle) {
    if (error == ZIP_ER_NOENT) return {Code::absent, "no such file; check the name"};
    return {Code::corrupt, "it is not a ZIP archive, or a damaged one; download or export it again"};
  }
  const auto count = zip_get_num_entries(zip_->handle, 0);
  if (count < 0 || static_cast<uint64_t>(count) > limits_.entries)
    return {Code::limit, "the archive has " + std::to_string(count) + " entries, more than " +
                             std::to_string(limits_.entries) + "; this is no book"};
  std::unordered_set<std::string> seen;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    const char* raw = zip_get_name(zip_->handle, i, ZIP_FL_ENC_GUESS);
    const std::string name = raw ? raw : "";
    const std::string inside = "/" + name + "/";
    if (name.empty() || name[0] == '/' || (name.size() > 1 && name[1] == ':') || name.find('\\') != std::string::npos ||
        inside.find("/../") != std::string::npos)
      return {Code::corrupt, "this name leads out of the archive; make the archive anew with an honest tool", name};
    if (!seen.insert(name).second) return {Code::corrupt, "the archive has this name twice; make it anew", name};
    const auto [known, fresh] = folded_.emplace(folded(name), static_cast<uint32_t>(names_.size()));
    if (!fresh) known->second = kSeveral;
    names_.push_back(name);
  }
  return {};
}

bool Archive::has(const std::string& name) const {
  return zip_name_locate(zip_->handle, name.c_str(), 0) >= 0;
}

std::string Archive::spelled(const std::string& name) const {
  if (has(name)) return name;
  const auto known = folded_.find(folded(name));
  return known == folded_.end() || known->second == kSeveral ? name : names_[known->second];
}

Result Archive::read(const std::string& name, std::string& out) {
  out.clear();
  const auto index = zip_name_locate(zip_->handle, name.c_str(), 0);
  if (index < 0) return {Code::absent, "it is not in the archive; export the book again", name};
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(zip_->handle, static_cast<zip_uint64_t>(index), 0, &stat) != 0)
    return {Code::corrupt, kDamaged, name};
  const uint64_t size = stat.size, packed = stat.comp_size;
  if (size > limits_.entry_bytes || size > limits_.total_bytes - std::min(total_, limits_.total_bytes))
    return {Code::limit, "it unpacks to " + std::to_string(size) + " bytes, more than Postil reads; split the document",
            name};
  if (size > (1u << 20) && packed < size / limits_.ratio)
    return {Code::limit,
            "it unpacks to more than " + std::to_string(limits_.ratio) +
                " times its size, as a ZIP bomb does; get the book from a source you trust",
            name};
  if (stat.encryption_method != ZIP_EM_NONE)
    return {Code::unsupported, "it is encrypted; Postil reads books without a lock", name};
  zip_file_t* file = zip_fopen_index(zip_->handle, static_cast<zip_uint64_t>(index), 0);
  if (!file) return {Code::corrupt, kDamaged, name};
  out.resize(size);
  uint64_t have = 0;
  while (have < size) {
    const auto n = zip_fread(file, &out[have], size - have);
    if (n <= 0) break;
    have += static_cast<uint64_t>(n);
  }
  char more;
  const bool longer = have == size && zip_fread(file, &more, 1) > 0;
  const bool bad = zip_fclose(file) != 0;
  if (have != size || longer || bad) return {Code::corrupt, kDamaged, name};
  total_ += size;
  return {};
}

}  // namespace postil
