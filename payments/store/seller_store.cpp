#include "payments/store/seller_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO seller_items (party_id, order_id, kind, subject, amount_vnd, goods_vnd, commission_vnd, commission_tax_vnd, vat_vnd, pit_vnd, post_vnd, at, ready_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
// Nothing goes to a seller while the bank told of a transfer to him that is not booked.
#define PAYMENTS_ITEM_HELD                                                               \
  "(EXISTS (SELECT 1 FROM payout_holds h WHERE h.order_id = i.order_id AND h.held = 1) " \
  "OR EXISTS (SELECT 1 FROM told_transfers t WHERE t.owner = i.party_id AND t.decision = ''))"
// An item waits with the sale of its order: what is taken off a sale that is not ready is taken off when it is.
#define PAYMENTS_ITEM_READY                                                                                       \
  "COALESCE(s.ready_at, i.ready_at) <= ? AND (o.order_id IS NULL OR o.method <> 'cod' OR o.custody <> 'held' OR " \
  "o.remitted_at IS NOT NULL) AND NOT " PAYMENTS_ITEM_HELD
#define PAYMENTS_ITEM_JOINS                                                                      \
  "FROM seller_items i LEFT JOIN seller_items s ON s.order_id = i.order_id AND s.kind = 'sale' " \
  "LEFT JOIN order_money o ON o.order_id = i.order_id "
constexpr std::string_view kReady =
    "SELECT i.party_id, CAST(SUM(IF(" PAYMENTS_ITEM_READY
    ", i.amount_vnd - i.paid_vnd, 0)) AS SIGNED), CAST(SUM(IF(" PAYMENTS_ITEM_HELD
    ", i.amount_vnd - i.paid_vnd, 0)) AS SIGNED), CAST(SUM(i.amount_vnd - i.paid_vnd) AS SIGNED), p.party_id IS NOT "
    "NULL, p.refused_payout IS NOT NULL " PAYMENTS_ITEM_JOINS
    "LEFT JOIN payees p ON p.party_id = i.party_id WHERE i.amount_vnd <> i.paid_vnd GROUP BY i.party_id ORDER BY "
    "i.party_id";
constexpr std::string_view kPayable =
    "SELECT i.id, i.order_id, i.amount_vnd - i.paid_vnd " PAYMENTS_ITEM_JOINS
    "WHERE i.party_id = ? AND i.amount_vnd <> i.paid_vnd AND " PAYMENTS_ITEM_READY " ORDER BY i.id FOR UPDATE";
#undef PAYMENTS_ITEM_JOINS
#undef PAYMENTS_ITEM_READY
#undef PAYMENTS_ITEM_HELD
constexpr std::string_view kAddPaid = "UPDATE seller_items SET paid_vnd = paid_vnd + ? WHERE id = ?";
#define PAYMENTS_ITEM_COLUMNS                                                                                         \
  "SELECT i.id, i.party_id, i.order_id, i.kind, i.subject, i.amount_vnd, i.goods_vnd, i.commission_vnd, "             \
  "i.commission_tax_vnd, i.vat_vnd, i.pit_vnd, i.at, i.ready_at, COALESCE(o.code, ''), i.post_vnd FROM seller_items " \
  "i "                                                                                                                \
  "LEFT JOIN order_money o ON o.order_id = i.order_id "
constexpr std::string_view kBetween =
    PAYMENTS_ITEM_COLUMNS "WHERE i.party_id = ? AND i.at >= ? AND i.at < ? ORDER BY i.at, i.id LIMIT 20000";
constexpr std::string_view kOfSubject = PAYMENTS_ITEM_COLUMNS "WHERE i.kind = ? AND i.subject = ? ORDER BY i.id";
#undef PAYMENTS_ITEM_COLUMNS
constexpr std::string_view kOwedByOrder = R"sql(
  SELECT order_id, CAST(-SUM(amount_vnd - paid_vnd) AS SIGNED) AS owed FROM seller_items WHERE party_id = ?
  GROUP BY order_id HAVING owed > 0 ORDER BY MIN(id))sql";
