#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/ids.hpp"
#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

namespace catalog {

enum class ShopState : std::uint8_t { kOpen, kPaused, kSuspended };
inline constexpr auto kShopStateNames = keel::NamesOf<ShopState>(
    {{ShopState::kOpen, "open"}, {ShopState::kPaused, "paused"}, {ShopState::kSuspended, "suspended"}});

/// A picture in its made sizes. Files are <stem>-<width>.<avif|webp|jpg>.
struct Photo {
  MediaId id;
  std::string
      stem;  ///< The first letters of the original's SHA-256, in hex: so many that nobody makes two photos share them.
  int width = 0, height = 0;  ///< Of the largest file made, upright.
  std::vector<int> widths;    ///< Ascending.
};

/// Who sells. Lives from POST /v1/shops on; never deleted.
struct Shop {
  ShopId id;
  std::string slug, name;
  PartyId party_id;
  std::string party_kind;
  std::string province_code, commune_code, hamlet;
  std::string sells;  ///< What it sells, in its own words.
  std::string story;  ///< Markdown.
  std::optional<Photo> photo;
  bool paused = false;           ///< By the seller.
  bool party_suspended = false;  ///< By the operator, through accounts.
  bool is_sample = false;
  std::int64_t version = 1;
  keel::Instant created_at{};

  ShopState state() const {
    return party_suspended ? ShopState::kSuspended : paused ? ShopState::kPaused : ShopState::kOpen;
  }
};

inline constexpr std::int64_t kShopsPerParty = 3;

/// What accounts says of a party (a projection of party.changed).
struct Party {
  PartyId id;
  std::string kind, name, status;
  bool is_sample = false;
  std::int64_t version = 0;
  bool suspended() const { return status == "suspended"; }
};

/// What the maker of a shop says.
struct ShopDraft {
  PartyId party_id;
  std::string name, province_code, commune_code, hamlet, sells, story;
};

/// What an edit may change; empty = as it was.
struct ShopEdit {
  std::int64_t version = 0;
  std::optional<std::string> name, province_code, commune_code, hamlet, sells, story;
  std::optional<std::optional<MediaId>> photo;
};

}  // namespace catalog
