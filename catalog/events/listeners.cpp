#include "catalog/events/listeners.hpp"

#include <nlohmann/json.hpp>

#include "catalog/flows/media.hpp"
#include "catalog/flows/products.hpp"
#include "catalog/flows/shops.hpp"
#include "keel/http/fields.hpp"

namespace catalog {
namespace {

using keel::Result;
using keel::outbox::Event;

Result<keel::Done> OnPartyChanged(keel::sql::Transaction& transaction, const Catalog& catalog, const Event& event) {
  const auto body = nlohmann::json::parse(event.body);
  keel::http::Fields in(body);
  const auto id = PartyId::Parse(in.Text("party_id", 1, 30));
  if (in.ok() && !id) return id.error();
  Party party{.id = id ? *id : PartyId::FromRow(""),
              .kind = in.Text("kind", 1, 16),
              .name = in.Text("name", 0, 200),
              .status = in.Text("status", 1, 12),
              .is_sample = in.Flag("is_sample", false),
              .version = in.Int("version", 0, INT64_MAX)};
  if (!in.ok()) return in.error();
  return PartyChanged(transaction, catalog, party);
}

Result<keel::Done> OnBandChanged(keel::sql::Transaction& transaction, const Catalog& catalog, const Event& event) {
  const auto body = nlohmann::json::parse(event.body);
  keel::http::Fields in(body);
  const auto id = VariantId::Parse(in.Text("variant_id", 1, 30));
  if (in.ok() && !id) return id.error();
  const auto band =
      in.OneOf<StockBand>("band", {{"in", StockBand::kIn}, {"low", StockBand::kLow}, {"out", StockBand::kOut}});
  if (!in.ok()) return in.error();
  return BandChanged(transaction, catalog, *id, band);
}

/// Files are deleted before the cursor moves: when that fails they are deleted again, which changes nothing.
Result<keel::Done> OnEvidenceOver(const media::PhotoFiles& evidence, const Event& event) {
  const auto body = nlohmann::json::parse(event.body);
  keel::http::Fields in(body);
  const auto name = in.Text("name", 16, 32);
  std::vector<int> widths;
  for (const auto& width : in.Array("widths", 16))
    if (width.is_number_integer()) widths.push_back(width.get<int>());
  const auto at = keel::FromRfc3339(in.Text("at", 1, 40));
  if (!in.ok()) return in.error();
  DropEvidence(evidence, name, widths, at.value_or(event.at));
  return keel::Done{};
}

}  // namespace

void ListenToAccounts(keel::outbox::Consumer& accounts, const Catalog& catalog) {
  accounts.On("party.changed", [&catalog](keel::sql::Transaction& transaction, const Event& event) {
    return OnPartyChanged(transaction, catalog, event);
  });
}

void ListenToOrders(keel::outbox::Consumer& orders, const Catalog& catalog, const media::PhotoFiles& evidence) {
  orders.On("evidence.over",
            [&evidence](keel::sql::Transaction&, const Event& event) { return OnEvidenceOver(evidence, event); });
  orders.On("stock.band-changed", [&catalog](keel::sql::Transaction& transaction, const Event& event) {
    return OnBandChanged(transaction, catalog, event);
  });
}

}  // namespace catalog
