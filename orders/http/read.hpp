#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/http/message.hpp"
#include "orders/domain/address.hpp"
#include "orders/domain/amendment.hpp"
#include "orders/domain/order.hpp"
#include "orders/domain/purchase_plan.hpp"
#include "orders/flows/track_order.hpp"

namespace keel::http {
class Fields;
}

/// Request bodies into domain values. The first thing wrong is the error.
namespace orders {

/// The most pieces of one variant that a body may name: more is a slip of the finger.
inline constexpr std::int64_t kMostPieces = 10'000'000;

/// A day as IsDay has it; the second kind may be left out, and is empty then. Errors go into `in`: "day-invalid".
std::string ReadDay(keel::http::Fields& in, std::string_view name);
std::string ReadMaybeDay(keel::http::Fields& in, std::string_view name);

/// {province_code, commune_code, street?, hamlet?, landmark?} or {old{province, district, ward}, …}; not resolved yet.
Address ReadAddress(const nlohmann::json& object, std::string prefix, keel::http::Fields& in);

/// The part of POST /v1/purchases that does not depend on who asks.
struct CheckoutBody {
  CartId cart_id;
  Buyer buyer;
  Address address;
  std::string note;
  Choices choices;
};
/// Errors: keel::http::Fields'; kInvalid "malformed-id", "phone-invalid".
keel::Result<CheckoutBody> ReadCheckout(const nlohmann::json& body);

/// Whoever is signed in, as far as that proves a purchase; of a guest and a service nothing. Errors: those of
/// AccountOf.
keel::Result<BuyerProof> SignedProof(const keel::auth::Verifier& verifier, const keel::http::Request& request);
/// `signed_in` with the {phone?} of a buyer; required where he is not signed in. Errors: `in`'s, which must be right so
/// far; kInvalid "phone-invalid".
keel::Result<BuyerProof> ReadProof(keel::http::Fields& in, BuyerProof signed_in);

/// What is to become of an order's lines: {lines: [{line_id, quantity}], version?}.
struct LinesBody {
  std::vector<LineChange> lines;
  std::optional<std::int64_t> version;
};
/// Errors go into `in`.
LinesBody ReadLines(keel::http::Fields& in);

}  // namespace orders
