#include "orders/flows/guard_purchase.hpp"

#include <algorithm>
#include <map>

#include "orders/store/delivery_seal.hpp"
#include "orders/store/phone_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;

constexpr std::int64_t kMostRefusers = 100'000;

/// What the number's history says, read only where it matters: a number without a refusal may at least what nobody
/// knows of may.
PhoneRecord RecordFor(PhoneStore& phones, const Context& context, const CashAsked& asked, std::int64_t under_way) {
  const bool usual =
      asked.cash <= kCodUnasked && asked.cash.dong() + under_way <= CodUnderWay({}, context.cod_purchases).dong();
  return usual && !asked.may_have_refused ? PhoneRecord{} : phones.Find(asked.phone_index);
}

/// All that is paid one way is one payment. (Where buyers pay each seller straight it is one an order; no way to pay
/// that has bounds is taken there.)
keel::Result<keel::Done> CanBePaid(const PaymentMemory& payments, const PurchasePlan& plan) {
  std::map<Payment, keel::Money> due;
  for (const PlannedOrder& order : plan.orders) {
    const auto sum = keel::Add(due[order.payment], order.total);
    if (!sum) return sum.error();
    due[order.payment] = *sum;
  }
  for (const auto& [payment, amount] : due)
    if (const auto taken = payments.Takes(payment, amount); !taken) return taken;
  return keel::Done{};
}

}  // namespace

keel::Result<std::optional<CashAsked>> MayPlace(const Context& context, const Checkout& checkout,
                                                const PurchasePlan& plan) {
  if (context.payments != nullptr)
    if (const auto can = CanBePaid(*context.payments, plan); !can) return can.error();
  std::int64_t at_the_door = 0;
  for (const PlannedOrder& order : plan.orders) {
    if (order.payment == Payment::kCod) at_the_door += order.total.dong();
    const auto percent = order.goods.dong() == 0 ? 0 : order.freight.price.dong() * 100 / order.goods.dong();
    if (context.freight_guard_percent > 0 && percent > context.freight_guard_percent &&
        !checkout.choices.freight_confirmed)
      return Error{Kind::kConflict, "freight-high", "The freight is high for these goods.", std::to_string(percent)};
  }
  if (at_the_door == 0) return std::optional<CashAsked>();
  CashAsked asked{PhoneIndex(checkout.buyer.phone, context.key), keel::Money::Vnd(at_the_door), false};
  asked.may_have_refused = context.refusers == nullptr || context.refusers->Has(asked.phone_index);
  const bool counted = context.cash != nullptr && context.cash->Add(asked.phone_index, asked.cash) > kCodUncounted;
  if (!asked.may_have_refused && !counted && asked.cash <= kCodUnasked) return std::optional<CashAsked>();
  return std::optional(std::move(asked));
}

std::vector<keel::Result<keel::Done>> MayCollect(keel::sql::Session& session, const Context& context,
                                                 const std::vector<std::optional<CashAsked>>& asked) {
  PhoneStore phones(session);
  std::map<std::string, std::int64_t> under_way;
  if (context.cash != nullptr) {
    std::vector<std::string> indexes;
    for (const auto& one : asked)
      if (one) indexes.push_back(one->phone_index);
    for (const auto& [index, cash] : phones.OpenCash(indexes)) under_way[index] = cash.dong();
  }
  std::vector<keel::Result<keel::Done>> answers;
  for (const auto& one : asked) {
    if (!one) {
      answers.emplace_back(keel::Done{});
      continue;
    }
    auto& sum = under_way[one->phone_index];
    const auto record = RecordFor(phones, context, *one, sum);
    const auto may = std::min(CodLimit(record).dong(), CodUnderWay(record, context.cod_purchases).dong() - sum);
    if (one->cash.dong() <= may) {
      sum += one->cash.dong();
      answers.emplace_back(keel::Done{});
    } else {
      answers.emplace_back(Error{Kind::kConflict, "cod-limit", "So much cannot be collected at the door.",
                                 std::to_string(std::max<std::int64_t>(may, 0))});
    }
  }
  return answers;
}

void RefreshRefusers(const Context& context) {
  if (context.refusers != nullptr) context.refusers->Keep(PhoneStore(*context.pool.Take()).Refusers(kMostRefusers));
}

}  // namespace orders
