#include "keel/places/places.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <unordered_map>

#include "keel/places/place_name.hpp"
#include "keel/text/text.hpp"

namespace keel::places {
namespace {

/// What people write for a province beside its names of today and before.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kAliases{{{"hcm", "79"},
                                                                                  {"tphcm", "79"},
                                                                                  {"hcmc", "79"},
                                                                                  {"saigon", "79"},
                                                                                  {"hochiminhcity", "79"},
                                                                                  {"brvt", "79"},
                                                                                  {"hn", "01"},
                                                                                  {"thuathienhue", "46"},
                                                                                  {"tthue", "46"},
                                                                                  {"daclac", "66"},
                                                                                  {"daclak", "66"},
                                                                                  {"bacan", "19"}}};

/// An old ward. Views point into the file's text and into `keys_`; districts and provinces are shared by number.
struct OldWard {
  std::string_view name;  ///< As written, for telling apart what folds alike.
  std::string_view kind = {}, bare = {};
  std::uint16_t district = 0;
  std::uint16_t commune = 0;
  bool probable = false;
};
struct OldDistrict {
  KnownName name;
  std::uint16_t province = 0;
};

std::vector<std::string_view> Columns(std::string_view line) {
  std::vector<std::string_view> columns;
  for (std::size_t start = 0;;) {
    const auto tab = line.find('\t', start);
    columns.push_back(line.substr(start, tab - start));
    if (tab == std::string_view::npos) return columns;
    start = tab + 1;
  }
}

/// Whether `typed`, with its diacritics, names `known` ("Xã Văn Lăng" is not "Văn Lang").
bool SameLetters(std::string_view typed, std::string_view known) {
  const auto a = text::Exact(text::Trim(typed));
  const auto b = text::Exact(known);
  return a == b || (a.size() < b.size() && b.ends_with(a)) || (b.size() < a.size() && a.ends_with(b));
}

