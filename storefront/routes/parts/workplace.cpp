#include "storefront/routes/parts/workplace.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "keel/crypto/sealed.hpp"

namespace storefront {
namespace {

constexpr std::string_view kShopCookie = "cp_gian";

bool MayWork(const keel::auth::Membership& membership) {
  return (membership.role == "owner" || membership.role == "clerk") &&
         (membership.kind == "household" || membership.kind == "enterprise" || membership.kind == "cooperative");
}

struct NavItem {
  std::string_view here, mark;
};
constexpr std::array kNav{NavItem{"home", "AT_HOME"},
                          NavItem{"orders", "AT_ORDERS"},
                          NavItem{"goods", "AT_GOODS"},
                          NavItem{"stock", "AT_STOCK"},
                          NavItem{"fills", "AT_FILLS"},
                          NavItem{"money", "AT_MONEY"},
                          NavItem{"cooperative", "AT_COOPERATIVE"},
                          NavItem{"cooperative-orders", "AT_COOPERATIVE_ORDERS"},
                          NavItem{"members", "AT_MEMBERS"},
                          NavItem{"office", "AT_OFFICE"},
                          NavItem{"sellers", "AT_SELLERS"},
                          NavItem{"reports", "AT_REPORTS"},
                          NavItem{"all-orders", "AT_ALL"},
                          NavItem{"receipts", "AT_RECEIPTS"},
                          NavItem{"disputes", "AT_DISPUTES"},
                          NavItem{"payouts", "AT_PAYOUTS"},
                          NavItem{"cod", "AT_COD"},
                          NavItem{"tax", "AT_TAX"},
                          NavItem{"fees", "AT_FEES"},
                          NavItem{"erasures", "AT_ERASURES"}};
constexpr std::array kMoneyNav{NavItem{"sums", "AT_SUMS"}, NavItem{"statement", "AT_STATEMENT"},
                               NavItem{"tax-year", "AT_TAX_YEAR"}, NavItem{"payee", "AT_PAYEE"}};

void Mark(view::Data& data, std::span<const NavItem> items, std::string_view here) {
  for (const auto& item : items) data.Set(item.mark, item.here == here ? "page" : "false");
}

}  // namespace

std::vector<std::string> PartiesOfKind(const web::Visit& visit, std::string_view kind) {
  std::vector<std::string> parties;
  if (visit.session() == nullptr) return parties;
  for (const auto& membership : visit.session()->principal.memberships) {
    if (MayWork(membership) && membership.kind == kind) parties.push_back(membership.party_id);
  }
  return parties;
}

backends::Got<std::optional<Workplace>> FindWorkplace(web::Visit& visit) {
  Workplace place;
  for (const auto& membership : visit.session()->principal.memberships) {
    if (!MayWork(membership)) continue;
    auto shops = visit.app.catalog.Shops(visit.caller(), membership.party_id, "", 10, "");
    if (!shops) return shops.failure();
    for (auto& shop : shops->items) place.all.push_back(std::move(shop));
  }
  if (place.all.empty()) return std::optional<Workplace>{};
  const std::string asked = visit.request.QueryOr("gian", visit.ReadCookie(kShopCookie));
  const auto chosen = std::ranges::find(place.all, asked, &backends::Shop::id);
  place.shop = chosen == place.all.end() ? place.all.front() : *chosen;
  if (visit.request.Query("gian")) visit.Set({kShopCookie, place.shop.id, std::chrono::hours(24 * 365)});
  return std::optional<Workplace>(std::move(place));
}

void AddWorkNav(const web::Visit& visit, view::Data& data, std::string_view here) {
  Mark(data, kNav, here);
  data.Show("HAS_COOPERATIVE", !PartiesOfKind(visit, "cooperative").empty());
}

void AddMoneyNav(const web::Visit& visit, view::Data& data, std::string_view here) {
  AddWorkNav(visit, data, "money");
  Mark(data, kMoneyNav, here);
}

std::string NewFormKey() {
  return keel::crypto::RandomToken(12);
}

std::string DeedKey(web::Visit& visit, std::string_view what) {
  std::string key = visit.form().Text("khoa", 40);
  if (key.empty()) key = NewFormKey();
  return key + "-" + std::string(what);
}

}  // namespace storefront
