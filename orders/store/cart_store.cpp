#include "orders/store/cart_store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/sql/duplicate.hpp"
#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kCreate =
    "INSERT INTO carts (id, account_id, cart_lines, version, changed_at) VALUES (?, ?, ?, 1, ?)";
// A cart that was bought as it stands is an empty one: the purchase itself empties it, the cart is not written.
constexpr std::string_view kFind = R"sql(
  SELECT c.id, c.account_id, IF(p.id IS NULL, c.cart_lines, '[]'), c.version
  FROM carts c LEFT JOIN purchases p ON p.cart_id = c.id AND p.cart_version = c.version
  WHERE c.id = ?)sql";
constexpr std::string_view kOfAccount = R"sql(
  SELECT c.id, c.account_id, IF(p.id IS NULL, c.cart_lines, '[]'), c.version
  FROM carts c LEFT JOIN purchases p ON p.cart_id = c.id AND p.cart_version = c.version
  WHERE c.account_id = ?)sql";
constexpr std::string_view kFindToEdit = R"sql(
  SELECT c.id, c.account_id, IF(p.id IS NULL, c.cart_lines, '[]'), c.version
  FROM carts c LEFT JOIN purchases p ON p.cart_id = c.id AND p.cart_version = c.version
  WHERE c.id = ? FOR UPDATE)sql";
// By the primary key even where the table is small: other buyers' carts must not be locked in passing.
constexpr std::string_view kFindToBuy = R"sql(
  SELECT c.id, c.account_id, IF(p.id IS NULL, c.cart_lines, '[]'), c.version, q.options, q.commune_code
  FROM carts c FORCE INDEX (PRIMARY)
  LEFT JOIN purchases p ON p.cart_id = c.id AND p.cart_version = c.version
  LEFT JOIN cart_quotes q ON q.cart_id = c.id AND q.cart_version = c.version AND q.quoted_at >= ?
  WHERE c.id IN ()sql";
constexpr std::string_view kSaveLines = R"sql(
  UPDATE carts SET cart_lines = ?, version = version + 1, changed_at = ? WHERE id = ? AND version = ?)sql";
constexpr std::string_view kSaveQuote = R"sql(
  INSERT INTO cart_quotes (cart_id, cart_version, commune_code, options, quoted_at) VALUES (?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE cart_version = VALUES(cart_version), commune_code = VALUES(commune_code),
    options = VALUES(options), quoted_at = VALUES(quoted_at))sql";
// Ids are time-ordered: what was made after the bound cannot be stale, so only old rows are read.
constexpr std::string_view kRemoveStaleQuotes =
    "DELETE FROM cart_quotes WHERE cart_id < ? AND quoted_at < ? ORDER BY cart_id LIMIT ?";
constexpr std::string_view kRemoveStale =
    "DELETE FROM carts WHERE id < ? AND account_id IS NULL AND changed_at < ? ORDER BY id LIMIT ?";

std::string ToText(const std::vector<CartLine>& lines) {
  auto rows = nlohmann::json::array();
  for (const CartLine& line : lines) rows.push_back({line.variant_id, line.quantity, line.price_seen.dong()});
  return rows.dump();
}

std::vector<CartLine> ToLines(const std::string& text) {
  std::vector<CartLine> lines;
  if (text == "[]") return lines;
  for (const auto& row : nlohmann::json::parse(text))
    lines.push_back(
        {row.at(0).get<std::string>(), row.at(1).get<std::int64_t>(), keel::Money::Vnd(row.at(2).get<std::int64_t>())});
  return lines;
}

Cart ToCart(const keel::sql::Rows& rows) {
  return {CartId::FromRow(rows.Text(0)), rows.MaybeText(1), ToLines(rows.Text(2)), rows.Int(3)};
}

std::string ToText(const FreightByShop& by_shop) {
  auto shops = nlohmann::json::object();
  for (const auto& [shop_id, options] : by_shop)
    for (const FreightOption& o : options)
      shops[shop_id].push_back({o.carrier, o.service, o.service_name, o.price.dong(), o.promised_hours, o.estimated});
  return shops.dump();
}

FreightByShop ToFreight(const std::string& text) {
  FreightByShop by_shop;
  const auto shops = nlohmann::json::parse(text);
  for (const auto& [shop_id, options] : shops.items())
    for (const auto& o : options)
      by_shop[shop_id].push_back({o.at(0).get<std::string>(), o.at(1).get<std::string>(), o.at(2).get<std::string>(),
                                  keel::Money::Vnd(o.at(3).get<std::int64_t>()), o.at(4).get<std::int64_t>(),
                                  o.at(5).get<bool>()});
  return by_shop;
}

keel::Error NotFound() {
  return {keel::Kind::kNotFound, "cart-not-found", "There is no such cart."};
}

}  // namespace

bool CartStore::Create(const Cart& cart, keel::Instant now) {
  try {
    session_.Execute(kCreate, {cart.id.text(), cart.account_id, ToText(cart.lines), now});
    return true;
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_carts_account")) throw;
    return false;
  }
}

keel::Result<Cart> CartStore::Find(const CartId& id) {
  auto rows = session_.Query(kFind, {id.text()});
  if (!rows.Next()) return NotFound();
  return ToCart(rows);
}

keel::Result<Cart> CartStore::FindToEdit(const CartId& id) {
  auto rows = session_.Query(kFindToEdit, {id.text()});
  if (!rows.Next()) return NotFound();
  return ToCart(rows);
}

std::optional<Cart> CartStore::OfAccount(const std::string& account_id) {
  auto rows = session_.Query(kOfAccount, {account_id});
  if (!rows.Next()) return std::nullopt;
  return ToCart(rows);
}

std::vector<CartStore::WithQuote> CartStore::FindToBuy(std::vector<std::string> ids, keel::Instant quoted_since) {
  std::ranges::sort(ids);
  keel::sql::Values values;
  AddRow(values, quoted_since);
  AddIds(values, ids);
  auto rows = session_.Query(
      keel::sql::WithGroups(kFindToBuy, "?", keel::sql::ListSize(ids.size()), ") ORDER BY c.id FOR UPDATE"), values);
  std::vector<WithQuote> found;
  while (rows.Next())
    found.push_back({ToCart(rows), rows.IsNull(4) ? FreightByShop{} : ToFreight(rows.Text(4)), rows.TextOr(5, "")});
  return found;
}

keel::Result<keel::Done> CartStore::SaveLines(const Cart& cart, keel::Instant now) {
  if (session_.Execute(kSaveLines, {ToText(cart.lines), now, cart.id.text(), cart.version}) == 0)
    return keel::Error{keel::Kind::kRaced, "cart-changed", "The cart changed meanwhile."};
  return keel::Done{};
}

void CartStore::SaveQuote(const Cart& cart, const std::string& commune_code, const FreightByShop& options,
                          keel::Instant now) {
  session_.Execute(kSaveQuote, {cart.id.text(), cart.version, commune_code, ToText(options), now});
}

std::int64_t CartStore::RemoveStale(keel::Instant before, std::int64_t limit) {
  const auto bound = CartId::New(before).text();
  return session_.Execute(kRemoveStaleQuotes, {bound, before, limit}) +
         session_.Execute(kRemoveStale, {bound, before, limit});
}

}  // namespace orders
