#include "orders/flows/split_order.hpp"

#include <algorithm>
#include <map>

#include "keel/metrics/metrics.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/domain/order_text.hpp"
#include "orders/flows/draw_code.hpp"
#include "orders/flows/hold_order.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/split_store.hpp"
#include "orders/store/stock_store.hpp"
#include "orders/store/substitution_store.hpp"
#include "orders/store/weight_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Money;
using keel::Result;

constexpr std::size_t kWhatBytes = 120;
constexpr std::string_view kWhy = "split";

/// Nothing about the order that somebody else is still to answer, and nothing that cannot be divided.
Result<keel::Done> MayDivide(keel::sql::Session& session, const Order& order, const Split& split) {
  if (SubstitutionStore(session).AnyOpen(order.id))
    return Error{Kind::kConflict, "substitution-open", "The buyer is being asked about something in it."};
  if (SplitStore(session).IsFilled(order.id))
    return Error{Kind::kConflict, "split-filled", "Members bring goods for it."};
  for (const LineWeight& weight : WeightStore(session).OfOrder(order.id.text())) {
    if (weight.outcome == Weighing::kAsked)
      return Error{Kind::kConflict, "weight-asked", "The buyer has not answered yet."};
    const auto line =
        std::ranges::find(split.lines, weight.line_id, [](const SplitLine& one) { return one.before.id.text(); });
    if (line != split.lines.end() && line->now.quantity > 0)
      return Error{Kind::kConflict, "split-weighed", "What was weighed goes whole.", weight.title};
  }
  return keel::Done{};
}

Result<Split> Planned(keel::sql::Session& session, const Context& context, const Order& order,
                      const std::vector<LineChange>& goes_now, keel::Instant at) {
  auto split = SplitOrder(order, OrderReader(session, context.key).Lines(order.id), goes_now, at);
  if (!split) return split;
  if (const auto may = MayDivide(session, order, *split); !may) return may.error();
  return split;
}

FreightOption PostOf(const Context& context, const AskFreight& ask, const Split& split, const Address& to) {
  const Order& follow = split.follow;
  const FreightQuestion question{follow.from_province_code,
                                 follow.from_commune_code,
                                 to.province_code,
                                 to.commune_code,
                                 follow.grams,
                                 follow.goods,
                                 follow.payment == Payment::kCod ? follow.total : Money()};
  const auto options = ask(question, std::chrono::steady_clock::now() + context.quote_wait);
  if (!options || options->empty()) return context.flat.For(follow.grams);
  const auto same = std::ranges::find_if(*options, [&](const FreightOption& option) {
    return option.carrier == follow.carrier && option.service == follow.service;
  });
  return same != options->end()
             ? *same
             : *std::ranges::min_element(*options, {}, [](const FreightOption& o) { return o.price.dong(); });
}

/// What goes with the first parcel, and what with the second.
std::pair<std::string, std::string> WhatGoes(const std::vector<OrderLine>& before, const Split& split) {
  std::vector<OrderLine> now, later;
  for (const OrderLine& line : before) {
    const auto at = std::ranges::find(split.lines, line.id, [](const SplitLine& one) { return one.before.id; });
    if (at == split.lines.end()) {
      if (line.quantity > 0) now.push_back(line);
      continue;
    }
    if (at->now.quantity > 0) now.push_back(at->now);
    later.push_back(at->later);
  }
  return {ContentsOf(now, kWhatBytes), ContentsOf(later, kWhatBytes)};
}

}  // namespace

Result<QuotedSplit> QuoteSplit(const Context& context, const AskFreight& ask, const keel::auth::Principal& who,
                               const OrderId& id, const std::vector<LineChange>& goes_now) {
  struct Found {
    Split split;
    Address to;
  };
  auto found = [&]() -> Result<Found> {
    const auto session = context.pool.Take();  // Given back before anybody is asked.
    const auto order = FindForSeller(*session, context, who, id);
    if (!order) return order.error();
    auto split = Planned(*session, context, *order, goes_now, context.clock.Now());
    if (!split) return split.error();
    return Found{*std::move(split), OrderReader(*session, context.key).Whole(*order).delivery.address};
  }();
  if (!found) return found.error();
  auto post = PostOf(context, ask, found->split, found->to);
  return QuotedSplit{std::move(found->split), std::move(post)};
}

Result<SplitOrders> SplitNow(keel::sql::Transaction& transaction, const Context& context,
                             const keel::auth::Principal& who, const OrderId& id, const SplitWish& wish,
                             const FreightOption& post) {
  auto& session = transaction.session();
  const auto order = HoldForSeller(session, context, who, id);
  if (!order) return order.error();
  if (wish.version && *wish.version != order->version)
    return Error{Kind::kConflict, "changed-meanwhile", "The order changed since you read it.",
                 std::to_string(order->version)};
  const auto at = std::max(context.clock.Now(), order->moved_at);
  const auto before = OrderReader(session, context.key).Lines(id);
  auto split = Planned(session, context, *order, wish.goes_now, at);
  if (!split) return split.error();
  if (wish.post_agreed && *wish.post_agreed != post.price)
    return Error{Kind::kConflict, "split-post-changed", "The second parcel costs something else by now.",
                 std::to_string(post.price.dong())};
  // The page shows what it costs and sends it along; who did not see it is not let lose money by it.
  if (!wish.post_agreed && post.price > split->follow.goods)
    return Error{Kind::kConflict, "split-post-dear", "The second parcel costs more than what is in it.",
                 std::to_string(post.price.dong())};
  split->follow.id = OrderId::New(at);
  split->follow.code = DrawCode();
  split->follow.carrier = post.carrier;
  split->follow.service = post.service;
  split->follow.freight_estimated = false;  // What the buyer pays for it is certain: nothing.
  const auto split_id = SplitId::New(at);
  const auto both = SplitStore(session).Save(*order, *split, {split_id, post.price, post.estimated}, {who.subject}, at);
  if (!both) return both.error();

  // Stock last: buyers of the same goods wait for each other only from here to the commit.
  std::map<std::string, std::int64_t> pieces;
  for (const SplitLine& line : split->lines) pieces[line.later.variant_id] += line.later.quantity;
  StockStore(session).HandOver(id.text(), both->follow.id.text(), pieces, split_id.text(), who.subject, kWhy, at);
  keel::outbox::AppendAll(transaction, {OrderWasSplit(both->now, both->follow, *split, split_id, post.price, at)}, at);
  const bool cash = order->payment == Payment::kCod;
  auto [now, later] = WhatGoes(before, *split);
  SayAbout(transaction, context, both->now, cash ? MessageKind::kSentInPartsCash : MessageKind::kSentInParts,
           Recipient::kBuyer,
           {{"now", std::move(now)},
            {"later", std::move(later)},
            {"follow", both->follow.code.text()},
            {"now_vnd", std::to_string(both->now.total.dong())},
            {"later_vnd", std::to_string(both->follow.total.dong())},
            {"link", context.public_url + "/don/" + both->follow.code.text()}},
           both->follow.id.text());
  transaction.AfterCommit([] { keel::metrics::Add("orders_split_total"); });
  return SplitOrders{both->now, both->follow};
}

}  // namespace orders
