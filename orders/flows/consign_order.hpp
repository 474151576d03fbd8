#pragma once
#include <functional>
#include <string>

#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

struct Contact {
  std::string name, phone;
  Language language = Language::kVietnamese;  ///< What the person behind the telephone reads.
};
/// Asks accounts how to reach a party. Errors: kUnavailable, kNotFound.
using AskContact = std::function<keel::Result<Contact>(const std::string& party_id)>;

/// What a carrier must know to fetch and deliver an order. Holds personal data: for shipping only.
struct Consignment {
  WholeOrder whole;
  Contact sender;
  std::string from_line;   ///< The shop's name: hamlets have no street names, and drivers ask for the shop.
  keel::Money cod_amount;  ///< To be taken at the door; 0 when it is paid.
  std::string contents;    ///< "Mật ong bạc hà (500 ml) x2, …", at most 250 bytes.
};

/// Errors: kNotFound "order-not-found"; those of AskContact.
keel::Result<Consignment> ConsignOrder(const Context& context, const AskContact& ask, const OrderId& id);

}  // namespace orders
