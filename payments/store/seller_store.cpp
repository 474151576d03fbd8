#include "payments/store/seller_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO seller_items (party_id, order_id, kind, subject, amount_vnd, at, ready_at) VALUES (?, ?, ?, ?, ?, ?, ?))sql";

}  // namespace

void SellerStore::Add(const SellerItem& item) {
  if (item.amount == keel::Money()) return;
  session_.Execute(
      kAdd, {item.party.text(), item.order.text(), item.kind, item.subject, item.amount, item.at, item.ready_at});
}

}  // namespace payments
