#include "storefront/backends/bank_refunds.hpp"

#include "storefront/routes/operator/bank_round_pages.hpp"
#include "storefront/routes/parts/owed_refunds.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/hoan-tien/dot: rounds of refunds, the file for the bank and the file it sends back. What is owed stands on
/// /quan-tri/hoan-tien (clearing.cpp).
namespace storefront {
namespace {

constexpr auto kOwed = "/quan-tri/hoan-tien";

const RoundPages& Pages() {
  static const RoundPages pages{backends::kRefundRounds, std::string(kOwed) + "/dot/", "receipts", "clearing.batch",
                                "clearing.refund-sent",  "clearing.refund-came-back",  "hoan-tien"};
  return pages;
}

Reply Make(Visit& visit) {
  const auto& form = visit.form();
  auto caller = visit.caller(std::chrono::seconds(10));
  const auto purchase = form.Text("lan_mua", 40);
  caller.idempotency_key = DeedKey(visit, "dot" + purchase);
  if (form.Text("viec", 10) == "account") {
    const backends::RefundAccountWish wish{form.Text("ngan_hang", 6), form.Text("so_tai_khoan", 30),
                                           form.Text("chu_tai_khoan", 100)};
    return AfterDeed(visit, backends::SetRefundAccount(visit.app.payments.ask(), caller, purchase, wish),
                     visit.T("clearing.account-saved"), kOwed);
  }
  const auto batch = backends::MakeRound(visit.app.payments.ask(), caller, Pages().kind);
  return AfterDeed(visit, batch, visit.T("clearing.batch-made"), batch ? Pages().PathOf(*batch) : kOwed);
}

}  // namespace

void MountBankRefunds(Mount& mount) {
  mount.Post("/quan-tri/hoan-tien/dot", For::kOperator, Make);
  MountRound(mount, Pages());
}

}  // namespace storefront
