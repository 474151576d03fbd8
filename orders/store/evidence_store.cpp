#include "orders/store/evidence_store.hpp"

#include <sstream>
#include <stdexcept>

namespace orders {
namespace {

constexpr std::string_view kCount = "SELECT COUNT(*) FROM evidence WHERE order_id = ?";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO evidence (id, order_id, name, widths, sent_at) VALUES (?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE name = VALUES(name))sql";
constexpr std::string_view kFind = "SELECT id, order_id, name, widths FROM evidence WHERE id = ?";
constexpr std::string_view kSame = "SELECT id, order_id, name, widths FROM evidence WHERE order_id = ? AND name = ?";

std::optional<Evidence> Read(keel::sql::Rows rows) {
  if (!rows.Next()) return std::nullopt;
  Evidence photo{rows.Text(0), OrderId::FromRow(rows.Text(1)), rows.Text(2), {}};
  std::istringstream widths(rows.Text(3));
  for (std::string width; std::getline(widths, width, ',');) photo.widths.push_back(std::stoi(width));
  return photo;
}

}  // namespace

std::int64_t EvidenceStore::CountOf(const OrderId& order) {
  auto rows = session_.Query(kCount, {order.text()});
  rows.Next();
  return rows.Int(0);
}

Evidence EvidenceStore::Insert(const Evidence& photo, keel::Instant now) {
  std::string widths;
  for (const int width : photo.widths) widths += (widths.empty() ? "" : ",") + std::to_string(width);
  session_.Execute(kInsert, {photo.id, photo.order_id.text(), photo.name, widths, now});
  auto kept = Read(session_.Query(kSame, {photo.order_id.text(), photo.name}));
  if (!kept) throw std::logic_error("a photo just kept is not there");
  return *std::move(kept);
}

std::optional<Evidence> EvidenceStore::Find(const std::string& id) {
  return Read(session_.Query(kFind, {id}));
}

}  // namespace orders
