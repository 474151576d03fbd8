#pragma once
#include "keel/id.hpp"

namespace catalog {

struct ShopTag {
  static constexpr std::string_view kPrefix = "sho";
};
struct ProductTag {
  static constexpr std::string_view kPrefix = "prd";
};
struct VariantTag {
  static constexpr std::string_view kPrefix = "var";
};
struct CertificateTag {
  static constexpr std::string_view kPrefix = "cer";
};
struct MediaTag {
  static constexpr std::string_view kPrefix = "med";
};
struct ReportTag {
  static constexpr std::string_view kPrefix = "rep";
};
/// A party belongs to accounts; the catalog only points at it.
struct PartyTag {
  static constexpr std::string_view kPrefix = "pty";
};

using ShopId = keel::Id<ShopTag>;
using ProductId = keel::Id<ProductTag>;
using VariantId = keel::Id<VariantTag>;
using CertificateId = keel::Id<CertificateTag>;
using MediaId = keel::Id<MediaTag>;
using ReportId = keel::Id<ReportTag>;
using PartyId = keel::Id<PartyTag>;

}  // namespace catalog
