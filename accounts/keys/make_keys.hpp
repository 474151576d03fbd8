#pragma once
#include <string>

namespace accounts {

/// `accounts make-keys <folder>`: writes token-private.pem (PKCS#8, mode 0600) and token-public.pem (mode 0644: the
/// other services read it) of a new ES256 key pair, unless the private one is there; a missing public one is made from
/// it. The folder must exist. Throws std::runtime_error with the file's name.
void MakeKeys(const std::string& folder);

}  // namespace accounts
