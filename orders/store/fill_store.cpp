#include "orders/store/fill_store.hpp"

#include <algorithm>

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kSelect =
    "SELECT f.id, f.cooperative_id, f.variant_id, f.wanted, f.rule, f.note, f.rounds, f.opened_at, f.version, "
    "COALESCE(f.order_id, ''), f.closed_at FROM fills f ";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO fills (id, cooperative_id, variant_id, wanted, rule, note, rounds, opened_at, version, order_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, '')))sql";
constexpr std::string_view kNextRound = "UPDATE fills SET rounds = ?, version = version + 1 WHERE id = ?";
constexpr std::string_view kWantLess = "UPDATE fills SET wanted = ?, version = version + 1 WHERE id = ?";
constexpr std::string_view kClose = "UPDATE fills SET closed_at = ?, version = version + 1 WHERE id = ?";
constexpr std::string_view kOfOrder = "WHERE f.order_id = ? AND (? = '' OR f.variant_id = ?) ORDER BY f.id";
constexpr std::string_view kInsertParts = R"sql(
  INSERT INTO fill_parts (fill_id, round, position, member_variant_id, member_party_id, has, has_all, wanted, given, received,
    state, why) VALUES )sql";
constexpr std::string_view kSavePart = R"sql(
  UPDATE fill_parts SET given = ?, received = ?, state = ?, why = ?, let_go = ? WHERE fill_id = ? AND round = ? AND position = ?)sql";
constexpr std::string_view kParts = R"sql(
  SELECT p.round, p.position, p.member_variant_id, p.member_party_id, p.has, p.has_all, p.wanted, p.given, p.received, p.state,
    p.why, COALESCE(m.name, p.member_party_id), p.let_go
  FROM fill_parts p LEFT JOIN parties m ON m.id = p.member_party_id WHERE p.fill_id = ? ORDER BY p.round, p.position)sql";
constexpr std::string_view kOfMember =
    "JOIN (SELECT DISTINCT fill_id FROM fill_parts WHERE member_party_id = ?) p ON p.fill_id = f.id ORDER BY f.id DESC "
    "LIMIT ?";
constexpr std::string_view kSaveSupply = R"sql(
  INSERT INTO cooperative_supplies (variant_id, member_variant_id, member_party_id, active, joined_at) VALUES (?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE active = VALUES(active))sql";
// Who never gave comes before who gave; of those the one that joined first.
constexpr std::string_view kSupplies = R"sql(
  SELECT s.variant_id, s.member_variant_id, s.member_party_id, COALESCE(m.name, s.member_party_id), o.product_name,
    o.variant_name, s.active, s.last_gave_at, GREATEST(COALESCE(k.on_hand - k.reserved - k.held - k.kept, 0), 0)
  FROM cooperative_supplies s JOIN offers o ON o.variant_id = s.member_variant_id
  LEFT JOIN parties m ON m.id = s.member_party_id LEFT JOIN stock k ON k.variant_id = s.member_variant_id
  WHERE s.variant_id = ? AND s.active = 1
  ORDER BY s.last_gave_at IS NOT NULL, s.last_gave_at, s.joined_at, s.member_variant_id)sql";
constexpr std::string_view kGave =
    "UPDATE cooperative_supplies SET last_gave_at = ? WHERE variant_id = ? AND member_variant_id = ?";
constexpr std::string_view kGaveNothing = R"sql(
  UPDATE cooperative_supplies s SET s.last_gave_at = (
    SELECT MAX(f.opened_at) FROM fill_parts p JOIN fills f ON f.id = p.fill_id WHERE f.variant_id = s.variant_id
      AND p.member_variant_id = s.member_variant_id AND (p.received > 0 OR p.state = 'promised'))
  WHERE s.variant_id = ? AND s.member_variant_id = ?)sql";
constexpr std::string_view kIsMember =
    "SELECT 1 FROM cooperative_members WHERE cooperative_id = ? AND member_party_id = ? AND active = 1";

Fill ToFill(const keel::sql::Rows& r) {
  return {FillId::FromRow(r.Text(0)),
          r.Text(1),
          r.Text(2),
          r.Int(3),
          r.Text(4) == kFillRules[0] ? FillRule::kProRata : FillRule::kRotation,
          r.Text(5),
          r.Int(6),
          r.At(7),
          r.Int(8),
          r.Text(9),
          r.MaybeAt(10)};
}

std::string Text(std::string_view tail) {
  return std::string(kSelect) + std::string(tail);
}

