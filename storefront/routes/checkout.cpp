#include <algorithm>

#include "keel/text/text.hpp"
#include "storefront/backends/personal.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cart_of.hpp"
#include "storefront/routes/parts/draft.hpp"

/// Checkout, first step: who and where. Every button of the form is a POST that keeps what was typed and comes back by
/// GET, so that it works on any browser; the island "places" merely saves one of the loads.
namespace storefront {
namespace {

using backends::Commune;

constexpr std::size_t kFewestDigits = 9;

void ReadInto(Draft& draft, const web::Form& form) {
  draft.name = form.Text("ten", 80);
  draft.phone = form.Text("dien_thoai", 32);
  draft.note = form.Text("ghi_chu", 200);
  const std::string province_before = draft.address.province_code;
  draft.address.province_code = form.Text("tinh", 2);
  const std::string commune = form.Text("xa", 5);
  draft.address.commune_code =
      draft.address.province_code == province_before || !commune.empty() ? commune : std::string{};
  draft.address.street = form.Text("duong", 120);
  draft.address.hamlet = form.Text("thon", 80);
  draft.address.landmark = form.Text("moc", 120);
  draft.address.old_province = form.Text("tinh_cu", 60);
  draft.address.old_district = form.Text("huyen_cu", 60);
  draft.address.old_ward = form.Text("xa_cu", 60);
  draft.find = form.Text("tim_xa", 80);
}

/// A candidate found by name or old address is "province.commune".
void TakeCandidate(Draft& draft, const web::Form& form) {
  const std::string chosen = form.Text("noi", 16);
  const auto dot = chosen.find('.');
  if (dot == std::string::npos) return;
  draft.address.province_code = chosen.substr(0, dot);
  draft.address.commune_code = chosen.substr(dot + 1);
  draft.mode.clear();
}

std::vector<std::string> FaultsOf(const Draft& draft) {
  std::vector<std::string> faults;
  const auto digits = std::ranges::count_if(draft.phone, [](char c) { return c >= '0' && c <= '9'; });
  if (keel::text::Length(draft.name) < 2) faults.emplace_back("ten");
  if (static_cast<std::size_t>(digits) < kFewestDigits) faults.emplace_back("dien_thoai");
  if (!draft.HasPlace()) faults.emplace_back("xa");
  return faults;
}

std::vector<Commune> CandidatesOf(const Visit& visit, const Draft& draft) {
  const auto caller = visit.caller();
  if (draft.mode == "tim") {
    auto found = visit.app.orders.SuggestPlaces(caller, draft.find);
    return found ? *std::move(found) : std::vector<Commune>{};
  }
  auto found = visit.app.orders.TranslatePlace(caller, draft.address);
  return found ? *std::move(found) : std::vector<Commune>{};
}

void FillFields(const Visit& visit, view::Data& data, const Draft& draft) {
  data.Set("BUYER", draft.name).Set("PHONE", draft.phone).Set("NOTE", draft.note).Set("STREET", draft.address.street);
  data.Set("HAMLET", draft.address.hamlet).Set("LANDMARK", draft.address.landmark).Set("FIND", draft.find);
  data.Set("OLD_PROVINCE", draft.address.old_province)
      .Set("OLD_DISTRICT", draft.address.old_district)
      .Set("OLD_WARD", draft.address.old_ward);
  data.Show("NAME_BAD", draft.IsFaulty("ten"))
      .Show("PHONE_BAD", draft.IsFaulty("dien_thoai"))
      .Show("PLACE_BAD", draft.IsFaulty("xa"));
  data.Show("ANY_BAD", !draft.faults.empty());
  data.Show("FINDING", draft.mode == "tim" || draft.mode == "cu");
  if (draft.mode.empty()) return;
  const auto candidates = CandidatesOf(visit, draft);
  data.Show("NO_CANDIDATE", candidates.empty()).Show("HAS_CANDIDATE", !candidates.empty());
  for (const Commune& commune : candidates) {
    auto row = data.Add("CANDIDATE");
    row.Set("VALUE", commune.province_code + "." + commune.code)
        .Set("LABEL", commune.name)
        .Set("PROVINCE", commune.province_name);
    row.Show("PROBABLE", commune.is_probable).Show("ONLY", candidates.size() == 1 && !commune.is_probable);
  }
}

/// False when the lists cannot be had.
bool FillPlaces(const Visit& visit, view::Data& data, const Draft& draft) {
  const auto provinces = visit.app.orders.Provinces(visit.caller());
  if (!provinces) return false;
  for (const auto& province : *provinces) {
    data.Add("PROVINCE_CHOICE")
        .Set("VALUE", province.code)
        .Set("LABEL", province.name)
        .Show("CHOSEN", province.code == draft.address.province_code);
  }
  data.Show("NO_PROVINCE", draft.address.province_code.empty());
  if (draft.address.province_code.empty()) return true;
  const auto communes = visit.app.orders.Communes(visit.caller(), draft.address.province_code);
  if (!communes) return !communes.failure().down();
  for (const Commune& commune : *communes) {
    data.Add("COMMUNE_CHOICE")
        .Set("VALUE", commune.code)
        .Set("LABEL", commune.name)
        .Show("CHOSEN", commune.code == draft.address.commune_code);
  }
  return true;
}

Reply ShowAddress(Visit& visit) {
  const auto cart = CartOf(visit);
  if (!cart) return visit.Fail(cart.failure());
  if (cart->shops.empty()) return visit.SeeOther("/gio-hang");
  Draft draft = ReadDraft(visit);
  if (draft.phone.empty() && draft.faults.empty() && visit.session()) {
    // Whom the market knows need not type it again; he may still name somebody else.
    if (const auto me = backends::ReachMe(visit.app.accounts.ask(), visit.caller(std::chrono::milliseconds(800)))) {
      draft.phone = me->phone;
      if (draft.name.empty()) draft.name = me->name;
    }
  }
  Page page{.title = visit.T("checkout.title"), .nav = "cart"};
  FillFields(visit, page.data, draft);
  if (!FillPlaces(visit, page.data, draft))
    return visit.Problem(503, visit.T("problem.503.text")).With("Retry-After", "5");
  if (!draft.faults.empty()) {  // Said once.
    draft.faults.clear();
    KeepDraft(visit, draft);
  }
  return visit.Show("pages/checkout.html", std::move(page));
}

Reply TakeAddress(Visit& visit) {
  Draft draft = ReadDraft(visit);
  ReadInto(draft, visit.form());
  TakeCandidate(draft, visit.form());
  const std::string step = visit.form().Text("buoc", 8);
  std::string next = "/thanh-toan#noi-nhan";
  draft.faults.clear();
  if (step == "tim" || step == "cu") {
    draft.mode = step;
  } else if (step == "tinh") {
    draft.mode.clear();
  } else {
    draft.faults = FaultsOf(draft);
    next = draft.faults.empty() ? "/thanh-toan/xac-nhan" : "/thanh-toan";
  }
  KeepDraft(visit, draft);
  return visit.SeeOther(next);
}

/// <option>s for the island; the same for everybody.
Reply ShowCommunes(Visit& visit) {
  const auto communes = visit.app.orders.Communes(visit.caller(), visit.request.QueryOr("tinh", ""));
  if (!communes) return visit.Fail(communes.failure());
  view::Data data;
  for (const Commune& commune : *communes)
    data.Add("COMMUNE_CHOICE").Set("VALUE", commune.code).Set("LABEL", commune.name);
  return visit.Fragment("parts/communes.html", data);
}

}  // namespace

void MountCheckout(Mount& mount) {
  mount.Get("/thanh-toan", For::kVisitor, ShowAddress);
  mount.Post("/thanh-toan", For::kVisitor, TakeAddress);
  mount.Everyone("/manh/xa", {.queries = {"tinh"}, .life = std::chrono::hours(1)}, ShowCommunes);
}

}  // namespace storefront
