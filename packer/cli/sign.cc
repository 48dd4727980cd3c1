// postil sign, verify, key.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "packer/cli/cli.h"
#include "packer/encode/encode.h"
#include "packer/sign/key_file.h"

namespace postil::cli {
namespace {

namespace fs = std::filesystem;

bool read_whole(const std::string& path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) return fail(kInput, path, "it cannot be read; check the name"), false;
  out.assign(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) return fail(kInput, path, "it cannot be read; check the disk"), false;
  return true;
}

int sign_packs(const std::vector<std::string>& packs, const std::string& key_path, const std::string& out) {
  SecretKey key;
  if (Result r = read_secret_key(key_path, key); !r) return fail(kInput, key_path, r);
  if (!out.empty() && packs.size() > 1) return fail(kUsage, out, "several packs cannot be one file; leave -o away");
  int status = kDone;
  for (const std::string& path : packs) {
    std::string bytes, written;
    if (!read_whole(path, bytes)) {
      status = kInput;
      continue;
    }
    if (Result r = sign(bytes, key, written); !r) {
      status = fail(kInput, path, r);
      continue;
    }
    const std::string target = out.empty() ? path : out;
    if (Result r = write_file(target, written); !r) return fail(kOutput, target, r);
    print_text("signed: " + target + " by " + key.name + " (" + fingerprint(public_key(key)) + ")\n");
  }
  return status;
}

struct VerifyArgument {
  std::vector<std::string> packs, keys;
  std::string ring = default_key_ring();
  bool json = false;
};

// What one pack is, and the exit status for it.
int verify_pack(const std::string& path, const std::vector<NamedKey>& trusted, bool json) {
  std::string bytes;
  if (!read_whole(path, bytes)) return kInput;
  Signature signature;
  const Result r = read_signature(bytes, signature);
  const std::string by = fingerprint(signature.by);
  const NamedKey* known = nullptr;
  for (const NamedKey& key : trusted)
    if (key.key == signature.by) known = &key;
  const char* state = r.code == Code::absent   ? "unsigned"
                      : !r || !signature.right ? "wrong"
                      : known                  ? "trusted"
                                               : "unknown-key";
  if (json) {
    Json row{{"file", path}, {"state", state}};
    if (r) row["key"] = by;
    if (known) row["name"] = known->name;
    print_line(row);
  }
  if (r.code == Code::absent) return fail(kNotFound, path, r);
  if (!r) return fail(kInput, path, r);
  if (!signature.right)
    return fail(kInput, path,
                "its bytes are not those that were signed; do not trust it, get it from its publisher again");
  if (!known)
    return fail(kNotFound, path,
                "it is whole and signed by a key that you do not trust (" + by +
                    "); compare that with what the publisher says, then postil key trust FILE");
  if (!json) print_text(path + ": signed by " + known->name + " (" + by + ")\n");
  return kDone;
}

int verify(const VerifyArgument& a) {
  std::vector<NamedKey> trusted;
  for (const std::string& path : a.keys) {
    trusted.emplace_back();
    if (Result r = read_public_key(path, trusted.back()); !r) return fail(kInput, path, r);
  }
  if (a.keys.empty())
    if (Result r = read_key_ring(a.ring, trusted); !r) return fail(kInput, a.ring, r);
  int status = kDone;
  for (const std::string& path : a.packs) status = std::max(status, verify_pack(path, trusted, a.json));
  return status;
}

int new_key_files(const std::string& name, const std::string& folder) {
  if (!right_key_name(name))
    return fail(kUsage, name, "a key's name is letters, digits, space and -_.@, at most 64 bytes; choose such a one");
  const SecretKey key = new_key(name);
  const NamedKey open{name, public_key(key)};
  const std::string base = (fs::path(folder) / name).string();
  if (Result r = write_secret_key(base + ".postil-key", key); !r) return fail(kOutput, base + ".postil-key", r);
  if (Result r = write_file(base + ".postil-pub", public_key_text(open)); !r)
    return fail(kOutput, base + ".postil-pub", r);
  print_text("written: " + base + ".postil-key (secret: keep it, and a copy of it, where only you can read)\n" +
             "written: " + base + ".postil-pub (publish it, with its fingerprint " + fingerprint(open.key) + ")\n");
  return kDone;
}

int trust(const std::string& path, const std::string& ring) {
  NamedKey key;
  if (Result r = read_public_key(path, key); !r) return fail(kInput, path, r);
  if (ring.empty()) return fail(kUsage, "--keyring", "there is no home folder; name a folder");
  std::vector<NamedKey> held;
  if (Result r = read_key_ring(ring, held); !r) return fail(kInput, ring, r);
  for (const NamedKey& other : held)
    if (other.name == key.name && other.key != key.key)
      return fail(kNotFound, path,
                  "you trust another key of the name " + key.name + " (" + fingerprint(other.key) +
                      "), which is kept; remove its file from " + ring +
                      " first if the publisher has really changed keys");
  std::error_code error;
  fs::create_directories(ring, error);
  const std::string target = (fs::path(ring) / (key.name + ".postil-pub")).string();
  if (Result r = write_file(target, public_key_text(key)); !r) return fail(kOutput, target, r);
  print_text("trusted: " + key.name + " (" + fingerprint(key.key) + ")\n");
  return kDone;
}

int list_keys(const std::string& ring) {
  std::vector<NamedKey> held;
  if (Result r = read_key_ring(ring, held); !r) return fail(kInput, ring, r);
  for (const NamedKey& key : held) print_row({key.name, fingerprint(key.key)});
  return kDone;
}

}  // namespace

