#include "payments/store/order_money_store.hpp"

#include "keel/sql/many_rows.hpp"
#include "payments/domain/names.hpp"

namespace payments {
namespace {

#define PAYMENTS_ORDER_COLUMNS                                                                                         \
  "o.order_id, o.purchase_id, o.intent_id, o.party_id, o.code, o.shop_id, o.party_kind, o.method, o.carrier, "         \
  "o.service, "                                                                                                        \
  "o.goods_vnd, o.freight_vnd, o.total_vnd, o.commission_vnd, o.commission_tax_vnd, o.net_vnd, o.state, o.placed_at, " \
  "o.state_at, "                                                                                                       \
  "o.remitted_at, o.version, o.custody, o.channel, o.vat_vnd, o.pit_vnd, o.cash_vnd, o.post_vnd"

constexpr std::string_view kAddAll = R"sql(
  INSERT INTO order_money (order_id, purchase_id, intent_id, party_id, shop_id, party_kind, code, method, carrier, service, goods_vnd,
    freight_vnd, total_vnd, commission_vnd, commission_tax_vnd, net_vnd, state, placed_at, state_at, custody, channel, vat_vnd, pit_vnd, version, post_vnd)
  VALUES )sql";
constexpr std::size_t kOrderColumns = 25;
constexpr std::string_view kAddCommissions = R"sql(
  INSERT INTO order_commission (order_id, line, category, basis_points, tax_basis_points, price_vnd, commission_vnd, commission_tax_vnd, net_vnd,
    bucket, vat_basis_points, pit_basis_points, vat_vnd, pit_vnd, base_vnd)
  VALUES )sql";
constexpr std::size_t kCommissionColumns = 15;
constexpr std::string_view kLines = R"sql(
  SELECT category, basis_points, tax_basis_points, vat_basis_points, pit_basis_points, bucket, price_vnd, commission_vnd, commission_tax_vnd,
    vat_vnd, pit_vnd, net_vnd, base_vnd FROM order_commission WHERE order_id = ? ORDER BY line)sql";
constexpr std::string_view kSaveLine = R"sql(
  UPDATE order_commission SET price_vnd = ?, commission_vnd = ?, commission_tax_vnd = ?, vat_vnd = ?, pit_vnd = ?, net_vnd = ?
  WHERE order_id = ? AND line = ?)sql";
constexpr std::string_view kSaveAmounts = R"sql(
  UPDATE order_money SET goods_vnd = ?, freight_vnd = ?, total_vnd = ?, commission_vnd = ?, commission_tax_vnd = ?, vat_vnd = ?, pit_vnd = ?,
    net_vnd = ?, post_vnd = ?, version = version + 1 WHERE order_id = ? AND version = ?)sql";
constexpr std::string_view kAddAdjustment = R"sql(
  INSERT IGNORE INTO order_adjustments (id, order_id, kind, cause, cause_id, outcome, refund_vnd, goods_before_vnd, goods_after_vnd,
    total_before_vnd, total_after_vnd, net_before_vnd, net_after_vnd, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kLock =
    "SELECT " PAYMENTS_ORDER_COLUMNS " FROM order_money o WHERE o.order_id = ? FOR UPDATE";
// An intent's orders are of its purchase: the one index serves both.
constexpr std::string_view kOfIntent = "SELECT " PAYMENTS_ORDER_COLUMNS R"sql( FROM intents i
  JOIN order_money o ON o.purchase_id = i.purchase_id AND o.intent_id = i.id WHERE i.id = ? ORDER BY o.order_id)sql";
constexpr std::string_view kIntentOfCode = "SELECT DISTINCT intent_id FROM order_money WHERE code = ? LIMIT 2";
constexpr std::string_view kOfPurchase =
    "SELECT " PAYMENTS_ORDER_COLUMNS " FROM order_money o WHERE o.purchase_id = ? ORDER BY o.order_id";
constexpr std::string_view kOfParty = "SELECT " PAYMENTS_ORDER_COLUMNS R"sql(, c.collected_vnd, c.collected_at, i.phase
  FROM order_money o JOIN intents i ON i.id = o.intent_id LEFT JOIN cod_collections c ON c.order_id = o.order_id
  WHERE o.party_id = ? ORDER BY o.state_at DESC, o.order_id DESC LIMIT ?)sql";
