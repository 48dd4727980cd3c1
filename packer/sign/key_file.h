// Keys as files: two lines of text, "postil secret key NAME" or "postil public key NAME", then 32 bytes in base64.
#pragma once
#include <string>
#include <vector>

#include "packer/sign/signature.h"

namespace postil {

std::string secret_key_text(const SecretKey& key);
std::string public_key_text(const NamedKey& key);

// A secret key that others than its owner may read is refused (Code::permission): anyone could sign with it.
Result read_secret_key(const std::string& path, SecretKey& out);
Result read_public_key(const std::string& path, NamedKey& out);
// Only its owner may read the new file; one that is there is never replaced (Code::invalid_argument).
Result write_secret_key(const std::string& path, const SecretKey& key);

// A key ring is a folder of public keys, *.postil-pub. An absent folder is an empty ring.
Result read_key_ring(const std::string& folder, std::vector<NamedKey>& out);
// Where a user's ring is: $POSTIL_KEYS, else $XDG_CONFIG_HOME/postil/keys, else ~/.config/postil/keys. Empty where there is no home.
std::string default_key_ring();

// 1 to 64 bytes of letters, digits, space and -_.@, so that it is a file's name everywhere; other scripts' letters are welcome.
bool right_key_name(const std::string& name);

}  // namespace postil
