#include "storefront/backends/office.hpp"
#include "storefront/backends/selling.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/workplace.hpp"

/// /ban/mo: a shop in under a minute. One form: what kind of seller, the shop's name, where, what they sell. Choosing
/// the province without script is a step of its own on the same form; what was typed comes back in the address.
namespace storefront {
namespace {

struct Wish {
  std::string kind, name, province, commune, hamlet, sells;
};

std::string AddressOf(const Wish& wish) {
  backends::QueryText query;
  query.Add("loai", wish.kind)
      .Add("ten", wish.name)
      .Add("tinh", wish.province)
      .Add("xa", wish.commune)
      .Add("thon", wish.hamlet)
      .Add("ban", wish.sells);
  return "/ban/mo" + query.text();
}

Reply ShowForm(Visit& visit) {
  const auto& request = visit.request;
  const std::string kind = request.QueryOr("loai", "household"), province = request.QueryOr("tinh", ""),
                    commune = request.QueryOr("xa", "");
  Page page{.title = visit.T("work.open-title"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  for (const auto* choice : {"household", "enterprise", "cooperative"}) {
    data.Add("KIND")
        .Set("VALUE", choice)
        .Set("LABEL", visit.Known("kind.", choice))
        .Set("HINT", visit.T(std::string("work.kind-hint.") + choice))
        .Show("CHOSEN", kind == choice);
  }
  data.Set("NAME", request.QueryOr("ten", ""))
      .Set("HAMLET", request.QueryOr("thon", ""))
      .Set("SELLS", request.QueryOr("ban", ""))
      .Set("FORM_KEY", NewFormKey());
  const auto provinces = visit.app.orders.Provinces(visit.caller());
  if (!provinces) return visit.Fail(provinces.failure());
  for (const auto& one : *provinces)
    data.Add("PROVINCE_CHOICE").Set("VALUE", one.code).Set("LABEL", one.name).Show("CHOSEN", one.code == province);
  data.Show("NO_PROVINCE", province.empty());
  if (!province.empty()) {
    const auto communes = visit.app.orders.Communes(visit.caller(), province);
    if (!communes) return visit.Fail(communes.failure());
    for (const auto& one : *communes)
      data.Add("COMMUNE_CHOICE").Set("VALUE", one.code).Set("LABEL", one.name).Show("CHOSEN", one.code == commune);
  }
  return visit.Show("pages/seller/open_shop.html", std::move(page));
}

Reply Open(Visit& visit) {
  const auto& form = visit.form();
  const Wish wish{form.Text("loai", 20), form.Text("ten", 80),  form.Text("tinh", 2),
                  form.Text("xa", 5),    form.Text("thon", 80), form.Text("ban", 120)};
  if (form.Text("buoc", 8) == "tinh") return visit.SeeOther(AddressOf(wish));
  if (wish.name.empty() || wish.commune.empty() || wish.sells.empty()) {
    visit.Flash("bad", visit.T("work.open-mend"));
    return visit.SeeOther(AddressOf(wish));
  }
  auto caller = visit.caller(std::chrono::seconds(6));
  caller.idempotency_key = DeedKey(visit, "party");
  const auto party = backends::MakeParty(visit.app.accounts.ask(), caller,
                                         {wish.kind, wish.name, wish.province, wish.commune, wish.hamlet});
  if (!party) return AfterDeed(visit, party, "", AddressOf(wish));

  // The new membership stands in fresh tokens only.
  const auto tokens = visit.app.accounts.Refresh(visit.caller(), visit.ReadCookie(web::kRefreshCookie));
  if (!tokens) return visit.Fail(tokens.failure());
  visit.SignedIn(*tokens);
  caller.token = tokens->access_token;
  caller.idempotency_key = DeedKey(visit, "shop");
  const auto shop = backends::OpenShop(visit.app.catalog.ask(), caller,
                                       {party->id, wish.name, wish.province, wish.commune, wish.hamlet, wish.sells});
  return AfterDeed(visit, shop, visit.T("work.opened", {{"SHOP", wish.name}}),
                   shop ? "/ban/hang/moi" : AddressOf(wish));
}

}  // namespace

void MountOpenShop(Mount& mount) {
  mount.Get("/ban/mo", For::kSignedIn, ShowForm);
  mount.Post("/ban/mo", For::kSignedIn, Open);
}

}  // namespace storefront
