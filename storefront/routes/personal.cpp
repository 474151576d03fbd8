#include "storefront/backends/personal.hpp"

#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/erasure_view.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /toi/du-lieu: what is kept about whoever is signed in, a copy of it, and asking for it to be erased.
/// /xoa-du-lieu/<number>: how far that is, also when the account is gone.
namespace storefront {
namespace {

constexpr std::string_view kHere = "/toi/du-lieu";
constexpr std::chrono::seconds kPatience{8};

backends::Got<backends::PersonalData> Gather(Visit& visit) {
  return backends::ReadPersonalData({visit.app.accounts.ask(), visit.app.orders.ask(), visit.app.payments.ask()},
                                    visit.caller(kPatience), visit.app.clock.Now());
}

void ShowPurchases(const Visit& visit, view::Data& data, const backends::PersonalData& kept) {
  data.Show("ANY_PURCHASE", !kept.purchases.empty()).Show("NO_PURCHASE", kept.purchases.empty());
  for (const auto& purchase : kept.purchases) {
    auto row = data.Add("PURCHASE");
    for (const auto& code : purchase.codes) row.Add("BOUGHT").Set("BOUGHT_CODE", code);
    row.Set("PLACED", view::Date(visit.language, purchase.placed_at))
        .Set("TO_NAME", purchase.name)
        .Set("TO_PHONE", purchase.phone)
        .Set("TO_ADDRESS", purchase.address);
    row.SetIfAny("TO_NOTE", purchase.note);
  }
}

Reply ShowPersonalData(Visit& visit) {
  const auto kept = Gather(visit);
  if (!kept) return visit.Fail(kept.failure());
  Page page{.title = visit.T("mydata.title"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  data.Set("MY_NAME", kept->name)
      .Set("PHONE", kept->phone)
      .Set("SINCE", view::Date(visit.language, kept->made_at))
      .Set("SESSIONS", view::Number(visit.language, static_cast<std::int64_t>(kept->sessions)));
  data.Show("ANY_CONSENT", !kept->consents.empty());
  for (const auto& consent : kept->consents)
    data.Add("CONSENT").Set("PARTY", consent.party).Set("HELPER", consent.helper);
  data.Show("ANY_REFUND_ACCOUNT", !kept->refund_accounts.empty());
  for (const auto& account : kept->refund_accounts)
    data.Add("REFUND_ACCOUNT").Set("BANK", account.bank).Set("ACCOUNT", account.account).Set("HOLDER", account.holder);
  ShowPurchases(visit, data, *kept);
  const bool open = kept->erasure && kept->erasure->state == "open";
  data.Show("ASKED", open).Show("NOT_ASKED", !open);
  if (open) ShowErasure(visit, data, *kept->erasure);
  return visit.Show("pages/personal.html", std::move(page));
}

Reply Download(Visit& visit) {
  const auto kept = Gather(visit);
  if (!kept) return visit.Fail(kept.failure());
  Reply reply;
  reply.body = kept->file;
  reply.content_type = "application/json; charset=utf-8";
  return std::move(reply).With("Content-Disposition", "attachment; filename=\"du-lieu-cua-toi.json\"");
}

Reply Ask(Visit& visit) {
  if (visit.form().Text("chac", 1) != "1") {
    visit.Flash("bad", visit.T("mydata.not-sure"));
    return visit.SeeOther(kHere);
  }
  return AfterDeed(visit, backends::AskErasure(visit.app.accounts.ask(), visit.caller(kPatience)),
                   visit.T("mydata.received"), std::string(kHere));
}

Reply Withdraw(Visit& visit) {
  return AfterDeed(visit, backends::WithdrawErasure(visit.app.accounts.ask(), visit.caller(kPatience)),
                   visit.T("mydata.withdrawn"), std::string(kHere));
}

Reply ShowRequest(Visit& visit) {
  const auto erasure =
      backends::FindErasure(visit.app.accounts.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!erasure) return erasure.failure().down() ? visit.Fail(erasure.failure()) : visit.NotFound();
  Page page{.title = visit.T("mydata.request"), .nav = "me", .indexed = false};
  ShowErasure(visit, page.data, *erasure);
  return visit.Show("pages/erasure.html", std::move(page));
}

}  // namespace

void MountPersonal(Mount& mount) {
  mount.Get(kHere, For::kSignedIn, ShowPersonalData);
  mount.Get("/toi/du-lieu/tep.json", For::kSignedIn, Download);
  mount.Post("/toi/du-lieu/xoa", For::kSignedIn, Ask);
  mount.Post("/toi/du-lieu/rut-lai", For::kSignedIn, Withdraw);
  mount.Get("/xoa-du-lieu/:id", For::kVisitor, ShowRequest);
}

}  // namespace storefront
