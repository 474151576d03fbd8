#include "shipping-adapters/registry.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "keel/config/checks.hpp"
#include "shipping-adapters/carriers/ghn/ghn.hpp"
#include "shipping-adapters/carriers/vnpost/vnpost.hpp"

namespace shipping {
namespace {

std::vector<keel::ConfigKey> GhnKeys() {
  return {
      {"GHN_URL", "GHN's API, such as https://online-gateway.ghn.vn/shiip/public-api", std::nullopt, keel::IsAddress},
      {"GHN_TOKEN", "API token of the GHN account", std::nullopt},
      {"GHN_SHOP_ID", "number of the shop at GHN", std::nullopt, keel::Between(1, INT64_MAX)},
      {"GHN_WEBHOOK_SECRET", "last part of the webhook address given to GHN", std::nullopt},
      {"GHN_INSURANCE_MAX", "highest declared value GHN takes, in đồng", "5000000", keel::Between(0, 1'000'000'000)}};
}

std::unique_ptr<Carrier> MakeGhn(const keel::Config& config) {
  return ghn::Make({config.Text("GHN_URL"), config.SecretText("GHN_TOKEN"), config.Number("GHN_SHOP_ID"),
                    config.SecretText("GHN_WEBHOOK_SECRET"), config.Number("GHN_INSURANCE_MAX")});
}

std::vector<keel::ConfigKey> VnPostKeys() {
  return {{"VNPOST_URL", "MyVNPost's API with its prefix, such as https://connect-my.vnpost.vn/customer-partner",
           std::nullopt, keel::IsAddress},
          {"VNPOST_USER", "user at MyVNPost", std::nullopt},
          {"VNPOST_PASSWORD", "password at MyVNPost", std::nullopt},
          {"VNPOST_CUSTOMER", "customer code at VNPost, such as T000180585", std::nullopt},
          {"VNPOST_CONTRACT", "contract code at VNPost, if there is one", ""},
          {"VNPOST_SERVICE", "service booked when nobody chose one", "CTN009"},
          {"VNPOST_WEBHOOK_PUBLIC_KEY_FILE", "PEM file of VNPost's webhook key; empty refuses all its webhooks", ""},
          {"VNPOST_WEBHOOK_RECIPE", "text that VNPost signs, with {sendDate} {itemCode} {status}",
           std::string(vnpost::kDefaultRecipe)}};
}

std::unique_ptr<Carrier> MakeVnPost(const keel::Config& config) {
  return vnpost::Make({config.Text("VNPOST_URL"), config.Text("VNPOST_USER"), config.SecretText("VNPOST_PASSWORD"),
                       config.Text("VNPOST_CUSTOMER"), config.Text("VNPOST_CONTRACT"), config.Text("VNPOST_SERVICE"),
                       config.Text("VNPOST_WEBHOOK_PUBLIC_KEY_FILE"), config.Text("VNPOST_WEBHOOK_RECIPE")});
}

constexpr std::array<CarrierEntry, 2> kCarriers{{{"ghn", GhnKeys, MakeGhn}, {"vnpost", VnPostKeys, MakeVnPost}}};

}  // namespace

std::span<const CarrierEntry> KnownCarriers() {
  return kCarriers;
}

std::vector<const CarrierEntry*> ChooseCarriers(std::string_view list) {
  std::vector<const CarrierEntry*> chosen;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto name = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    const auto entry = std::ranges::find(kCarriers, name, &CarrierEntry::code);
    if (entry == kCarriers.end()) throw keel::ConfigError("CARRIERS: there is no carrier '" + std::string(name) + "'");
    if (std::ranges::find(chosen, &*entry) != chosen.end())
      throw keel::ConfigError("CARRIERS: '" + std::string(name) + "' stands twice");
    chosen.push_back(&*entry);
  }
  if (chosen.empty()) throw keel::ConfigError("CARRIERS: name at least one carrier");
  return chosen;
}

}  // namespace shipping
