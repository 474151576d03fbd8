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

backends::VariantWish ReadVariant(const web::Form& form, const std::string& n, bool is_new) {
  backends::VariantWish wish;
  wish.id = form.Text("ma" + n, 40);
  wish.name = form.Text("loai_hang" + n, 60);
  wish.unit = form.Text("don_vi" + n, 30);
  wish.price = keel::Money::Vnd(form.Number("gia" + n).value_or(0));
  wish.net_weight_g = form.Number("nang" + n).value_or(0);
  if (is_new) wish.opening_stock = form.Number("so_luong" + n).value_or(0);
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
