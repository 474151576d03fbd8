#include "payments/store/hold_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kLock =
    "SELECT case_id, order_id, kind, state, held, since, version FROM payout_holds WHERE case_id = ? FOR UPDATE";
constexpr std::string_view kPut = R"sql(
  INSERT INTO payout_holds (case_id, order_id, kind, state, held, since, version) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE state = VALUES(state), held = VALUES(held), version = VALUES(version))sql";
constexpr std::string_view kRelease = "UPDATE payout_holds SET held = 0 WHERE case_id = ?";
// One row an order, whatever the number of its cases; the first of them names it.
constexpr std::string_view kOfParty = R"sql(
  SELECT o.order_id, o.code, MIN(h.kind), MIN(h.since), o.method = 'cod' AND o.custody = 'held' AND o.remitted_at IS NULL,
    (SELECT CAST(COALESCE(SUM(i.amount_vnd - i.paid_vnd), 0) AS SIGNED) FROM seller_items i WHERE i.order_id = o.order_id)
  FROM payout_holds h JOIN order_money o ON o.order_id = h.order_id
  WHERE h.held = 1 AND o.party_id = ? GROUP BY o.order_id ORDER BY MIN(h.since) DESC)sql";

}  // namespace

std::optional<Hold> HoldStore::Lock(const std::string& case_id) {
  auto rows = session_.Query(kLock, {case_id});
  if (!rows.Next()) return std::nullopt;
  return Hold{rows.Text(0), OrderId::FromRow(rows.Text(1)), rows.Text(2), rows.Text(3), rows.Flag(4), rows.At(5),
              rows.Int(6)};
}

void HoldStore::Put(const Hold& hold) {
  session_.Execute(kPut, {hold.case_id, hold.order.text(), hold.kind, hold.state, hold.held, hold.since, hold.version});
}

void HoldStore::Release(const std::string& case_id) {
  session_.Execute(kRelease, {case_id});
}

std::vector<HeldOrder> HoldStore::OfParty(const PartyId& party) {
  std::vector<HeldOrder> held;
  for (auto rows = session_.Query(kOfParty, {party.text()}); rows.Next();)
    held.push_back(
        {OrderId::FromRow(rows.Text(0)), rows.Text(1), rows.Text(2), rows.Dong(5), rows.Flag(4), rows.At(3)});
  return held;
}

}  // namespace payments