constexpr std::string_view kView = "SELECT " PAYMENTS_ORDER_COLUMNS R"sql(, c.collected_vnd, c.collected_at, i.phase
  FROM order_money o JOIN intents i ON i.id = o.intent_id LEFT JOIN cod_collections c ON c.order_id = o.order_id WHERE o.order_id = ?)sql";
constexpr std::string_view kSettledBetween = "SELECT " PAYMENTS_ORDER_COLUMNS R"sql( FROM order_money o
  WHERE o.state = 'settled' AND o.placed_at >= ? AND o.placed_at < ? AND (? = '' OR o.party_id = ?) ORDER BY o.placed_at, o.order_id LIMIT ?)sql";
constexpr std::string_view kBooked = R"sql(
  SELECT order_id, code, party_id, method, state, goods_vnd, freight_vnd, total_vnd FROM order_money
  WHERE order_id > ? AND order_id <= ? ORDER BY order_id)sql";
constexpr std::string_view kWasRefunded = R"sql(
  SELECT 1 FROM order_adjustments WHERE order_id = ? AND kind = 'refunded' AND cause = 'returned' AND outcome = 'booked' LIMIT 1)sql";
constexpr std::string_view kKnowsRefund =
    "SELECT 1 FROM order_adjustments WHERE order_id = ? AND kind = 'refunded' AND cause_id = ? LIMIT 1";
constexpr std::string_view kEarlyRefunds = R"sql(
  SELECT e.cause, e.cause_id, e.refund_vnd, e.at FROM order_adjustments e
  WHERE e.order_id = ? AND e.kind = 'early' AND NOT EXISTS (SELECT 1 FROM order_adjustments d
    WHERE d.order_id = e.order_id AND d.kind = 'refunded' AND d.cause = e.cause AND d.cause_id = e.cause_id) ORDER BY e.id)sql";
constexpr std::string_view kCollectedDifferently =
    "SELECT " PAYMENTS_ORDER_COLUMNS R"sql(, c.collected_vnd, c.collected_at, i.phase
  FROM cod_collections c JOIN order_money o ON o.order_id = c.order_id JOIN intents i ON i.id = o.intent_id
  WHERE c.collected_vnd <> IF(o.cash_vnd > 0, o.cash_vnd, o.total_vnd) ORDER BY c.collected_at DESC LIMIT ?)sql";
constexpr std::string_view kUnremitted = "SELECT " PAYMENTS_ORDER_COLUMNS R"sql( FROM order_money o
  WHERE o.carrier = ? AND o.method = 'cod' AND o.custody = 'held' AND o.cash_vnd > 0 AND o.remitted_at IS NULL ORDER BY o.state_at, o.order_id LIMIT 5000
  FOR UPDATE)sql";
// What a statement closed at the same moment is the statement's.
constexpr std::string_view kRemittedAt = "SELECT " PAYMENTS_ORDER_COLUMNS R"sql( FROM order_money o
  WHERE o.carrier = ? AND o.method = 'cod' AND o.custody = 'held' AND o.cash_vnd > 0 AND o.remitted_at = ?
    AND NOT EXISTS (SELECT 1 FROM cod_remittance_lines l JOIN cod_remittances m ON m.id = l.remittance_id AND m.state = 'matched'
      WHERE l.order_id = o.order_id AND (l.finding = '' OR l.resolution = 'accepted'))
  ORDER BY o.state_at, o.order_id FOR UPDATE)sql";
constexpr std::string_view kSave = R"sql(
  UPDATE order_money SET state = ?, state_at = ?, carrier = ?, remitted_at = ?, cash_vnd = ?, version = version + 1 WHERE order_id = ? AND version = ?)sql";
constexpr std::string_view kRememberMove = R"sql(
  INSERT INTO order_moves (order_id, move, carrier, at, applied, why) VALUES (?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE applied = GREATEST(applied, VALUES(applied)), why = IF(VALUES(applied) = 1, '', why))sql";
