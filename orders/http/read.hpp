#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "keel/http/message.hpp"
#include "orders/domain/address.hpp"
#include "orders/domain/order.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace keel::http {
class Fields;
}

/// Request bodies into domain values. The first thing wrong is the error.
namespace orders {

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

}  // namespace orders
