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
  if (offered) std::erase_if(offered->codes, [](const std::string& code) { return !IsMethod(code); });
  return offered;
}

/// One text for one choice, to tell whether the page showed it; empty when all shops are paid alike.
std::string TextOf(const std::map<std::string, std::string>& apart) {
  std::string text;
  for (const auto& [shop, method] : apart) text += shop + "=" + method + " ";
  if (!text.empty()) text.pop_back();
  return text;
}

void FillShops(const web::Visit& visit, view::Data& data, const Draft& draft, const backends::Cart& cart,
               const backends::OfferedMethods& common) {
  for (const auto& shop : cart.shops) {
    auto codes = common.codes;
    // Where money goes straight to the seller, one seller may take transfers and another not.
    if (common.direct && !shop.party_id.empty()) {
      if (const auto own = Ask(visit, {shop.party_id})) codes = own->codes;
    }
    const auto chosen = draft.payments.find(shop.shop_id);
    auto row = data.Add("PAY_SHOP");
    row.Set("PAY_FIELD", std::string(kField) + shop.shop_id).Set("PAY_SHOP_NAME", shop.name);
    for (const auto& code : codes)
      row.Add("PAY_OPTION")
          .Set("PAY_CODE", code)
          .Set("PAY_LABEL", visit.Known("payment.", code))
          .Show("PAY_CHOSEN", chosen != draft.payments.end() && chosen->second == code);
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
  backends::OfferedMethods common{{"cod", "vietqr"}, false};
  if (const auto offered = Ask(visit, sellers)) {
    common = *offered;
    data.Show("NO_TRANSFER", common.direct && std::ranges::find(common.codes, "vietqr") == common.codes.end());
  }
  const bool known = std::ranges::find(common.codes, draft.payment) != common.codes.end();
  for (const auto& code : common.codes) {
    auto row = data.Add("METHOD");
    row.Set("CODE", code).Set("LABEL", visit.Known("payment.", code)).Set("TEXT", visit.T("payment." + code + "-text"));
    row.Show("CHOSEN", known ? code == draft.payment : code == common.codes.front());
    row.Show("IN_CASH", code == "cod").Show("BY_QR", code == "vietqr");
  }
  if (cart.shops.size() < 2) return;

  std::vector<std::string> shops;
  for (const auto& due : dues) shops.push_back(due.shop_id);
  const auto apart = PaymentsApart(draft, shops);
  data.Show("SEVERAL_SHOPS").Show("APART_OPEN", !draft.payments.empty()).Set("APART_SHOWN", TextOf(apart));
  FillShops(visit, data, draft, cart, common);
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
