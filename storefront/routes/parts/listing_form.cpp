#include "storefront/routes/parts/listing_form.hpp"

#include "storefront/routes/parts/shelf.hpp"

namespace storefront {

bool FillCategories(const web::Visit& visit, view::Data& data, std::string_view chosen) {
  const auto groups = visit.app.catalog.Categories(visit.caller());
  if (!groups) return false;
  for (const auto& group : *groups) {
    auto row = data.Add("GROUP");
    row.Set("LABEL", NameOf(visit.language, group));
    for (const auto& set : group.sets) {
      row.Add("SET")
          .Set("VALUE", set.slug)
          .Set("LABEL", NameOf(visit.language, set))
          .Show("CHOSEN", set.slug == chosen);
    }
  }
  return true;
}

backends::VariantWish ReadVariant(Typed& typed, const std::string& n, bool is_new) {
  backends::VariantWish wish;
  wish.id = typed.Words("ma" + n, 40);
  wish.price = typed.Dong("gia" + n, {.least = kLowestPrice, .most = kHighestPrice});
  wish.unit = typed.Words("don_vi" + n, 30, true);
  wish.net_weight_g = typed.Grams("nang" + n, {.least = 1, .most = kHeaviest});
  wish.name = typed.Words("loai_hang" + n, 60);
  if (is_new) wish.opening_stock = typed.Pieces("so_luong" + n, {.least = 0, .most = kMostStock});
  return wish;
}

backends::Got<std::vector<std::string>> UploadPhotos(web::Visit& visit) {
  std::vector<std::string> ids;
  for (const auto& file : visit.form().files()) {
    auto id = backends::UploadPhoto(visit.app.catalog.ask(), visit.caller(std::chrono::seconds(20)), file.bytes,
                                    file.content_type);
    if (!id) return id.failure();
    ids.push_back(*id);
  }
  return ids;
}

}  // namespace storefront