constexpr std::string_view kWithEarlyMoves =
    "SELECT DISTINCT order_id FROM order_moves WHERE applied = 0 AND order_id IN (";
constexpr std::string_view kEarlyMoves =
    "SELECT move, carrier, at FROM order_moves WHERE order_id = ? AND applied = 0 ORDER BY at";
constexpr std::string_view kRememberCollection = R"sql(
  INSERT INTO cod_collections (order_id, shipment_id, carrier, collected_vnd, collected_at) VALUES (?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE order_id = order_id)sql";
constexpr std::string_view kHeld = R"sql(
  SELECT IF(o.state = 'settled', IF(o.method = 'cod' AND o.remitted_at IS NULL, CONCAT('carrier ', IF(o.carrier = '', 'unassigned', o.carrier)), 'market'),
            IF(i.phase = 'secured' AND o.method <> 'cod', 'market', 'buyer')) AS holder,
    CAST(SUM(IF(o.custody = 'held', o.net_vnd, o.total_vnd)) AS SIGNED), MIN(IF(o.state = 'settled', o.state_at, NULL))
  FROM order_money o JOIN intents i ON i.id = o.intent_id
  WHERE o.party_id = ? AND o.custody <> 'with-seller' AND NOT (o.custody = 'with-carrier' AND o.remitted_at IS NOT NULL) AND (o.state = 'settled' OR (o.state = 'open' AND i.phase IN ('open', 'secured')))
  GROUP BY holder, o.state ORDER BY o.state DESC, holder DESC)sql";
constexpr std::string_view kPaidOut =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM payouts WHERE party_id = ? AND state = 'paid'";

#undef PAYMENTS_ORDER_COLUMNS
constexpr std::size_t kColumns = 27;

OrderMoney Read(const keel::sql::Rows& row) {
  OrderMoney order{.id = OrderId::FromRow(row.Text(0)),
                   .purchase = PurchaseId::FromRow(row.Text(1)),
                   .intent = IntentId::FromRow(row.Text(2)),
                   .party = PartyId::FromRow(row.Text(3)),
                   .code = row.Text(4),
                   .shop_id = row.Text(5),
                   .party_kind = row.Text(6),
                   .method = row.Text(7),
                   .carrier = row.Text(8),
                   .service = row.Text(9),
                   .goods = row.Dong(10),
                   .freight = row.Dong(11),
                   .total = row.Dong(12),
                   .state = FromName<MoneyState>(kMoneyStateNames, row.Text(16)),
                   .placed_at = row.At(17),
                   .state_at = row.At(18),
                   .remitted_at = row.MaybeAt(19),
                   .version = row.Int(20),
                   .custody = FromName<Custody>(kCustodyNames, row.Text(21)),
                   .channel = row.Text(22),
                   .cash = row.Dong(25)};
  order.terms.sum = {order.goods, row.Dong(13), row.Dong(14), row.Dong(23), row.Dong(24), row.Dong(15), row.Dong(26)};
  return order;
}

std::vector<OrderMoney> ReadAll(keel::sql::Rows rows) {
  std::vector<OrderMoney> orders;
  while (rows.Next()) orders.push_back(Read(rows));
  return orders;
}

std::vector<OrderView> ReadViews(keel::sql::Rows rows) {
  std::vector<OrderView> views;
  while (rows.Next()) {
    const auto collected = rows.MaybeInt(kColumns);
    views.push_back({Read(rows), collected ? std::optional(keel::Money::Vnd(*collected)) : std::nullopt,
                     rows.MaybeAt(kColumns + 1), FromName<IntentPhase>(kPhaseNames, rows.Text(kColumns + 2))});
  }
  return views;
}

}  // namespace

