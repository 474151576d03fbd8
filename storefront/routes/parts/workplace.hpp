#pragma once
#include <optional>
#include <string>
#include <vector>

#include "storefront/backends/catalog.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// The shop somebody works in: of a party the session owns or clerks for. With several, the one chosen last
/// (/ban?gian=).
struct Workplace {
  backends::Shop shop;
  std::vector<backends::Shop> all;
};

/// Empty optional: signed in, but no shop yet.
backends::Got<std::optional<Workplace>> FindWorkplace(web::Visit& visit);

/// Parties of a kind this session may act for ("cooperative").
std::vector<std::string> PartiesOfKind(const web::Visit& visit, std::string_view kind);

/// Values of parts/work/nav.html. `here`: home, orders, goods, money, cooperative, members, office, sellers, reports,
/// all-orders, receipts, disputes, payouts, cod, tax, fees, erasures.
void AddWorkNav(const web::Visit& visit, view::Data& data, std::string_view here);

/// Those, and of parts/work/money_nav.html. `here`: sums, statement, tax-year, payee.
void AddMoneyNav(const web::Visit& visit, view::Data& data, std::string_view here);

/// Runs `work(visit, workplace)` for who has a shop; sends others to open one.
template <class Work>
auto InShop(Work work) {
  return [work](web::Visit& visit) -> web::Reply {
    auto found = FindWorkplace(visit);
    if (!found) return visit.Fail(found.failure());
    if (!*found) return visit.SeeOther("/ban/mo");
    return work(visit, **found);
  };
}

/// As InShop, for the pages of one order: also for who keeps the books of a cooperative without a shop, which packs the
/// orders it took over. Its place has no shop then.
template <class Work>
auto AtOrder(Work work) {
  return [work](web::Visit& visit) -> web::Reply {
    auto found = FindWorkplace(visit);
    if (!found) return visit.Fail(found.failure());
    if (*found) return work(visit, **found);
    if (PartiesOfKind(visit, "cooperative").empty()) return visit.SeeOther("/ban/mo");
    return work(visit, Workplace{});
  };
}

/// A form's own key (hidden field "khoa"), which makes a second submit the same deed: "<key>-<what>"; random when the
/// field is gone.
std::string DeedKey(web::Visit& visit, std::string_view what);
/// For the hidden field.
std::string NewFormKey();

/// What to do after a deed: says how it went and goes to `path`. The designed page when a peer is down.
template <class T>
web::Reply AfterDeed(web::Visit& visit, const backends::Got<T>& done, const std::string& said,
                     const std::string& path) {
  if (!done && done.failure().down()) return visit.Fail(done.failure());
  visit.Flash(done ? "good" : "bad", done ? said : visit.Sentence(done.failure()));
  return visit.SeeOther(path);
}

}  // namespace storefront
