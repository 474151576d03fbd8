#include <map>

#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/selling.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/photo.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /ban/hang: the shop's goods with their state, price and stock; /ban/hang/nhap and /xuat: many at once as CSV.
namespace storefront {
namespace {

constexpr std::size_t kMostRowsShown = 200;

Reply ShowGoods(Visit& visit, const Workplace& place) {
  const auto goods = visit.app.catalog.Products(visit.caller(), {.shop_id = place.shop.id,
                                                                 .sort = "new",
                                                                 .cursor = visit.request.QueryOr("sau", ""),
                                                                 .state = "all",
                                                                 .limit = 50});
  if (!goods) return visit.Fail(goods.failure());
  Page page{.title = visit.T("work.goods"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "goods");
  // Of what is offered; of what rests, all that is there.
  std::map<std::string, std::int64_t> free, resting;
  if (const auto stock =
          backends::ShopStock(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(1500)), place.shop.id)) {
    for (const auto& row : *stock) (row.sellable ? free : resting)[row.product_id] += row.free;
    free.merge(resting);
  }
  for (const auto& card : goods->items) {
    auto row = data.Add("ROW");
    row.Set("ID", card.id)
        .Set("NAME", card.name)
        .Set("PRICE", view::Money(visit.language, card.price_from))
        .SetIfAny("UNIT", card.unit);
    row.Set("STATE_TEXT", visit.Known("product.state.", card.state))
        .Set("STATE_KIND", card.state == "live" ? "good" : "warn");
    row.SetHtml("PHOTO_HTML", Picture(card.photo, {.alt = "", .sizes = "64px"})).Show("NO_PHOTO", card.photo.empty());
    const auto at = free.find(card.id);
    row.Set("FREE", at == free.end() ? "–" : view::Number(visit.language, at->second));
  }
  data.Show("EMPTY", goods->items.empty()).Show("ANY", !goods->items.empty());
  data.Show("HAS_NEXT", !goods->next.empty()).Set("NEXT_HREF", "/ban/hang?sau=" + keel::http::UrlEncode(goods->next));
  return visit.Show("pages/seller/goods.html", std::move(page));
}

Reply ShowImport(Visit& visit, const Workplace&) {
  Page page{.title = visit.T("work.import"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "goods");
  return visit.Show("pages/seller/import.html", std::move(page));
}

Reply Import(Visit& visit, const Workplace& place) {
  if (visit.form().files().empty()) {
    visit.Flash("bad", visit.T("work.import-nothing"));
    return visit.SeeOther("/ban/hang/nhap");
  }
  const auto report = backends::ImportProducts(visit.app.catalog.ask(), visit.caller(std::chrono::seconds(20)),
                                               place.shop.id, visit.form().files().front().bytes);
  if (!report) return AfterDeed(visit, report, "", "/ban/hang/nhap");
  Page page{.title = visit.T("work.import"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "goods");
  auto done = data.Add("REPORT");
  done.Set("CREATED", view::Number(visit.language, report->created))
      .Set("UPDATED", view::Number(visit.language, report->updated))
      .Set("UNCHANGED", view::Number(visit.language, report->unchanged));
  done.Set("REJECTED", view::Number(visit.language, report->rejected)).Show("ANY_REJECTED", report->rejected > 0);
  std::string unread;
  for (const auto& column : report->unread_columns) unread += (unread.empty() ? "“" : ", “") + column + "”";
  if (!unread.empty()) done.Set("UNREAD", visit.T("work.import-unread", {{"COLUMNS", unread}}));
  if (report->stock_left > 0)
    done.Set("STOCK_LEFT",
             visit.T("work.import-stock-left", {{"ROWS", view::Number(visit.language, report->stock_left)}}));
  done.Show("ANY_UNREAD", !unread.empty()).Show("ANY_STOCK_LEFT", report->stock_left > 0);
  std::size_t shown = 0;
  for (const auto& line : report->rows) {
    if (line.status != "rejected" || ++shown > kMostRowsShown) continue;
    done.Add("LINE").Set("NUMBER", view::Number(visit.language, line.line)).Set("WHY", line.detail);
  }
  return visit.Show("pages/seller/import.html", std::move(page));
}

Reply Export(Visit& visit, const Workplace& place) {
  auto csv = backends::ExportProducts(visit.app.catalog.ask(), visit.caller(std::chrono::seconds(10)), place.shop.id);
  if (!csv) return visit.Fail(csv.failure());
  Reply reply;
  reply.body = *std::move(csv);
  reply.content_type = "text/csv; charset=utf-8";
  return std::move(reply).With("Content-Disposition", "attachment; filename=\"san-pham.csv\"");
}

}  // namespace

void MountGoods(Mount& mount) {
  mount.Get("/ban/hang", For::kSignedIn, InShop(ShowGoods));
  mount.Get("/ban/hang/nhap", For::kSignedIn, InShop(ShowImport));
  mount.Post("/ban/hang/nhap", For::kSignedIn, InShop(Import));
  mount.Get("/ban/hang/xuat", For::kSignedIn, InShop(Export));
}

}  // namespace storefront