void OrderMoneyStore::AddAll(const std::vector<OrderMoney>& orders) {
  keel::sql::Values rows, lines;
  rows.reserve(orders.size() * kOrderColumns);
  for (const auto& o : orders) {
    const auto& sum = o.terms.sum;
    AddRow(rows, o.id.text(), o.purchase.text(), o.intent.text(), o.party.text(), o.shop_id, o.party_kind, o.code,
           o.method, o.carrier, o.service, o.goods, o.freight, o.total, sum.commission, sum.commission_tax, sum.net,
           NameOf(kMoneyStateNames, o.state), o.placed_at, o.state_at, NameOf(kCustodyNames, o.custody), o.channel,
           sum.vat, sum.pit, o.version, sum.post);
    int number = 0;
    for (const auto& line : o.terms.lines)
      AddRow(lines, o.id.text(), number++, line.category, line.rate.basis_points, line.rate.tax_basis_points,
             line.net.price, line.net.commission, line.net.commission_tax, line.net.net, line.rate.bucket,
             line.rate.vat_basis_points, line.rate.pit_basis_points, line.net.vat, line.net.pit, line.base);
  }
  InsertRows(session_, kAddAll, kOrderColumns, std::move(rows));
  InsertRows(session_, kAddCommissions, kCommissionColumns, std::move(lines));
}

std::vector<Terms::Line> OrderMoneyStore::LinesOf(const OrderId& id) {
  std::vector<Terms::Line> lines;
  for (auto rows = session_.Query(kLines, {id.text()}); rows.Next();)
    lines.push_back({rows.Text(0),
                     {rows.Int(1), rows.Int(2), rows.Int(3), rows.Int(4), rows.Text(5)},
                     {rows.Dong(6), rows.Dong(7), rows.Dong(8), rows.Dong(9), rows.Dong(10), rows.Dong(11)},
                     rows.Dong(12)});
  return lines;
}

keel::Result<keel::Done> OrderMoneyStore::SaveTerms(const OrderMoney& order) {
  const auto& sum = order.terms.sum;
  const auto changed =
      session_.Execute(kSaveAmounts, {order.goods, order.freight, order.total, sum.commission, sum.commission_tax,
                                      sum.vat, sum.pit, sum.net, sum.post, order.id.text(), order.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kRaced, "order-money-changed", "The order's money changed meanwhile."};
  int number = 0;
  for (const auto& line : order.terms.lines)
    session_.Execute(kSaveLine, {line.net.price, line.net.commission, line.net.commission_tax, line.net.vat,
                                 line.net.pit, line.net.net, order.id.text(), number++});
  return keel::Done{};
}

bool OrderMoneyStore::WasRefunded(const OrderId& id) {
  return session_.Query(kWasRefunded, {id.text()}).Next();
}

bool OrderMoneyStore::KnowsRefund(const OrderId& id, const std::string& cause_id) {
  return session_.Query(kKnowsRefund, {id.text(), cause_id}).Next();
}

std::vector<OrderMoneyStore::EarlyRefund> OrderMoneyStore::EarlyRefunds(const OrderId& id) {
  std::vector<EarlyRefund> early;
  for (auto rows = session_.Query(kEarlyRefunds, {id.text()}); rows.Next();)
    early.push_back({rows.Text(0), rows.Text(1), rows.Dong(2), rows.At(3)});
  return early;
}

std::optional<OrderView> OrderMoneyStore::View(const OrderId& id) {
  auto views = ReadViews(session_.Query(kView, {id.text()}));
  if (views.empty()) return std::nullopt;
  views.front().order.terms.lines = LinesOf(id);
  return std::move(views.front());
}

std::vector<BookedOrder> OrderMoneyStore::Booked(const std::string& after, const std::string& upto) {
  std::vector<BookedOrder> booked;
  for (auto rows = session_.Query(kBooked, {after, upto}); rows.Next();)
    booked.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3),
                      FromName<MoneyState>(kMoneyStateNames, rows.Text(4)), rows.Dong(5), rows.Dong(6), rows.Dong(7)});
  return booked;
}

std::vector<OrderMoney> OrderMoneyStore::SettledBetween(const std::string& party_id, keel::Instant from,
                                                        keel::Instant to, std::size_t limit) {
  auto orders = ReadAll(session_.Query(kSettledBetween, {from, to, party_id, party_id, limit}));
  for (auto& order : orders) order.terms.lines = LinesOf(order.id);
  return orders;
}

