#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "keel/places/places.hpp"

namespace orders::test {

/// A country of one province and two communes, one of which took over half of an old ward.
class SmallCountry : public keel::places::Places {
 public:
  std::span<const keel::places::Province> Provinces() const override { return provinces_; }
  std::span<const keel::places::Commune> Communes(std::string_view) const override { return communes_; }
  const keel::places::Province* FindProvince(std::string_view code) const override {
    return code == "15" ? &provinces_[0] : nullptr;
  }
  const keel::places::Commune* FindCommune(std::string_view code) const override {
    for (const auto& commune : communes_)
      if (commune.code == code) return &commune;
    return nullptr;
  }
  const keel::places::Province* ProvinceNamed(std::string_view) const override { return nullptr; }
  const keel::places::Commune* CommuneNamed(std::string_view, std::string_view) const override { return nullptr; }
  std::vector<keel::places::Translation> FromOld(std::string_view, std::string_view,
                                                 std::string_view ward) const override {
    if (ward == "Na Hối") return {{&communes_[0], keel::places::Certainty::kExact}};
    if (ward == "Bản Phố") return {{&communes_[0], keel::places::Certainty::kProbable}};
    if (ward == "Tả Chải")
      return {{&communes_[0], keel::places::Certainty::kExact}, {&communes_[1], keel::places::Certainty::kExact}};
    return {};
  }
  std::vector<const keel::places::Commune*> Suggest(std::string_view, std::size_t) const override { return {}; }

 private:
  std::vector<keel::places::Province> provinces_{{"15", "Lào Cai", "Tỉnh Lào Cai"}};
  std::vector<keel::places::Commune> communes_{{"02680", "15", "Bắc Hà", "Xã Bắc Hà"},
                                               {"02683", "15", "Tả Củ Tỷ", "Xã Tả Củ Tỷ"}};
};

}  // namespace orders::test
