#include "storefront/routes/parts/pay_choice.hpp"

#include <algorithm>
#include <array>

#include "storefront/backends/bank_refunds.hpp"
#include "storefront/view/format.hpp"

namespace storefront {
namespace {

constexpr std::array<std::string_view, 5> kMethods{"cod", "vietqr", "vnpay", "momo", "zalopay"};
constexpr std::string_view kField = "tra_";

bool IsMethod(std::string_view code) {
  return std::ranges::find(kMethods, code) != kMethods.end();
}

backends::Got<backends::OfferedMethods> Ask(const web::Visit& visit, const std::vector<std::string>& sellers) {
  auto offered =
      backends::MethodsFor(visit.app.payments.ask(), visit.caller(std::chrono::milliseconds(1'500)), sellers);
  if (offered)
    std::erase_if(offered->methods, [](const backends::OfferedMethod& method) { return !IsMethod(method.code); });
  return offered;
}

bool Offers(const backends::OfferedMethods& offered, std::string_view code) {
  return std::ranges::find(offered.methods, code, &backends::OfferedMethod::code) != offered.methods.end();
}

/// What would be paid that way if it were chosen above: of all shops but those that have another way of their own.
keel::Money DueBy(const std::string& code, const Draft& draft, const std::vector<ShopDue>& dues) {
  std::int64_t sum = 0;
  for (const auto& due : dues) {
    const auto own = draft.payments.find(due.shop_id);
    if (own == draft.payments.end() || own->second == code) sum += due.amount.dong();
  }
  return keel::Money::Vnd(sum);
}

/// Why so much cannot be paid that way; empty when it can.
std::string WhyNot(const web::Visit& visit, const backends::OfferedMethod& method, keel::Money due) {
  if (method.Takes(due)) return {};
  const bool too_much = method.most && due > *method.most;
  return visit.T(too_much ? "review.pay-most" : "review.pay-least",
                 {{"AMOUNT", view::Money(visit.language, too_much ? *method.most : *method.least)}});
}

void FillMethods(const web::Visit& visit, view::Data& data, const Draft& draft, const backends::OfferedMethods& common,
                 const std::vector<ShopDue>& dues) {
  std::vector<std::string> why_not;
  std::size_t chosen = common.methods.size();
  for (std::size_t i = 0; i < common.methods.size(); ++i) {
    const auto& method = common.methods[i];
    why_not.push_back(WhyNot(visit, method, DueBy(method.code, draft, dues)));
    if (why_not[i].empty() && (chosen == common.methods.size() || method.code == draft.payment)) chosen = i;
  }
  for (std::size_t i = 0; i < common.methods.size(); ++i) {
    const auto& code = common.methods[i].code;
    auto row = data.Add("METHOD");
    row.Set("CODE", code).Set("LABEL", visit.Known("payment.", code));
    row.Set("TEXT", why_not[i].empty() ? visit.T("payment." + code + "-text") : why_not[i]);
    row.Show("CHOSEN", i == chosen).Show("NOT_NOW", !why_not[i].empty());
    row.Show("IN_CASH", code == "cod").Show("BY_QR", code == "vietqr");
  }
}

/// One text for one choice, to tell whether the page showed it; empty when all shops are paid alike.
std::string TextOf(const std::map<std::string, std::string>& apart) {
  std::string text;
  for (const auto& [shop, method] : apart) text += shop + "=" + method + " ";
  if (!text.empty()) text.pop_back();
  return text;
}

void FillShops(const web::Visit& visit, view::Data& data, const Draft& draft, const backends::Cart& cart,
               const backends::OfferedMethods& common, const std::vector<ShopDue>& dues) {
  for (const auto& shop : cart.shops) {
    auto methods = common.methods;
    // Where money goes straight to the seller, one seller may take transfers and another not.
    if (common.direct && !shop.party_id.empty()) {
      if (const auto own = Ask(visit, {shop.party_id})) methods = own->methods;
    }
    const auto due = std::ranges::find(dues, shop.shop_id, &ShopDue::shop_id);
    const auto chosen = draft.payments.find(shop.shop_id);
    auto row = data.Add("PAY_SHOP");
    row.Set("PAY_FIELD", std::string(kField) + shop.shop_id).Set("PAY_SHOP_NAME", shop.name);
    for (const auto& method : methods) {
      // With other shops' it may still be too much: their sum is known when it is sent, and orders says so then. Too
      // little alone may be enough with them.
      if (due != dues.end() && method.most && due->amount > *method.most) continue;
      row.Add("PAY_OPTION")
          .Set("PAY_CODE", method.code)
          .Set("PAY_LABEL", visit.Known("payment.", method.code))
          .Show("PAY_CHOSEN", chosen != draft.payments.end() && chosen->second == method.code);
    }
  }
}

}  // namespace

std::map<std::string, std::string> PaymentsApart(const Draft& draft, const std::vector<std::string>& shop_ids) {
  std::map<std::string, std::string> apart;
  for (const auto& shop : shop_ids) apart[shop] = draft.PaymentOf(shop);
  const bool alike = std::ranges::all_of(apart, [&](const auto& one) { return one.second == apart.begin()->second; });
  // All alike, but not as the common choice says, is still to be said shop by shop.
  if (alike && (apart.empty() || apart.begin()->second == draft.payment)) apart.clear();
  return apart;
}

std::vector<std::string> ShopsPaid(const web::Form& form) {
  std::vector<std::string> shops;
  for (const auto& field : form.fields())
    if (field.first.starts_with(kField)) shops.push_back(field.first.substr(kField.size()));
  return shops;
}

void FillPayChoices(const web::Visit& visit, view::Data& data, const Draft& draft, const backends::Cart& cart,
                    const std::vector<ShopDue>& dues) {
  std::vector<std::string> sellers;
  for (const auto& shop : cart.shops)
    if (!shop.party_id.empty()) sellers.push_back(shop.party_id);
  backends::OfferedMethods common{{{"cod"}, {"vietqr"}}, false};
  if (const auto offered = Ask(visit, sellers)) {
    common = *offered;
    data.Show("NO_TRANSFER", common.direct && !Offers(common, "vietqr"));
  }
  FillMethods(visit, data, draft, common, dues);
  if (cart.shops.size() < 2) return;

  std::vector<std::string> shops;
  for (const auto& due : dues) shops.push_back(due.shop_id);
  const auto apart = PaymentsApart(draft, shops);
  data.Show("SEVERAL_SHOPS").Show("APART_OPEN", !draft.payments.empty()).Set("APART_SHOWN", TextOf(apart));
  FillShops(visit, data, draft, cart, common, dues);
  if (apart.empty()) return;
  std::int64_t now = 0, at_door = 0;
  for (const auto& due : dues) (apart.at(due.shop_id) == "cod" ? at_door : now) += due.amount.dong();
  data.Show("PAYS_APART")
      .Set("PAY_NOW", view::Money(visit.language, keel::Money::Vnd(now)))
      .Set("PAY_AT_DOOR", view::Money(visit.language, keel::Money::Vnd(at_door)));
}

bool TakePayChoices(Draft& draft, const web::Form& form) {
  draft.payment = form.Text("tra", 8);
  if (!IsMethod(draft.payment)) draft.payment = "cod";
  draft.payments.clear();
  const auto shops = ShopsPaid(form);
  for (const auto& shop : shops) {
    const auto method = form.Text(std::string(kField) + shop, 8);
    if (IsMethod(method)) draft.payments[shop] = method;
  }
  return form.Text("thay_tra", 4'000) == TextOf(PaymentsApart(draft, shops));
}

}  // namespace storefront
