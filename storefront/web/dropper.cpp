#include "storefront/web/dropper.hpp"

#include <nlohmann/json.hpp>

namespace storefront::web {
namespace {

constexpr std::chrono::milliseconds kAgain[] = {std::chrono::milliseconds(1'000), std::chrono::milliseconds(4'000)};

/// Which field of which event names which tag.
struct Row {
  std::string_view topic, field, tag;
};
constexpr Row kRows[] = {
    {"offer.changed", "product_id", "product:"},
    {"shop.changed", "shop_id", "shop:"},
    {"stock.band-changed", "variant_id", "variant:"},
    {"party.changed", "party_id", "party:"},
};

}  // namespace

std::vector<std::string> Dropper::Topics() {
  std::vector<std::string> topics;
  for (const Row& row : kRows) topics.emplace_back(row.topic);
  return topics;
}

void Dropper::Drop(const std::string& tag, Time now) {
  pages_.Drop(tag);
  const std::lock_guard lock(mutex_);
  for (const auto wait : kAgain) later_.emplace_back(now + wait, tag);
}

void Dropper::OnEvent(std::string_view topic, std::string_view body, Time now) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return;
  for (const Row& row : kRows) {
    if (row.topic != topic) continue;
    const auto field = json.find(row.field);
    if (field != json.end() && field->is_string()) Drop(std::string(row.tag) + field->get<std::string>(), now);
    Drop("list", now);
  }
}

void Dropper::DropDue(Time now) {
  std::vector<std::string> due;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(later_, [&](auto& entry) {
      if (entry.first > now) return false;
      if (due.empty() || due.back() != entry.second) due.push_back(std::move(entry.second));
      return true;
    });
  }
  for (const std::string& tag : due) pages_.Drop(tag);
}

}  // namespace storefront::web