void add_sign(CLI::App& app, int& status) {
  struct Options {
    std::vector<std::string> packs;
    std::string key, out;
  };
  auto* c =
      app.add_subcommand("sign", "Sign packs, so that readers can tell who made them and that nobody changed them");
  c->footer("Example: postil sign Gibbon.postil --key \"Quay Press.postil-key\"");
  auto o = std::make_shared<Options>();
  c->add_option("PACK", o->packs, "packs; an older signature is replaced")->required();
  c->add_option("--key", o->key, "the secret key that postil key new wrote")->required();
  c->add_option("-o,--output", o->out, "the signed pack (default: in place)");
  c->callback([o, &status] { status = sign_packs(o->packs, o->key, o->out); });
}

void add_verify(CLI::App& app, int& status) {
  auto* c = app.add_subcommand("verify", "Who signed a pack, and whether it is what was signed");
  c->footer(
      "Exit status 0: signed by a key that you trust; 1: not signed, or by another key; 3: changed since, or damaged.\n"
      "Example: postil verify Gibbon.postil");
  auto a = std::make_shared<VerifyArgument>();
  c->add_option("PACK", a->packs, "packs")->required();
  c->add_option("--key", a->keys, "trust this public key alone (repeatable; default: those of the key ring)");
  c->add_option("--keyring", a->ring, "a folder of public keys (default: $POSTIL_KEYS, else ~/.config/postil/keys)");
  c->add_flag("--json", a->json, "JSON Lines");
  c->callback([a, &status] { status = verify(*a); });
}

void add_key(CLI::App& app, int& status) {
  struct Options {
    std::string name, folder = ".", file, ring = default_key_ring();
  };
  auto* c = app.add_subcommand("key", "Make a key to sign with, trust a publisher's key, list those that you trust");
  c->footer("Example: postil key new \"Quay Press\"");
  c->require_subcommand(1);
  auto o = std::make_shared<Options>();
  auto* make = c->add_subcommand("new", "Make a key: NAME.postil-key to sign with, NAME.postil-pub to give away");
  make->add_option("NAME", o->name, "the publisher's name")->required();
  make->add_option("-o,--output", o->folder, "the folder (default: this one)");
  make->callback([o, &status] { status = new_key_files(o->name, o->folder); });
  auto* add = c->add_subcommand("trust", "Put a public key into the key ring");
  add->add_option("FILE", o->file, "a .postil-pub")->required();
  add->add_option("--keyring", o->ring, "the folder (default: $POSTIL_KEYS, else ~/.config/postil/keys)");
  add->callback([o, &status] { status = trust(o->file, o->ring); });
  auto* list = c->add_subcommand("list", "Names and fingerprints of the keys that you trust");
  list->add_option("--keyring", o->ring, "the folder");
  list->callback([o, &status] { status = list_keys(o->ring); });
}

}  // namespace postil::cli
