#include <array>

#include "storefront/routes/mount.hpp"

/// /sp/<slug>/bao-cao: telling the market's office that something is wrong with a product. Anybody may.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 6> kReasons = {"not-as-described", "fake-ocop", "forbidden",
                                                      "offensive",        "copied",    "other"};

Reply ShowReport(Visit& visit) {
  const auto product = visit.app.catalog.FindProduct(visit.caller(), std::string(visit.request.Param("slug")));
  if (!product) return visit.Fail(product.failure());
  Page page{.title = visit.T("report.title"), .nav = "search", .indexed = false};
  page.data.Set("NAME", product->name).Set("SLUG", product->slug);
  for (const auto reason : kReasons)
    page.data.Add("REASON").Set("VALUE", reason).Set("LABEL", visit.Known("report.reason.", reason));
  return visit.Show("pages/report.html", std::move(page));
}

Reply TakeReport(Visit& visit) {
  const std::string slug(visit.request.Param("slug"));
  const auto product = visit.app.catalog.FindProduct(visit.caller(), slug);
  if (!product) return visit.Fail(product.failure());
  const auto taken = visit.app.catalog.Report(visit.caller(), product->id, visit.form().Text("ly_do", 40),
                                              visit.form().Text("ghi_chu", 500));
  if (!taken) {
    if (taken.failure().down()) return visit.Fail(taken.failure());
    visit.Flash("bad", visit.Sentence(taken.failure()));
  } else {
    visit.Flash("good", visit.T("report.thanks"));
  }
  return visit.SeeOther("/sp/" + keel::http::UrlEncode(slug) + "/bao-cao");
}

}  // namespace

void MountReport(Mount& mount) {
  mount.Get("/sp/:slug/bao-cao", For::kVisitor, ShowReport);
  mount.Post("/sp/:slug/bao-cao", For::kVisitor, TakeReport);
}

}  // namespace storefront
