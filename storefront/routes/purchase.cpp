#include <algorithm>
#include <optional>

#include "storefront/backends/bank_refunds.hpp"
#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/buyer.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/view/format.hpp"

/// /mua/<id>: what was just bought. All its orders, and what is still to be paid by transfer.
namespace storefront {
namespace {

using backends::Intent;

bool IsTransfer(const std::string& method) {
  return method == "vietqr";
}

std::string PageOf(const std::string& purchase_id) {
  return "/mua/" + keel::http::UrlEncode(purchase_id);
}

void FillIntent(const Visit& visit, view::Data& data, const std::string& purchase_id, const Intent& intent) {
  const bool to_seller = intent.straight_to_seller;  // Who says when it is there.
  const bool is_open = intent.status == "awaiting" || intent.status == "partly-paid";
  data.Set("STATUS_TEXT", visit.Known("intent.", intent.status))
      .Set("STATUS_KIND", is_open                      ? "warn"
                          : intent.status == "secured" ? "good"
                                                       : "bad");
  // After a part of it what is still to come, as the QR says it: who types the whole again pays too much.
  const auto asked = is_open && intent.received.dong() > 0 ? intent.remaining : intent.amount;
  data.Set("AMOUNT", view::Money(visit.language, asked)).Set("REFERENCE", intent.reference);
  data.Set("AMOUNT_TITLE", visit.T(asked == intent.amount ? "purchase.amount" : "purchase.still"));
  data.Set("METHOD_TEXT", visit.Known("payment.", intent.method));
  const bool at_provider = !intent.provider.empty() || !IsTransfer(intent.method);
  const bool has_qr = is_open && intent.has_qr;
  data.SetIfAny("QR", has_qr ? PageOf(purchase_id) + "/qr/" + keel::http::UrlEncode(intent.id) : std::string{})
      .Show("DONE", !is_open);
  data.Show("OPEN", is_open && !at_provider && (!to_seller || has_qr)).Show("TO_PROVIDER", is_open && at_provider);
  if (is_open && at_provider) {
    data.Set("PROVIDER", intent.provider).Set("PAY_HREF", PageOf(purchase_id) + "/tra/" + intent.id);
    data.Show("CAN_GO", intent.can_go).Show("CANNOT_GO", !intent.can_go).Show("TRY_FAILED", intent.last_try_failed);
  }
  if (intent.refund_due.dong() > 0) data.SetIfAny("REFUND_DUE", view::Money(visit.language, intent.refund_due));
  if (intent.refunded.dong() > 0) data.SetIfAny("REFUNDED", view::Money(visit.language, intent.refunded));
  data.Set("BANK", intent.bank_name.empty() ? intent.bank_bin : intent.bank_name)
      .Set("ACCOUNT", intent.bank_account)
      .Set("HOLDER", intent.bank_holder);
  if (intent.received.dong() > 0) data.SetIfAny("RECEIVED", view::Money(visit.language, intent.received));
  if (intent.expires_at != keel::Instant{} && is_open)
    data.SetIfAny("EXPIRES", view::Moment(visit.language, intent.expires_at));
  data.Show("TO_SELLER", to_seller && has_qr);
  data.Show("SELLER_NO_ACCOUNT", is_open && to_seller && !has_qr);
  data.Show("SELLER_OWES", to_seller && intent.refund_due.dong() > 0);
  if (!visit.app.settings.bank_sim_url.empty() && is_open && !to_seller) {
    data.Show("BANK_SIM").Set("BANK_SIM_URL", visit.app.settings.bank_sim_url);
    data.SetNumber("AMOUNT_DONG", asked.dong());
  }
}

backends::Got<backends::PurchasePayment> PaymentOf(const Visit& visit, const std::string& purchase_id) {
  return visit.app.payments.ForPurchase(visit.caller(std::chrono::milliseconds(2'500)), purchase_id, BuyerPhone(visit));
}

/// The part that changes by itself (parts/payment.html); payments being away is said, not hidden.
void FillPayment(const Visit& visit, view::Data& data, const std::string& purchase_id,
                 const backends::Got<backends::PurchasePayment>& payment) {
  if (!payment) {
    data.Show("PAYMENT_AWAY");
    return;
  }
  bool is_waiting = false;
  for (const Intent& intent : payment->intents) {
    if (intent.method == "cod") continue;
    auto row = data.Add("INTENT");
    FillIntent(visit, row, purchase_id, intent);
    is_waiting = is_waiting || intent.status == "awaiting" || intent.status == "partly-paid";
  }
  data.Show("FINAL", !is_waiting);
  if (is_waiting)  // He is looking at how to pay: his goods are kept a while longer.
    backends::HoldGoods(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(800)), purchase_id,
                        BuyerPhone(visit));
}

/// Money that our bank has to send back: where to? Asked below the part that changes by itself.
void FillRefundAccount(const Visit& visit, view::Data& data, const backends::PurchasePayment& payment) {
  const bool owed = std::ranges::any_of(payment.intents, [](const Intent& intent) {
    return intent.refund_due.dong() > 0 && intent.provider.empty() && !intent.straight_to_seller;
  });
  const bool known = !payment.refund_account.empty();
  data.Show("ASK_ACCOUNT", owed).Show("ACCOUNT_KNOWN", known).Show("ACCOUNT_UNKNOWN", !known);
  if (!owed) return;
  data.Set("REFUND_ACCOUNT", payment.refund_bank + " " + payment.refund_account);
  data.Show("MAY_NAME", visit.session() != nullptr).Show("MUST_SIGN_IN", visit.session() == nullptr);
  FillBanks(visit, data);
}

bool IsPaidBefore(const backends::Purchase& purchase) {
  return std::ranges::any_of(purchase.orders, [](const auto& order) { return order.payment != "cod"; });
}

/// Some orders paid before, some at the door: what each comes to.
void FillApart(const Visit& visit, view::Data& data, const backends::Purchase& purchase) {
  std::int64_t before = 0, at_door = 0;
  for (const auto& order : purchase.orders) (order.payment == "cod" ? at_door : before) += order.total.dong();
  if (before == 0 || at_door == 0) return;
  data.Show("PAYS_APART")
      .Set("PAY_NOW", view::Money(visit.language, keel::Money::Vnd(before)))
      .Set("PAY_AT_DOOR", view::Money(visit.language, keel::Money::Vnd(at_door)));
}

Reply ShowPurchase(Visit& visit) {
  const std::string id(visit.request.Param("id")), phone = BuyerPhone(visit);
  if (phone.empty()) return visit.SeeOther("/tra-don");
  const auto purchase = visit.app.orders.FindPurchase(visit.caller(), id, phone);
  if (!purchase) return visit.Fail(purchase.failure());

  Page page{.title = visit.T("purchase.title"), .nav = "orders", .indexed = false};
  view::Data& data = page.data;
  data.Set("PURCHASE", purchase->id)
      .Set("TOTAL", view::Money(visit.language, purchase->total))
      .Set("PHONE_MASKED", MaskedPhone(phone));
  data.Set("ORDERS_TEXT", visit.Count("purchase.orders", static_cast<std::int64_t>(purchase->orders.size())));
  FillApart(visit, data, *purchase);
  const auto payment = PaymentOf(visit, purchase->id);
  if (IsPaidBefore(*purchase)) {
    data.Show("BY_TRANSFER");
    FillPayment(visit, data, purchase->id, payment);
  } else {
    data.Show("BY_CASH");
  }
  if (payment) FillRefundAccount(visit, data, *payment);
  for (const auto& order : purchase->orders) {
    auto row = data.Add("ORDER");
    FillOrder(visit, row, order);
  }
  return visit.Show("pages/purchase.html", std::move(page));
}

/// A browser that nobody bought anything with, as far as it can tell; payments decides whether this purchase is his.
bool IsStranger(const Visit& visit) {
  return BuyerPhone(visit).empty() && visit.session() == nullptr;
}

/// For the island: has the money come?
Reply ShowPayment(Visit& visit) {
  if (IsStranger(visit)) return visit.WantsFragment() ? visit.NotFound() : visit.SeeOther("/tra-don");
  const std::string id(visit.request.Param("id"));
  const auto payment = PaymentOf(visit, id);
  if (!payment && payment.failure().missing()) return visit.NotFound();
  view::Data data;
  FillPayment(visit, data, id, payment);
  return visit.Fragment("parts/payment.html", data);
}

Reply ShowQr(Visit& visit) {
  if (IsStranger(visit)) return visit.SeeOther("/tra-don");
  auto picture = visit.app.payments.Qr(visit.caller(), std::string(visit.request.Param("intent")), BuyerPhone(visit));
  if (!picture) return visit.Fail(picture.failure());
  Reply reply;
  reply.body = *std::move(picture);
  reply.content_type = "image/svg+xml";
  return std::move(reply).With("X-Content-Type-Options", "nosniff");
}

/// The intent of this purchase that the address names; somebody else's is not there.
std::optional<Intent> IntentIn(const Visit& visit, const std::string& purchase_id, std::string_view intent_id) {
  const auto payment = PaymentOf(visit, purchase_id);
  if (!payment) return std::nullopt;
  const auto found = std::ranges::find(payment->intents, intent_id, &Intent::id);
  return found == payment->intents.end() ? std::nullopt : std::optional(*found);
}

/// A plain link, so that the way to the provider needs neither scripts nor a form that leaves our site.
Reply GoToProvider(Visit& visit) {
  if (IsStranger(visit)) return visit.SeeOther("/tra-don");
  const std::string id(visit.request.Param("id")), here = PageOf(id);
  const auto intent = IntentIn(visit, id, visit.request.Param("intent"));
  if (!intent) return visit.SeeOther(here);
  const auto address =
      visit.app.payments.PayAddress(visit.caller(std::chrono::seconds(18)), intent->id, BuyerPhone(visit));
  if (!address) {
    visit.Flash("bad", visit.Sentence(address.failure()));
    return visit.SeeOther(here);
  }
  if (!address->starts_with("https://") && !address->starts_with("http://")) return visit.SeeOther(here);
  Reply reply;
  reply.status = 303;
  reply.content_type = "text/plain; charset=utf-8";
  return std::move(reply).With("Location", *address).With("Cache-Control", "no-store");
}

/// Back from the provider. What it wrote into the address is not read: payments asks it, and the page shows our books.
Reply ComeBack(Visit& visit) {
  if (IsStranger(visit)) return visit.SeeOther("/tra-don");
  const std::string id(visit.request.Param("id"));
  if (const auto payment = PaymentOf(visit, id)) {
    for (const Intent& intent : payment->intents)
      if (!intent.provider.empty())
        (void)visit.app.payments.LookAgain(visit.caller(std::chrono::seconds(8)), intent.id, BuyerPhone(visit));
  }
  return visit.SeeOther(PageOf(id));
}

/// Signed in, so that a code has gone to the buyer's phone: the seller knows its number as well.
Reply TakeRefundAccount(Visit& visit) {
  const std::string id(visit.request.Param("id")), here = PageOf(id);
  const auto& form = visit.form();
  const backends::RefundAccountWish wish{form.Text("ngan_hang", 6), form.Text("so_tai_khoan", 30),
                                         form.Text("chu_tai_khoan", 100)};
  const auto saved =
      backends::SetRefundAccount(visit.app.payments.ask(), visit.caller(std::chrono::seconds(5)), id, wish);
  if (!saved && saved.failure().missing()) {
    visit.Flash("bad", visit.T("purchase.account-not-yours"));
    return visit.SeeOther(here);
  }
  return AfterTyped(visit, saved, visit.T("purchase.account-saved"), here, [&] { return ShowPurchase(visit); });
}

/// Where signing in comes back to.
Reply BackToPurchase(Visit& visit) {
  return visit.SeeOther(PageOf(std::string(visit.request.Param("id"))) + "#hoan-tien");
}

}  // namespace

void MountPurchase(Mount& mount) {
  mount.Get("/mua/:id/tra/:intent", For::kVisitor, GoToProvider);
  mount.Get("/mua/:id/ve", For::kVisitor, ComeBack);
  mount.Get("/mua/:id/hoan-tien", For::kSignedIn, BackToPurchase);
  mount.Post("/mua/:id/hoan-tien", For::kSignedIn, TakeRefundAccount);
  mount.Get("/mua/:id", For::kVisitor, ShowPurchase);
  mount.Get("/mua/:id/tien", For::kVisitor, ShowPayment);
  mount.Get("/mua/:id/qr/:intent", For::kVisitor, ShowQr);
}

}  // namespace storefront