bool OrderMoneyStore::AddAdjustment(const AdjustmentRow& row) {
  return session_.Execute(kAddAdjustment,
                          {row.id.text(), row.order.text(), row.kind, row.cause, row.cause_id, row.outcome, row.refund,
                           row.before.goods, row.after.goods, row.before.total, row.after.total,
                           row.before.terms.sum.net, row.after.terms.sum.net, row.at}) == 1;
}

std::optional<OrderMoney> OrderMoneyStore::Lock(const OrderId& id) {
  auto rows = session_.Query(kLock, {id.text()});
  return rows.Next() ? std::optional<OrderMoney>(Read(rows)) : std::nullopt;
}

std::vector<OrderMoney> OrderMoneyStore::OfIntent(const IntentId& id) {
  return ReadAll(session_.Query(kOfIntent, {id.text()}));
}
std::vector<OrderMoney> OrderMoneyStore::OfPurchase(const PurchaseId& id) {
  return ReadAll(session_.Query(kOfPurchase, {id.text()}));
}
std::optional<IntentId> OrderMoneyStore::IntentOfCode(const std::string& order_code) {
  std::optional<IntentId> found;
  for (auto rows = session_.Query(kIntentOfCode, {order_code}); rows.Next();) {
    if (found) return std::nullopt;
    found = IntentId::FromRow(rows.Text(0));
  }
  return found;
}
std::vector<OrderView> OrderMoneyStore::OfParty(const std::string& party_id, std::size_t limit) {
  return ReadViews(session_.Query(kOfParty, {party_id, limit}));
}
std::vector<OrderView> OrderMoneyStore::CollectedDifferently(std::size_t limit) {
  return ReadViews(session_.Query(kCollectedDifferently, {limit}));
}
std::vector<OrderMoney> OrderMoneyStore::LockUnremitted(const std::string& carrier) {
  return ReadAll(session_.Query(kUnremitted, {carrier}));
}

std::vector<OrderMoney> OrderMoneyStore::LockRemittedAt(const std::string& carrier, keel::Instant at) {
  return ReadAll(session_.Query(kRemittedAt, {carrier, at}));
}

keel::Result<keel::Done> OrderMoneyStore::Save(const OrderMoney& order) {
  const auto changed = session_.Execute(kSave, {NameOf(kMoneyStateNames, order.state), order.state_at, order.carrier,
                                                order.remitted_at, order.cash, order.id.text(), order.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kRaced, "order-money-changed", "The order's money changed meanwhile."};
  return keel::Done{};
}

void OrderMoneyStore::RememberMove(const OrderId& id, OrderMove move, const std::string& carrier, keel::Instant at,
                                   bool applied, std::string_view why) {
  session_.Execute(kRememberMove, {id.text(), NameOf(kOrderMoveNames, move), carrier, at, applied, why});
}

std::set<std::string> OrderMoneyStore::WithEarlyMoves(const std::vector<std::string>& order_ids) {
  std::set<std::string> found;
  for (auto rows = QueryIn(session_, kWithEarlyMoves, order_ids); rows.Next();) found.insert(rows.Text(0));
  return found;
}

std::vector<MoveRow> OrderMoneyStore::EarlyMoves(const OrderId& id) {
  std::vector<MoveRow> moves;
  for (auto rows = session_.Query(kEarlyMoves, {id.text()}); rows.Next();)
    moves.push_back({FromName<OrderMove>(kOrderMoveNames, rows.Text(0)), rows.Text(1), rows.At(2)});
  return moves;
}

void OrderMoneyStore::RememberCollection(const Collection& collection) {
  session_.Execute(kRememberCollection, {collection.order.text(), collection.shipment_id, collection.carrier,
                                         collection.collected, collection.at});
}

std::vector<OrderMoneyStore::Held> OrderMoneyStore::HeldFor(const std::string& party_id) {
  std::vector<Held> held;
  for (auto rows = session_.Query(kHeld, {party_id}); rows.Next();)
    held.push_back({rows.Text(0), rows.Dong(1), rows.MaybeAt(2)});
  return held;
}

keel::Money OrderMoneyStore::PaidOut(const std::string& party_id) {
  auto rows = session_.Query(kPaidOut, {party_id});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

}  // namespace payments
