#include <nlohmann/json.hpp>

#include "payments/events/orders_feed.hpp"
#include "payments/events/reading.hpp"
#include "payments/flows/hold_order.hpp"
#include "payments/flows/member_shares.hpp"

namespace payments {
namespace {

keel::Result<keel::Done> OnCase(keel::sql::Transaction& transaction, const keel::outbox::Event& event, const char* kind,
                                const char* id_field) {
  const auto body = nlohmann::json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto order = OrderId::Parse(in.Text("order_id"));
  if (!order) return order.error();
  const CaseNews news{.case_id = in.Text(id_field).substr(0, 40),
                      .order = *order,
                      .kind = kind,
                      .state = in.Text("state").substr(0, 12),
                      .refund = in.Dong("refund"),
                      .at = in.At("at", event.at),
                      .version = in.Number("version")};
  std::vector<CameBack> came_back;
  for (const auto& row : in.Array("lines")) {
    Reading line(row);
    came_back.push_back({line.Text("variant_id").substr(0, 40), line.Dong("amount")});
    if (!line.ok()) return line.error();
  }
  if (!in.ok()) return in.error();
  if (news.state == "received") FollowCameBack(transaction, news.case_id, came_back);
  FollowCase(transaction, news);
  return keel::Done{};
}

/// What members brought for a cooperative's order.
keel::Result<keel::Done> OnFilled(keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
  const auto body = nlohmann::json::parse(event.body, nullptr, /*allow_exceptions=*/false);
  Reading in(body);
  const auto order = OrderId::Parse(in.Text("order_id"));
  const auto cooperative = PartyId::Parse(in.Text("cooperative_id"));
  const auto fill = in.Text("fill_id").substr(0, 40);
  const auto goods = in.TextOr("variant_id", fill.c_str()).substr(0, 40);  // News of an earlier release names none.
  const auto ordered = in.Number("ordered"), version = in.Number("version");
  const auto amount = in.Dong("amount");
  std::vector<Brought> brought;
  for (const auto& row : in.Array("parts")) {
    Reading part(row);
    const auto party = PartyId::Parse(part.Text("member_party_id"));
    const auto pieces = part.Number("pieces");
    if (!part.ok()) return part.error();
    if (!party) return party.error();
    brought.push_back({fill, goods, party->text(), pieces, ordered, amount});
  }
  if (!in.ok()) return in.error();
  if (!order) return order.error();
  if (!cooperative) return cooperative.error();
  FollowShares(transaction, *order, *cooperative, brought, version);
  return keel::Done{};
}

}  // namespace

void ListenToCases(keel::outbox::Consumer& feed) {
  feed.On("order.filled", OnFilled);
  feed.On("order.return-changed", [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnCase(transaction, event, "return", "return_id");
  });
  feed.On("order.dispute-changed", [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnCase(transaction, event, "dispute", "dispute_id");
  });
}

}  // namespace payments
