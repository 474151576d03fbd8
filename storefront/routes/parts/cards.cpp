#include "storefront/routes/parts/cards.hpp"

#include "storefront/routes/parts/photo.hpp"
#include "storefront/view/format.hpp"

namespace storefront {

using backends::StockBand;

std::string PlaceName(std::string_view commune, std::string_view province) {
  std::string name(commune);
  if (!name.empty() && !province.empty()) name += ", ";
  return name += province;
}

void AddStars(const web::Visit& visit, view::Data& data, int stars) {
  if (stars <= 0) return;
  data.Set("STARS_TEXT", visit.T("product.stars", {{"N", std::to_string(stars)}})).Show("STARS_SET");
  for (int star = 0; star < stars; ++star) data.Add("STAR");
}

void AddStock(const web::Visit& visit, view::Data& data, StockBand band) {
  switch (band) {
    case StockBand::kIn:
      data.Set("STOCK_KIND", "good").Set("STOCK_TEXT", visit.T("stock.in")).Show("STOCK_SET");
      break;
    case StockBand::kLow:
      data.Set("STOCK_KIND", "warn").Set("STOCK_TEXT", visit.T("stock.low")).Show("STOCK_SET");
      break;
    case StockBand::kOut:
      data.Set("STOCK_KIND", "bad").Set("STOCK_TEXT", visit.T("stock.out")).Show("STOCK_SET");
      break;
    case StockBand::kUnknown:
      break;
  }
}

void AddCards(const web::Visit& visit, view::Data& data, std::string_view section,
              const std::vector<backends::Card>& cards, int eager) {
  for (const backends::Card& card : cards) {
    view::Data row = data.Add(section);
    row.Set("SLUG", card.slug).Set("NAME", card.name).Set("PLACE", PlaceName(card.commune_name, card.province_name));
    row.Set("PRICE", view::Money(visit.language, card.price_from)).SetIfAny("UNIT", card.unit);
    row.Set("SHOP", card.shop.name);
    row.SetHtml("PHOTO_HTML", Picture(card.photo, {.alt = "", .first = eager-- > 0}))
        .Show("NO_PHOTO", card.photo.empty());
    row.Show("IS_SAMPLE", card.is_sample);
    AddStars(visit, row, card.stars);
    if (card.stock == StockBand::kOut || card.stock == StockBand::kLow) AddStock(visit, row, card.stock);
  }
}

std::string_view GroupIcon(std::string_view group_slug) {
  if (group_slug == "thuc-pham") return "bowl-spoon";
  if (group_slug == "do-uong") return "cup";
  if (group_slug == "duoc-lieu") return "plant-2";
  if (group_slug == "thu-cong-my-nghe") return "needle-thread";
  if (group_slug == "sinh-vat-canh") return "plant";
  if (group_slug == "du-lich") return "tent";
  return "basket";
}

}  // namespace storefront