constexpr std::string_view kRepaid =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM seller_items WHERE party_id = ? AND kind IN (?, ?)";
constexpr std::string_view kSumBefore =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM seller_items WHERE party_id = ? AND at < ?";
constexpr std::string_view kFollow = R"sql(
  INSERT INTO cooperative_members (cooperative_id, party_id, active) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE active = VALUES(active))sql";
constexpr std::string_view kIsMember =
    "SELECT 1 FROM cooperative_members WHERE cooperative_id = ? AND party_id = ? AND active = 1";

std::vector<SellerItem> ReadItems(keel::sql::Rows rows) {
  std::vector<SellerItem> items;
  while (rows.Next())
    items.push_back(
        {rows.Int(0),
         PartyId::FromRow(rows.Text(1)),
         OrderId::FromRow(rows.Text(2)),
         rows.Text(3),
         rows.Text(4),
         rows.Dong(5),
         {rows.Dong(6), rows.Dong(7), rows.Dong(8), rows.Dong(9), rows.Dong(10), rows.Dong(5), rows.Dong(14)},
         rows.At(11),
         rows.At(12),
         rows.Text(13)});
  return items;
}

}  // namespace

void SellerStore::Add(const SellerItem& item) {
  // A sale without a fee, whose money is the buyer's and the seller's alone, moves nothing and is a sale all the same.
  if (item.amount == keel::Money() && item.parts.price == keel::Money()) return;
  session_.Execute(kAdd, {item.party.text(), item.order.text(), item.kind, item.subject, item.amount, item.parts.price,
                          item.parts.commission, item.parts.commission_tax, item.parts.vat, item.parts.pit,
                          item.parts.post, item.at, item.ready_at});
}

std::vector<ReadyRow> SellerStore::Ready(keel::Instant now) {
  std::vector<ReadyRow> ready;
  for (auto rows = session_.Query(kReady, {now}); rows.Next();)
    ready.push_back({PartyId::FromRow(rows.Text(0)), rows.Dong(1),
                     keel::Money::Vnd(rows.Int(3) - rows.Int(2) - rows.Int(1)), rows.Flag(4), rows.Dong(2),
                     rows.Flag(5)});
  return ready;
}

std::vector<Payable> SellerStore::LockPayable(const PartyId& party, keel::Instant now) {
  std::vector<Payable> items;
  for (auto rows = session_.Query(kPayable, {party.text(), now}); rows.Next();)
    items.push_back({rows.Int(0), OrderId::FromRow(rows.Text(1)), rows.Dong(2)});
  return items;
}

void SellerStore::AddPaid(std::int64_t item, keel::Money amount) {
  session_.Execute(kAddPaid, {amount, item});
}

std::vector<SellerItem> SellerStore::Between(const PartyId& party, keel::Instant from, keel::Instant to) {
  return ReadItems(session_.Query(kBetween, {party.text(), from, to}));
}

std::vector<SellerItem> SellerStore::OfSubject(std::string_view kind, const std::string& subject) {
  return ReadItems(session_.Query(kOfSubject, {kind, subject}));
}

std::vector<SellerStore::Owed> SellerStore::OwedByOrder(const PartyId& party) {
  std::vector<Owed> owed;
  for (auto rows = session_.Query(kOwedByOrder, {party.text()}); rows.Next();)
    owed.push_back({OrderId::FromRow(rows.Text(0)), rows.Dong(1)});
  return owed;
}

keel::Money SellerStore::Repaid(const PartyId& party) {
  auto rows = session_.Query(kRepaid, {party.text(), kRepaymentItem, kRepaymentUndoneItem});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

keel::Money SellerStore::SumBefore(const PartyId& party, keel::Instant moment) {
  auto rows = session_.Query(kSumBefore, {party.text(), moment});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

void SellerStore::FollowMember(const std::string& cooperative, const std::string& party, bool active) {
  session_.Execute(kFollow, {cooperative, party, active});
}

bool SellerStore::IsMember(const std::string& cooperative, const std::string& party) {
  return session_.Query(kIsMember, {cooperative, party}).Next();
}

}  // namespace payments
