#pragma once
#include <string_view>

#include "keel/id.hpp"

/// The kinds of identifier this service makes, and those of others it points at.
namespace orders {

struct CartTag {
  static constexpr std::string_view kPrefix = "crt";
};
struct PurchaseTag {
  static constexpr std::string_view kPrefix = "pur";
};
struct OrderTag {
  static constexpr std::string_view kPrefix = "ord";
};
struct LineTag {
  static constexpr std::string_view kPrefix = "lin";
};
struct AmendmentTag {
  static constexpr std::string_view kPrefix = "amd";
};
struct SplitTag {
  static constexpr std::string_view kPrefix = "spl";
};
struct ReturnTag {
  static constexpr std::string_view kPrefix = "ret";
};
struct DisputeTag {
  static constexpr std::string_view kPrefix = "dis";
};
struct SubstitutionTag {
  static constexpr std::string_view kPrefix = "sub";
};
struct MovementTag {
  static constexpr std::string_view kPrefix = "mov";
};
struct VariantTag {
  static constexpr std::string_view kPrefix = "var";
};
struct ShopTag {
  static constexpr std::string_view kPrefix = "sho";
};
struct PartyTag {
  static constexpr std::string_view kPrefix = "pty";
};
struct LotTag {
  static constexpr std::string_view kPrefix = "lot";
};
struct StockPlaceTag {
  static constexpr std::string_view kPrefix = "plc";
};
struct HarvestTag {
  static constexpr std::string_view kPrefix = "hrv";
};
struct FillTag {
  static constexpr std::string_view kPrefix = "fil";
};

/// Unguessable (80 random bits): whoever knows a guest's cart id may use that cart.
using CartId = keel::Id<CartTag>;
using PurchaseId = keel::Id<PurchaseTag>;
using OrderId = keel::Id<OrderTag>;
using LineId = keel::Id<LineTag>;
using AmendmentId = keel::Id<AmendmentTag>;
using SplitId = keel::Id<SplitTag>;
using ReturnId = keel::Id<ReturnTag>;
using DisputeId = keel::Id<DisputeTag>;
/// Unguessable: it is in the link the buyer gets, and itself the right to answer.
using SubstitutionId = keel::Id<SubstitutionTag>;
using MovementId = keel::Id<MovementTag>;
using VariantId = keel::Id<VariantTag>;
using ShopId = keel::Id<ShopTag>;
using PartyId = keel::Id<PartyTag>;
using LotId = keel::Id<LotTag>;
using StockPlaceId = keel::Id<StockPlaceTag>;
using HarvestId = keel::Id<HarvestTag>;
using FillId = keel::Id<FillTag>;

}  // namespace orders
