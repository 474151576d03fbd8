#pragma once
#include <string>
#include <string_view>

#include "keel/crypto/sealed.hpp"
#include "shipping-adapters/domain/consignment.hpp"

namespace shipping {

/// Sender and receiver as one sealed field. Opened for the booking and the label only; never logged, never sent by our
/// API.
struct Ends {
  Endpoint from, to;
};
std::string SealEnds(const keel::crypto::FieldKey& key, const Ends& ends);
/// Throws std::runtime_error when the bytes were tampered with or sealed with another key.
Ends OpenEnds(const keel::crypto::FieldKey& key, std::string_view sealed);

}  // namespace shipping
