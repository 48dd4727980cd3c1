// Signatures of the shelf's packs: checked once for each file against the reader's key ring, and remembered, because a reader's device checks none.
#include <fstream>
#include <iterator>

#include "packer/cli/open_shelf.h"
#include "packer/sign/key_file.h"

namespace postil::cli {
namespace {

constexpr const char* kStates[] = {"not checked", "none", "valid", "unknown key", "bad"};

// What is remembered of a key: "NAME FINGERPRINT" of a trusted one, the fingerprint alone of another.
std::string remembered(const PublicKey& key, const std::vector<NamedKey>& trusted, uint32_t& state) {
  const std::string print = fingerprint(key);
  state = POSTIL_SIGNATURE_UNKNOWN;
  for (const NamedKey& t : trusted)
    if (t.key == key) return state = POSTIL_SIGNATURE_VALID, t.name + ' ' + print;
  return print;
}

}  // namespace

const char* signature_state(uint32_t state) {
  return kStates[state < 5 ? state : 0];
}

int check_signatures(const OpenShelf& shelf, const std::string& ring) {
  std::vector<NamedKey> trusted;
  if (!ring.empty())
    if (Result r = read_key_ring(ring, trusted); !r) return fail(kInput, ring, r);
  int status = kDone;
  for (const uint32_t n : shelf.packs()) {
    postil_shelf_pack p{};
    if (postil_shelf_pack_at(shelf.handle, n, &p) != POSTIL_OK || p.missing) continue;
    const std::string path = str(p.path), old = str(p.key);
    uint32_t state = p.signature;
    std::string key;
    if (state == POSTIL_SIGNATURE_VALID || state == POSTIL_SIGNATURE_UNKNOWN) {
      // The file is as it was; the ring may not be.
      const std::string print = old.substr(old.rfind(' ') + 1);
      state = POSTIL_SIGNATURE_UNKNOWN, key = print;
      for (const NamedKey& t : trusted)
        if (fingerprint(t.key) == print) state = POSTIL_SIGNATURE_VALID, key = t.name + ' ' + print;
    } else if (state == POSTIL_SIGNATURE_NOT_CHECKED) {
      std::ifstream file(path, std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      Signature signature;
      if (!file || file.bad()) continue;
      const Result r = read_signature(bytes, signature);
      state = r.code == Code::absent ? POSTIL_SIGNATURE_NONE : POSTIL_SIGNATURE_BAD;
      if (r && signature.right) key = remembered(signature.by, trusted, state);
      if (state == POSTIL_SIGNATURE_BAD)
        status = fail(kInput, path, "its bytes are not those that were signed; get it from its publisher again");
    } else {
      continue;
    }
    if (state == p.signature && key == old) continue;
    const int32_t code =
        postil_shelf_set_signature(shelf.handle, n, state, key.data(), static_cast<uint32_t>(key.size()));
    if (code != POSTIL_OK) return shelf.failed(code);
  }
  return status;
}

}  // namespace postil::cli
