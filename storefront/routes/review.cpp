#include <algorithm>

#include "keel/crypto/sealed.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/buyer.hpp"
#include "storefront/routes/parts/cart_of.hpp"
#include "storefront/routes/parts/draft.hpp"
#include "storefront/routes/parts/pay_choice.hpp"
#include "storefront/view/format.hpp"

/// Checkout, second step: freight, payment, the total, and the order itself. What is sent is exactly what was shown: a
/// choice that changes the total shows the page again first.
namespace storefront {
namespace {

using backends::FreightOption;

constexpr std::string_view kFreightField = "giao_";
/// From this share of a shop's goods on, the buyer is told and may say that it is all right; whether he must is orders'
/// to decide (FREIGHT_GUARD_PERCENT).
constexpr std::int64_t kHighFreightPercent = 50;

/// How a choice is written in the form: "ghn express"; the carrier alone where it has no services.
std::string ChoiceOf(const FreightOption& option) {
  return option.service.empty() ? option.carrier : option.carrier + " " + option.service;
}

/// The option the buyer chose before, else the cheapest. Null when a shop has none.
const FreightOption* ChosenOption(const backends::QuotedShop& shop, const Draft& draft) {
  const auto wanted = draft.freight.find(shop.shop_id);
  const FreightOption* best = nullptr;
  for (const FreightOption& option : shop.options) {
    if (wanted != draft.freight.end() && wanted->second == ChoiceOf(option)) return &option;
    if (!best || option.price < best->price) best = &option;
  }
  return best;
}

std::string Promise(const Visit& visit, const FreightOption& option) {
  if (option.promised_hours <= 0) return {};
  return option.promised_hours < 24 ? visit.Count("time.hours", option.promised_hours)
                                    : visit.Count("time.days", view::WholeDays(option.promised_hours));
}

void FillShop(const Visit& visit, view::Data& data, const backends::CartShop& shop, const backends::QuotedShop& quoted,
              const FreightOption* chosen) {
  data.Set("SHOP", shop.name)
      .Set("GOODS", view::Money(visit.language, quoted.goods))
      .Set("FIELD", std::string(kFreightField) + quoted.shop_id);
  for (const auto& line : shop.lines) {
    auto row = data.Add("LINE");
    row.Set("NAME", line.product_name)
        .Set("QUANTITY", view::Number(visit.language, line.quantity))
        .Set("LINE_TOTAL", view::Money(visit.language, line.line_total));
    if (!line.ripe_on.empty()) row.SetIfAny("RIPE_ON", view::Day(visit.language, line.ripe_on));
  }
  for (const FreightOption& option : quoted.options) {
    auto row = data.Add("OPTION");
    row.Set("VALUE", ChoiceOf(option)).Set("LABEL", visit.Known("carrier.", option.carrier));
    row.SetIfAny("SERVICE", option.name == option.service ? std::string{} : option.name);
    row.SetIfAny("PROMISE", Promise(visit, option)).Set("PRICE", view::Money(visit.language, option.price));
    row.Show("ESTIMATED", option.is_estimated).Show("CHOSEN", &option == chosen);
  }
}

std::string PlaceLine(const Visit& visit, const Draft& draft) {
  std::string line;
  for (const std::string* part : {&draft.address.landmark, &draft.address.hamlet, &draft.address.street}) {
    if (!part->empty()) line += (line.empty() ? "" : ", ") + *part;
  }
  const auto communes = visit.app.orders.Communes(visit.caller(), draft.address.province_code);
  const auto provinces = visit.app.orders.Provinces(visit.caller());
  if (communes) {
    const auto found = std::ranges::find(*communes, draft.address.commune_code, &backends::Commune::code);
    if (found != communes->end()) line += (line.empty() ? "" : ", ") + found->name;
  }
  if (provinces) {
    const auto found = std::ranges::find(*provinces, draft.address.province_code, &backends::Province::code);
    if (found != provinces->end()) line += (line.empty() ? "" : ", ") + found->name;
  }
  return line;
}

Reply ShowReview(Visit& visit) {
  const Draft draft = ReadDraft(visit);
  if (!draft.HasPlace() || draft.phone.empty()) return visit.SeeOther("/thanh-toan");
  const auto cart = CartOf(visit);
  if (!cart) return visit.Fail(cart.failure());
  if (cart->shops.empty()) return visit.SeeOther("/gio-hang");
  const auto quote = visit.app.orders.QuoteCart(visit.caller(), cart->id, draft.address);
  if (!quote) {
    if (quote.failure().down()) return visit.Fail(quote.failure());
    visit.Flash("bad", visit.Sentence(quote.failure()));
    return visit.SeeOther(quote.failure().status == 409 ? "/gio-hang" : "/thanh-toan");
  }

  Page page{.title = visit.T("review.title"), .nav = "cart"};
  view::Data& data = page.data;
  std::int64_t freight = 0;
  bool high = false;
  std::vector<ShopDue> dues;
  for (const auto& quoted : quote->shops) {
    const auto shop = std::ranges::find(cart->shops, quoted.shop_id, &backends::CartShop::shop_id);
    if (shop == cart->shops.end()) continue;
    const FreightOption* chosen = ChosenOption(quoted, draft);
    auto box = data.Add("SHOP_BOX");
    FillShop(visit, box, *shop, quoted, chosen);
    dues.push_back({quoted.shop_id, quoted.goods});
    if (!chosen) continue;
    dues.back().amount = keel::Money::Vnd(quoted.goods.dong() + chosen->price.dong());
    freight += chosen->price.dong();
    high = high || chosen->price.dong() * 100 > quoted.goods.dong() * kHighFreightPercent;
    data.Add("SHOWN").Set("FIELD", "thay_" + quoted.shop_id).Set("VALUE", ChoiceOf(*chosen));
  }
  const keel::Money total = keel::Money::Vnd(quote->goods.dong() + freight);
  data.Set("GOODS", view::Money(visit.language, quote->goods))
      .Set("FREIGHT", view::Money(visit.language, keel::Money::Vnd(freight)));
  data.Set("TOTAL", view::Money(visit.language, total)).SetNumber("TOTAL_DONG", total.dong());
  data.Set("BUYER", draft.name)
      .Set("PHONE", draft.phone)
      .Set("ADDRESS", PlaceLine(visit, draft))
      .SetIfAny("NOTE", draft.note);
  FillPayChoices(visit, data, draft, *cart, dues);
  data.Show("FREIGHT_HIGH", high);
  data.Set("CART_ID", cart->id).Set("ONCE", keel::crypto::RandomToken(18));
  return visit.Show("pages/review.html", std::move(page));
}

/// Takes the chosen ways of delivery; whether they are those the page's total was made of.
bool TakeFreight(Draft& draft, const web::Form& form) {
  bool as_shown = true;
  draft.freight.clear();
  for (const auto& [name, value] : form.fields()) {
    if (!name.starts_with(kFreightField)) continue;
    const std::string shop_id = name.substr(kFreightField.size());
    draft.freight[shop_id] = value.substr(0, 60);
    as_shown = as_shown && form.Text("thay_" + shop_id, 60) == value;
  }
  return as_shown;
}

backends::PurchaseWish WishOf(const Draft& draft, const web::Form& form) {
  backends::PurchaseWish wish{.cart_id = form.Text("gio", 40),
                              .name = draft.name,
                              .phone = draft.phone,
                              .note = draft.note,
                              .address = draft.address,
                              .payment = draft.payment};
  for (const auto& [shop_id, choice] : draft.freight) {
    const auto space = std::min(choice.find(' '), choice.size());
    wish.freight[shop_id] = {choice.substr(0, space), choice.substr(std::min(space + 1, choice.size()))};
  }
  wish.payments = PaymentsApart(draft, ShopsPaid(form));
  wish.freight_confirmed = form.Has("dong_y_phi");
  // Written by the page itself; 0 is no purchase's total, so one that cannot be read is answered with the total of now.
  const auto total = form.Number("tong", web::Measure::kDong);
  wish.expected_total = keel::Money::Vnd(total.value);
  return wish;
}

/// Sent twice with the same key (a double tap, a lost answer) it is one purchase, and the second answer is the first's.
Reply PlaceOrder(Visit& visit) {
  const web::Form& form = visit.form();
  Draft draft = ReadDraft(visit);
  if (!draft.HasPlace()) {
    visit.Flash("bad", visit.T("review.draft-gone"));
    return visit.SeeOther("/thanh-toan");
  }
  const bool paid_as_shown = TakePayChoices(draft, form);
  const bool sent_as_shown = TakeFreight(draft, form);
  KeepDraft(visit, draft);
  if (!sent_as_shown || !paid_as_shown || form.Has("tinh_lai")) {
    if (!form.Has("tinh_lai"))
      visit.Flash("warn", visit.T(sent_as_shown ? "review.paying-changed" : "review.total-changed"));
    return visit.SeeOther("/thanh-toan/xac-nhan");
  }

  backends::Caller caller = visit.caller(std::chrono::seconds(8));
  caller.idempotency_key = form.Text("mot_lan", 64);
  const auto purchase = visit.app.orders.Place(caller, WishOf(draft, form));
  if (!purchase) {
    if (purchase.failure().down()) return visit.Fail(purchase.failure());
    visit.Flash("bad", visit.Sentence(purchase.failure()));
    // What can be set right on this page brings back to it.
    if (const auto& code = purchase.failure().code; code == "freight-high" || code == "cod-limit" ||
                                                    code == "freight-gone" || code == "payment-not-taken" ||
                                                    code.starts_with("payment-too-"))
      return visit.SeeOther("/thanh-toan/xac-nhan");
    return visit.SeeOther(purchase.failure().status == 409 ? "/gio-hang" : "/thanh-toan");
  }
  RememberBuyer(visit, draft.phone);
  ForgetCart(visit);
  return visit.SeeOther("/mua/" + purchase->id);
}

}  // namespace

void MountReview(Mount& mount) {
  mount.Get("/thanh-toan/xac-nhan", For::kVisitor, ShowReview);
  mount.Post("/thanh-toan/dat", For::kVisitor, PlaceOrder);
}

}  // namespace storefront