class LoadedPlaces : public Places {
 public:
  explicit LoadedPlaces(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream read;
    read << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + path);
    text_ = std::move(read).str();
    Parse(path);
    Index();
  }

  std::span<const Province> Provinces() const override { return provinces_; }

  std::span<const Commune> Communes(std::string_view province_code) const override {
    const auto found = province_by_code_.find(province_code);
    if (found == province_by_code_.end()) return {};
    const auto [from, to] = ranges_[found->second];
    return std::span(communes_).subspan(from, to - from);
  }

  const Province* FindProvince(std::string_view code) const override {
    const auto found = province_by_code_.find(code);
    return found == province_by_code_.end() ? nullptr : &provinces_[found->second];
  }

  const Commune* FindCommune(std::string_view code) const override {
    const auto found = commune_by_code_.find(code);
    return found == commune_by_code_.end() ? nullptr : &communes_[found->second];
  }

  const Province* ProvinceNamed(std::string_view name) const override {
    const auto typed = ReadName(name);
    for (const auto& key : {typed.whole, typed.rest}) {
      if (const auto found = province_by_name_.find(key); found != province_by_name_.end())
        return &provinces_[found->second];
    }
    return nullptr;
  }

  const Commune* CommuneNamed(std::string_view province_code, std::string_view name) const override {
    const auto typed = ReadName(name);
    std::vector<const Commune*> best;
    int best_fit = 1;
    for (const auto& commune : Communes(province_code)) {
      const auto& known = commune_names_[static_cast<std::size_t>(&commune - communes_.data())];
      const int fit = Fit(typed, known.kind, known.bare);
      if (fit < best_fit) continue;
      if (fit > best_fit) best.clear();
      best_fit = fit;
      best.push_back(&commune);
    }
    if (best.size() > 1) {
      std::vector<const Commune*> same;
      std::ranges::copy_if(best, std::back_inserter(same),
                           [&](auto* commune) { return SameLetters(name, commune->full_name); });
      best = std::move(same);
    }
    return best.size() == 1 ? best.front() : nullptr;
  }

  std::vector<Translation> FromOld(std::string_view old_province, std::string_view old_district,
                                   std::string_view old_ward) const override {
    const auto province = ReadName(old_province);
    const auto district = ReadName(old_district);
    const auto ward = ReadName(old_ward);
    const auto* today = ProvinceNamed(old_province);
    // What is written but cannot be read must not count as left out.
    const auto unreadable = [](const TypedName& typed, std::string_view text) {
      return typed.whole.empty() && !text::Trim(text).empty();
    };
    if (unreadable(province, old_province) || unreadable(district, old_district) || unreadable(ward, old_ward))
      return {};
    if (!province.whole.empty() && today == nullptr) return {};
    if (province.whole.empty() && district.whole.empty() && ward.whole.empty()) return {};

    auto fitting = WardsNamed(ward);
    std::erase_if(fitting, [&](auto* old) { return !InProvince(*old, province, today); });
    bool sure = true;
    if (!district.whole.empty()) {
      auto nearer = fitting;
      std::erase_if(nearer, [&](auto* old) { return DistrictFit(*old, district) == 0; });
      // "Thành phố Cao Lãnh" and "Huyện Cao Lãnh" are two: the kind decides where it can.
      int best = 0;
      for (const auto* old : nearer) best = std::max(best, DistrictFit(*old, district));
      std::erase_if(nearer, [&](auto* old) { return DistrictFit(*old, district) < best; });
      if (nearer.empty()) sure = false;  // A district that was renamed or mistyped: the ward's name is all there is.
      if (!nearer.empty()) fitting = std::move(nearer);
      if (ward.whole.empty() && !sure) return {};
    }
    if (fitting.empty()) return Today(today, old_ward);
    if (!ward.whole.empty()) KeepBest(fitting, ward, old_ward);
    // An island district had no wards: there the district says it all.
    const bool names_one = !ward.whole.empty() || (fitting.size() == 1 && fitting.front()->bare.empty());
    return Distinct(fitting, sure && names_one ? Certainty::kExact : Certainty::kProbable);
  }

  std::vector<const Commune*> Suggest(std::string_view text, std::size_t limit) const override {
    const auto spaced = SpacedName(text);
    if (spaced.empty() || limit == 0) return {};
    const auto typed = ReadName(text);
    std::vector<int> rank(communes_.size(), kNoRank);
    for (std::size_t at = 0; at < communes_.size(); ++at) rank[at] = RankOf(spaced, searched_[at]);
    for (const auto& old : old_) {
      const bool whole = old.bare == typed.whole || (old.bare == typed.rest && old.kind == typed.kind);
      if (whole || old.bare.starts_with(typed.whole)) rank[old.commune] = std::min(rank[old.commune], whole ? 6 : 7);
    }
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < rank.size(); ++at) {
      if (rank[at] != kNoRank) found.push_back(at);
    }
    std::ranges::stable_sort(found, {}, [&](std::size_t at) { return rank[at]; });
    if (found.size() > limit) found.resize(limit);
    std::vector<const Commune*> communes;
    for (const auto at : found) communes.push_back(&communes_[at]);
    return communes;
  }

 private:
  static constexpr int kNoRank = 100;
  struct Searched {
    std::string name;           ///< "bac ha lao cai": name, then province.
    std::size_t name_size = 0;  ///< Of "bac ha".
    std::string kind;           ///< "xa "
  };

  static int RankOf(std::string_view typed, const Searched& searched) {
    const std::string_view all = searched.name;
    const auto name = all.substr(0, searched.name_size);
    if (typed.starts_with(searched.kind) && typed.size() > searched.kind.size()) {
      const auto rest = typed.substr(searched.kind.size());
      if (name == rest) return 0;
      if (all.starts_with(rest)) return 1;
    }
    if (name == typed) return 0;
    if (name.starts_with(typed)) return 1;
    if (all.starts_with(typed)) return 2;
    const auto at = name.find(typed);
    if (at == std::string_view::npos) return kNoRank;
    return name[at - 1] == ' ' ? 3 : 5;
  }

  void Parse(const std::string& path) {
    std::map<std::string_view, std::uint16_t> old_provinces;
    std::string_view last_province, last_district;
    const std::string_view all = text_;
    for (std::size_t start = 0; start < all.size();) {
      const auto end = std::min(all.find('\n', start), all.size());
      const auto columns = Columns(all.substr(start, end - start));
      start = end + 1;
      const auto malformed = [&] { throw std::runtime_error(path + " is malformed; build the target places_data"); };
      if (columns[0] == "P" && columns.size() == 4) {
        province_by_code_.emplace(columns[1], provinces_.size());
        provinces_.push_back({std::string(columns[1]), std::string(columns[2]), std::string(columns[3])});
      } else if (columns[0] == "C" && columns.size() == 5) {
        commune_by_code_.emplace(columns[1], communes_.size());
        communes_.push_back(
            {std::string(columns[1]), std::string(columns[2]), std::string(columns[3]), std::string(columns[4])});
      } else if (columns[0] == "O" && columns.size() == 6) {
        if (columns[1] != last_province || columns[2] != last_district) {
          last_province = columns[1];
          last_district = columns[2];
          const auto [province, added] =
              old_provinces.emplace(last_province, static_cast<std::uint16_t>(old_province_names_.size()));
          if (added) old_province_names_.push_back(SplitName(last_province));
          old_districts_.push_back({SplitName(last_district), province->second});
        }
        const auto commune = commune_by_code_.find(columns[4]);
        if (commune == commune_by_code_.end()) malformed();
        OldWard ward{.name = columns[3]};
        ward.district = static_cast<std::uint16_t>(old_districts_.size() - 1);
        ward.commune = static_cast<std::uint16_t>(commune->second);
        ward.probable = columns[5] == "p";
        old_.push_back(ward);
      } else {
        malformed();
      }
    }
    if (provinces_.empty() || communes_.empty()) throw std::runtime_error(path + " holds no places");
  }

  void Index() {
    ranges_.resize(provinces_.size());
    for (std::size_t at = 0; at < communes_.size();) {
      const auto province = province_by_code_.at(communes_[at].province_code);
      const auto from = at;
      while (at < communes_.size() && communes_[at].province_code == provinces_[province].code) ++at;
      ranges_[province] = {from, at};
    }
    for (const auto& commune : communes_) {
      const auto& province = provinces_[province_by_code_.at(commune.province_code)];
      commune_names_.push_back(SplitName(commune.full_name));
      const auto name = SpacedName(commune.name);
      const auto full = SpacedName(commune.full_name);
      searched_.push_back(
          {name + ' ' + SpacedName(province.name), name.size(), full.substr(0, full.size() - name.size())});
    }
    IndexOldWards();
    IndexProvinceNames();
  }

  void IndexOldWards() {
    std::vector<std::pair<std::size_t, std::size_t>> sizes;  // Of kind and bare name in keys_.
    keys_.reserve(old_.size() * 16);
    for (const auto& ward : old_) {
      const auto known = SplitName(ward.name);
      keys_ += known.kind;
      keys_ += known.bare;
      sizes.emplace_back(known.kind.size(), known.bare.size());
    }
    std::string_view left = keys_;
    for (std::size_t at = 0; at < old_.size(); ++at) {
      old_[at].kind = left.substr(0, sizes[at].first);
      old_[at].bare = left.substr(sizes[at].first, sizes[at].second);
      left.remove_prefix(sizes[at].first + sizes[at].second);
      old_by_name_.emplace(old_[at].bare, at);
    }
  }

  /// An old province's name means the one of today that took most of its wards.
  void IndexProvinceNames() {
    std::vector<std::map<std::size_t, int>> went(old_province_names_.size());
    for (const auto& ward : old_)
      ++went[old_districts_[ward.district].province][province_by_code_.at(communes_[ward.commune].province_code)];
    for (std::size_t at = 0; at < went.size(); ++at) {
      const auto most = std::ranges::max_element(went[at], {}, [](const auto& pair) { return pair.second; });
      province_by_name_[old_province_names_[at].bare] = most->first;
    }
    for (const auto& [name, code] : kAliases) {
      if (const auto found = province_by_code_.find(code); found != province_by_code_.end())
        province_by_name_[std::string(name)] = found->second;
    }
    for (std::size_t at = 0; at < provinces_.size(); ++at)
      province_by_name_[SplitName(provinces_[at].full_name).bare] = at;
  }

  /// All old wards when nothing is said of the ward: the district decides then.
  std::vector<const OldWard*> WardsNamed(const TypedName& ward) const {
    std::vector<const OldWard*> found;
    if (ward.whole.empty()) {
      for (const auto& old : old_) found.push_back(&old);
      return found;
    }
    const auto add = [&](const std::string& key) {
      const auto [from, to] = old_by_name_.equal_range(key);
      for (auto at = from; at != to; ++at) found.push_back(&old_[at->second]);
    };
    add(ward.whole);
    if (ward.rest != ward.whole) add(ward.rest);
    return found;
  }

  bool InProvince(const OldWard& old, const TypedName& typed, const Province* today) const {
    if (typed.whole.empty()) return true;
    const auto& before = old_province_names_[old_districts_[old.district].province];
    if (Fit(typed, before.kind, before.bare) > 0) return true;
    // Another old province's name must not let this one in; today's name, or an alias, may.
    const bool names_another = std::ranges::any_of(
        old_province_names_, [&](const KnownName& other) { return Fit(typed, other.kind, other.bare) > 0; });
    const auto& now = communes_[old.commune].province_code;
    return now == today->code && (!names_another || SplitName(today->full_name).bare == typed.rest ||
                                  SplitName(today->full_name).bare == typed.whole);
  }

  int DistrictFit(const OldWard& old, const TypedName& typed) const {
    const auto& name = old_districts_[old.district].name;
    return Fit(typed, name.kind, name.bare);
  }

  static void KeepBest(std::vector<const OldWard*>& wards, const TypedName& typed, std::string_view as_typed) {
    int best = 0;
    for (const auto* old : wards) best = std::max(best, Fit(typed, old->kind, old->bare));
    std::erase_if(wards, [&](auto* old) { return Fit(typed, old->kind, old->bare) < best; });
    const auto same = [&](const OldWard* old) { return SameLetters(as_typed, old->name); };
    if (wards.size() > 1 && std::ranges::any_of(wards, same))
      std::erase_if(wards, [&](auto* old) { return !same(old); });
  }

  /// The name may be one of today's already.
  std::vector<Translation> Today(const Province* province, std::string_view name) const {
    const auto* commune = province == nullptr ? nullptr : CommuneNamed(province->code, name);
    if (commune == nullptr) return {};
    return {{commune, Certainty::kExact}};
  }

  std::vector<Translation> Distinct(const std::vector<const OldWard*>& wards, Certainty certainty) const {
    std::vector<Translation> found;
    for (const auto* old : wards) {
      const auto* commune = &communes_[old->commune];
      const auto seen = std::ranges::find(found, commune, &Translation::commune);
      if (seen == found.end()) {
        found.push_back({commune, old->probable ? Certainty::kProbable : certainty});
      } else if (old->probable) {
        seen->certainty = Certainty::kProbable;
      }
    }
    if (found.size() > 1) {
      for (auto& one : found) one.certainty = Certainty::kProbable;
    }
    return found;
  }

  std::string text_;  // The file; views point into it.
  std::string keys_;  // The old wards' kinds and bare names, one after the other.
  std::vector<Province> provinces_;
  std::vector<std::pair<std::size_t, std::size_t>> ranges_;  // Each province's communes.
  std::vector<Commune> communes_;
  std::vector<KnownName> commune_names_;
  std::vector<Searched> searched_;
  std::vector<KnownName> old_province_names_;
  std::vector<OldDistrict> old_districts_;
  std::vector<OldWard> old_;
  std::unordered_map<std::string_view, std::size_t> province_by_code_, commune_by_code_;
  std::unordered_map<std::string, std::size_t> province_by_name_;
  std::unordered_multimap<std::string_view, std::size_t> old_by_name_;
};

}  // namespace

const Places& Places::Load(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const Places>> loaded;
  const std::lock_guard lock(mutex);
  auto& places = loaded[path];
  if (!places) places = std::make_unique<LoadedPlaces>(path);
  return *places;
}

}  // namespace keel::places
