#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/buyer.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/view/format.hpp"

/// /mua/<id>: what was just bought. All its orders, and what is still to be paid by transfer.
namespace storefront {
namespace {

using backends::Intent;

void FillIntent(const Visit& visit, view::Data& data, const Intent& intent) {
  const bool is_open = intent.status == "awaiting" || intent.status == "partly-paid";
  data.Set("STATUS_TEXT", visit.Known("intent.", intent.status))
      .Set("STATUS_KIND", is_open                      ? "warn"
                          : intent.status == "secured" ? "good"
                                                       : "bad");
  data.Set("AMOUNT", view::Money(visit.language, intent.amount)).Set("REFERENCE", intent.reference);
  data.SetIfAny("QR", is_open ? intent.qr_address : std::string{}).Show("OPEN", is_open).Show("DONE", !is_open);
  data.Set("BANK", intent.bank_name.empty() ? intent.bank_bin : intent.bank_name)
      .Set("ACCOUNT", intent.bank_account)
      .Set("HOLDER", intent.bank_holder);
  if (intent.received.dong() > 0) data.SetIfAny("RECEIVED", view::Money(visit.language, intent.received));
  if (intent.expires_at != keel::Instant{} && is_open)
    data.SetIfAny("EXPIRES", view::Moment(visit.language, intent.expires_at));
  if (!visit.app.settings.bank_sim_url.empty() && is_open) {
    data.Show("BANK_SIM").Set("BANK_SIM_URL", visit.app.settings.bank_sim_url);
    data.SetNumber("AMOUNT_DONG", intent.amount.dong());
  }
}

/// The part that changes by itself (parts/payment.html); payments being away is said, not hidden.
void FillPayment(const Visit& visit, view::Data& data, const std::string& purchase_id) {
  const auto payment = visit.app.payments.ForPurchase(visit.caller(std::chrono::milliseconds(2'500)), purchase_id);
  if (!payment) {
    data.Show("PAYMENT_AWAY");
    return;
  }
  bool is_waiting = false;
  for (const Intent& intent : payment->intents) {
    if (intent.method != "vietqr") continue;
    auto row = data.Add("INTENT");
    FillIntent(visit, row, intent);
    is_waiting = is_waiting || intent.status == "awaiting" || intent.status == "partly-paid";
  }
  data.Show("FINAL", !is_waiting);
}

bool HasTransfer(const backends::Purchase& purchase) {
  for (const auto& order : purchase.orders) {
    if (order.payment == "vietqr") return true;
  }
  return false;
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
  if (HasTransfer(*purchase)) {
    data.Show("BY_TRANSFER");
    FillPayment(visit, data, purchase->id);
  } else {
    data.Show("BY_CASH");
  }
  for (const auto& order : purchase->orders) {
    auto row = data.Add("ORDER");
    FillOrder(visit, row, order);
  }
  return visit.Show("pages/purchase.html", std::move(page));
}

/// For the island: has the money come?
Reply ShowPayment(Visit& visit) {
  view::Data data;
  FillPayment(visit, data, std::string(visit.request.Param("id")));
  return visit.Fragment("parts/payment.html", data);
}

}  // namespace

void MountPurchase(Mount& mount) {
  mount.Get("/mua/:id", For::kVisitor, ShowPurchase);
  mount.Get("/mua/:id/tien", For::kVisitor, ShowPayment);
}

}  // namespace storefront