std::vector<Fill> ToFills(keel::sql::Rows rows) {
  std::vector<Fill> fills;
  while (rows.Next()) fills.push_back(ToFill(rows));
  return fills;
}

PartState PartStateFromRow(const std::string& name) {
  const auto at = std::ranges::find(kPartStates, name);
  return at == kPartStates.end() ? PartState::kNone : PartState(at - kPartStates.begin());
}

}  // namespace

void FillStore::Insert(const Fill& f) {
  session_.Execute(kInsert, {f.id.text(), f.cooperative_id, f.variant_id, f.wanted, NameOf(f.rule), f.note, f.rounds,
                             f.opened_at, f.version, f.order_id});
}

std::optional<Fill> FillStore::FindToEdit(const std::string& id) {
  auto rows = session_.Query(Text("WHERE f.id = ? FOR UPDATE"), {id});
  return rows.Next() ? std::optional(ToFill(rows)) : std::nullopt;
}

std::optional<Fill> FillStore::Find(const std::string& id) {
  auto rows = session_.Query(Text("WHERE f.id = ?"), {id});
  return rows.Next() ? std::optional(ToFill(rows)) : std::nullopt;
}

void FillStore::NextRound(const std::string& id, std::int64_t round) {
  session_.Execute(kNextRound, {round, id});
}

void FillStore::WantLess(const std::string& id, std::int64_t wanted) {
  session_.Execute(kWantLess, {wanted, id});
}

void FillStore::Close(const std::string& id, keel::Instant at) {
  session_.Execute(kClose, {at, id});
}

std::vector<Fill> FillStore::OfOrder(const std::string& order_id, const std::string& variant_id) {
  return ToFills(session_.Query(Text(kOfOrder), {order_id, variant_id, variant_id}));
}

std::vector<Fill> FillStore::OfCooperative(const std::string& cooperative_id, std::int64_t limit) {
  return ToFills(
      session_.Query(Text("WHERE f.cooperative_id = ? ORDER BY f.id DESC LIMIT ?"), {cooperative_id, limit}));
}

std::vector<Fill> FillStore::OfMember(const std::string& member_party_id, std::int64_t limit) {
  return ToFills(session_.Query(Text(kOfMember), {member_party_id, limit}));
}

void FillStore::Insert(const std::string& fill_id, const std::vector<FillPart>& parts) {
  keel::sql::Values values;
  for (const FillPart& p : parts)
    AddRow(values, fill_id, p.round, p.position, p.member_variant_id, p.member_party_id, p.has, p.has_all, p.wanted,
           p.given, p.received, kPartStates[std::size_t(p.state)], p.why);
  InsertRows(session_, kInsertParts, 12, std::move(values));
}

void FillStore::Save(const std::string& fill_id, const FillPart& p) {
  session_.Execute(kSavePart, {p.given, p.received, kPartStates[std::size_t(p.state)], p.why, p.let_go, fill_id,
                               p.round, p.position});
}

std::vector<FillPart> FillStore::Parts(const std::string& fill_id) {
  auto r = session_.Query(kParts, {fill_id});
  std::vector<FillPart> parts;
  while (r.Next())
    parts.push_back({r.Int(0), r.Int(1), r.Text(2), r.Text(3), r.Int(4), r.Int(5), r.Int(6), r.Int(7), r.Int(8),
                     PartStateFromRow(r.Text(9)), r.Text(10), r.Text(11), r.Int(12)});
  return parts;
}

void FillStore::Save(const Supply& s, keel::Instant at) {
  session_.Execute(kSaveSupply, {s.variant_id, s.member_variant_id, s.member_party_id, s.active, at});
}

std::vector<Supply> FillStore::Supplies(const std::string& variant_id) {
  auto r = session_.Query(kSupplies, {variant_id});
  std::vector<Supply> supplies;
  while (r.Next())
    supplies.push_back(
        {r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), r.Flag(6), r.MaybeAt(7), r.Int(8)});
  return supplies;
}

void FillStore::Gave(const std::string& variant_id, const std::string& member_variant_id, keel::Instant at) {
  session_.Execute(kGave, {at, variant_id, member_variant_id});
}

void FillStore::GaveNothing(const std::string& variant_id, const std::string& member_variant_id) {
  session_.Execute(kGaveNothing, {variant_id, member_variant_id});
}

bool FillStore::IsMember(const std::string& cooperative_id, const std::string& party_id) {
  return session_.Query(kIsMember, {cooperative_id, party_id}).Next();
}

}  // namespace orders
