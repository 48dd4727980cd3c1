#include "packer/exchange/zip_bytes.h"

#include <zip.h>

#include <memory>

namespace postil {

Result zip_bytes(const std::vector<ZipEntry>& entries, std::string& out) {
  zip_error_t error;
  zip_error_init(&error);
  const Result failed(Code::no_memory, "the archive cannot be made; free some memory");
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (!buffer) return failed;
  zip_source_keep(buffer);
  std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> keep(buffer, zip_source_free);
  zip_t* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  if (!zip) {
    zip_source_free(buffer);
    return failed;
  }
  for (const ZipEntry& entry : entries) {
    zip_source_t* source = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
    const zip_int64_t row = source ? zip_file_add(zip, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (row < 0) {
      if (source) zip_source_free(source);
      zip_discard(zip);
      return failed;
    }
    const auto at = static_cast<zip_uint64_t>(row);
    zip_set_file_compression(zip, at, entry.stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 9);
    zip_file_set_dostime(zip, at, 0, (1 << 5) | 1, 0);
  }
  if (zip_close(zip) != 0) {
    zip_discard(zip);
    return failed;
  }
  zip_stat_t stat;
  if (zip_source_stat(buffer, &stat) != 0 || zip_source_open(buffer) != 0) return failed;
  out.assign(stat.size, '\0');
  const bool whole = zip_source_read(buffer, out.data(), stat.size) == static_cast<zip_int64_t>(stat.size);
  zip_source_close(buffer);
  return whole ? Result() : failed;
}

}  // namespace postil
