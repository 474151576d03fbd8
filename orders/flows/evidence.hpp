#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/flows/track_order.hpp"
#include "orders/store/evidence_store.hpp"

/// Photos that show what a return or a dispute is about. Nobody sees them but the buyer who sent them, whoever sends
/// the order, and operators: their files are never served by name.
namespace orders {

inline constexpr std::int64_t kMostEvidence = 24;  ///< Photos of one order.

/// Photos that may be sent on one day of Vietnam.
struct EvidenceLimits {
  std::int64_t per_person = 48;    ///< By an account, or by a phone that has none: two orders' worth.
  std::int64_t per_address = 300;  ///< By all who are not signed in at one IPv4 address or IPv6 /64.
};

/// What the catalog made of a picture.
struct KeptPhoto {
  std::string name;
  std::vector<int> widths;  ///< Ascending, not empty.
};
/// How pictures are made and read. Each asks the outside; called without a transaction.
struct PhotoRoom {
  /// Errors: the catalog's about the picture ("photo-not-an-image", "photo-broken", "photo-too-large",
  /// "photo-too-many-pixels"); kUnavailable "media-busy", "peer-unavailable".
  std::function<keel::Result<KeptPhoto>(const std::string& bytes)> keep;
  /// The JPEG. Errors: kNotFound "evidence-not-found"; kUnavailable "peer-unavailable".
  std::function<keel::Result<std::string>(const std::string& name, int width)> fetch;
};

/// Keeps a photo of an order for its buyer, who asks from `address` (empty: not known, not counted). The same picture
/// again is the same photo. What fails by the market's fault is not one of today's. Errors: kNotFound
/// "order-not-found"; kConflict "too-many-photos"; kTooMany "too-many-photos-today" (argument: how many there may be);
/// PhotoRoom::keep's.
keel::Result<Evidence> AddEvidence(const Context& context, const PhotoRoom& room, const EvidenceLimits& limits,
                                   const OrderCode& code, const BuyerProof& proof, std::string_view address,
                                   const std::string& bytes);

/// Somebody looks: whoever may act for the shop, an operator, or the buyer by his proof. Errors: kNotFound
/// "evidence-not-found", also for everybody else's.
keel::Result<Evidence> FindEvidence(const Context& context, const std::optional<keel::auth::Principal>& who,
                                    const BuyerProof& proof, const std::string& id);

/// Whether photos named in a case were sent for its order. Errors: kInvalid "photo-unknown" (argument: the first that
/// was not).
keel::Result<keel::Done> CheckEvidence(keel::sql::Session& session, const OrderId& order,
                                       const std::vector<std::string>& photos);

}  // namespace orders
