#include "catalog/domain/categories.hpp"

#include <algorithm>
#include <array>

#include "keel/text/text.hpp"

namespace catalog {
namespace {

constexpr std::array<CategoryGroup, 6> kGroups{{
    {"thuc-pham", "Thực phẩm", "Food"},
    {"do-uong", "Đồ uống", "Beverages"},
    {"duoc-lieu", "Dược liệu và sản phẩm từ dược liệu", "Medicinal herbs and what is made of them"},
    {"thu-cong-my-nghe", "Thủ công mỹ nghệ", "Handicrafts"},
    {"sinh-vat-canh", "Sinh vật cảnh", "Ornamental plants and animals"},
    {"du-lich", "Du lịch cộng đồng, sinh thái và điểm du lịch", "Community and eco-tourism"},
}};

constexpr std::string_view kFood = "thuc-pham", kDrink = "do-uong", kHerb = "duoc-lieu", kCraft = "thu-cong-my-nghe",
                           kPet = "sinh-vat-canh", kTour = "du-lich";
constexpr std::string_view kFresh = "Tươi sống", kFreshEn = "Fresh", kRaw = "Thô, sơ chế",
                           kRawEn = "Raw and pre-processed", kMade = "Chế biến", kMadeEn = "Processed",
                           kSpice = "Gia vị", kSpiceEn = "Seasonings", kTea = "Chè", kTeaEn = "Tea",
                           kAlcohol = "Đồ uống có cồn", kAlcoholEn = "Alcoholic", kSoft = "Đồ uống không cồn",
                           kSoftEn = "Non-alcoholic";

constexpr std::array<CategorySet, 26> kSets{{
    {"rau-cu-qua-hat-tuoi", kFood, kFresh, kFreshEn, "Rau, củ, quả, hạt tươi", "Fresh vegetables, tubers, fruit, nuts"},
    {"thit-thuy-san-trung-sua-tuoi", kFood, kFresh, kFreshEn, "Thịt, thủy sản, trứng, sữa tươi",
     "Fresh meat, fish, eggs, milk"},
    {"gao-ngu-coc", kFood, kRaw, kRawEn, "Gạo, ngũ cốc, hạt sơ chế khác", "Rice, cereals, other grains and nuts"},
    {"mat-ong-nong-san-khac", kFood, kRaw, kRawEn, "Mật ong, mật khác và nông sản thực phẩm khác",
     "Honey, other nectars, other farm food"},
    {"do-an-nhanh", kFood, kMade, kMadeEn, "Đồ ăn nhanh", "Fast food"},
    {"che-bien-tu-gao-ngu-coc", kFood, kMade, kMadeEn, "Chế biến từ gạo, ngũ cốc", "Made of rice and cereals"},
    {"che-bien-tu-rau-cu-qua-hat", kFood, kMade, kMadeEn, "Chế biến từ rau, củ, quả, hạt",
     "Made of vegetables, fruit, nuts"},
    {"che-bien-tu-thit-trung-sua-thuy-san", kFood, kMade, kMadeEn, "Chế biến từ thịt, trứng, sữa, thủy sản, mật ong",
     "Made of meat, eggs, milk, fish, honey"},
    {"tuong-nuoc-mam", kFood, kSpice, kSpiceEn, "Tương, nước mắm, gia vị dạng lỏng khác",
     "Soy sauce, fish sauce, other liquid seasonings"},
    {"gia-vi-khac", kFood, kSpice, kSpiceEn, "Gia vị khác", "Other seasonings"},
    {"che", kFood, kTea, kTeaEn, "Chè tươi, chè chế biến", "Tea, fresh and processed"},
    {"san-pham-khac-tu-che", kFood, kTea, kTeaEn, "Sản phẩm khác từ chè, trà", "Other products from tea"},
    {"ca-phe-ca-cao", kFood, "Cà phê, ca cao", "Coffee and cocoa", "Cà phê, ca cao", "Coffee and cocoa"},
    {"ruou-trang", kDrink, kAlcohol, kAlcoholEn, "Rượu trắng", "White spirits"},
    {"do-uong-co-con-khac", kDrink, kAlcohol, kAlcoholEn, "Đồ uống có cồn khác", "Other alcoholic drinks"},
    {"nuoc-khoang-nuoc-tinh-khiet", kDrink, kSoft, kSoftEn, "Nước khoáng thiên nhiên, nước tinh khiết",
     "Mineral and pure water"},
    {"do-uong-khong-con-khac", kDrink, kSoft, kSoftEn, "Đồ uống không cồn khác", "Other soft drinks"},
    {"thuc-pham-chuc-nang-thuoc-duoc-lieu", kHerb, "", "", "Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền",
     "Functional food, herbal and traditional medicine"},
    {"my-pham-thao-duoc", kHerb, "", "", "Mỹ phẩm có thành phần từ thảo dược", "Herbal cosmetics"},
    {"tinh-dau-thao-duoc-khac", kHerb, "", "", "Tinh dầu và thảo dược khác", "Essential oils and other herbs"},
    {"do-gia-dung-trang-tri", kCraft, "", "", "Đồ gia dụng, trang trí", "Household and decoration"},
    {"vai-may-mac", kCraft, "", "", "Vải, may mặc", "Fabric and garments"},
    {"hoa", kPet, "", "", "Hoa", "Flowers"},
    {"cay-canh", kPet, "", "", "Cây cảnh", "Ornamental plants"},
    {"dong-vat-canh", kPet, "", "", "Động vật cảnh", "Ornamental animals"},
    {"du-lich-cong-dong", kTour, "", "", "Dịch vụ du lịch cộng đồng, du lịch sinh thái, điểm du lịch",
     "Community and eco-tourism services, tourist sites"},
}};

struct AlsoCalled {
  std::string_view name, slug;  ///< Folded to a slug, as people write it; and the set.
};
constexpr std::array kAlsoCalled{AlsoCalled{"tra", "che"},
                                 AlsoCalled{"rau-cu-qua", "rau-cu-qua-hat-tuoi"},
                                 AlsoCalled{"trai-cay", "rau-cu-qua-hat-tuoi"},
                                 AlsoCalled{"nuoc-mam", "tuong-nuoc-mam"},
                                 AlsoCalled{"gia-vi", "gia-vi-khac"},
                                 AlsoCalled{"tho-cam", "vai-may-mac"}};

}  // namespace

std::span<const CategoryGroup> Groups() {
  return kGroups;
}
std::span<const CategorySet> Sets() {
  return kSets;
}

const CategoryGroup* FindGroup(std::string_view slug) {
  const auto at = std::ranges::find(kGroups, slug, &CategoryGroup::slug);
  return at == kGroups.end() ? nullptr : &*at;
}

const CategorySet* FindSet(std::string_view slug) {
  const auto at = std::ranges::find(kSets, slug, &CategorySet::slug);
  return at == kSets.end() ? nullptr : &*at;
}

const CategorySet* SetNamed(std::string_view text) {
  if (const auto* exact = FindSet(text)) return exact;
  const std::string folded = keel::text::Slug(text);
  for (const auto& set : kSets)
    if (set.slug == folded || keel::text::Slug(set.vi) == folded || keel::text::Slug(set.en) == folded) return &set;
  // Nobody writes the programme's whole name above a list of honeys.
  const auto head = [](std::string_view name) { return keel::text::Slug(name.substr(0, name.find(','))); };
  for (const auto& set : kSets)
    if (head(set.vi) == folded || head(set.en) == folded) return &set;
  const auto at = std::ranges::find(kAlsoCalled, folded, &AlsoCalled::name);
  return at == kAlsoCalled.end() ? nullptr : FindSet(at->slug);
}

}  // namespace catalog
