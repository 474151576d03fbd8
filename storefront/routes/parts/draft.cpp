#include "storefront/routes/parts/draft.hpp"

#include <algorithm>

namespace storefront {
namespace {

constexpr char kPairEnd = '\x1e', kNameEnd = '\x1f';  // Control characters: no form text holds one.
constexpr std::chrono::hours kDraftLife{12};
constexpr std::string_view kDraftCookie = "cp_nha";

/// Each plain field under its short name; one table for writing and reading.
struct Row {
  std::string_view name;
  std::string& (*of)(Draft&);
};
constexpr Row kRows[] = {
    {"t", [](Draft& d) -> std::string& { return d.name; }},
    {"p", [](Draft& d) -> std::string& { return d.phone; }},
    {"g", [](Draft& d) -> std::string& { return d.note; }},
    {"P", [](Draft& d) -> std::string& { return d.address.province_code; }},
    {"C", [](Draft& d) -> std::string& { return d.address.commune_code; }},
    {"s", [](Draft& d) -> std::string& { return d.address.street; }},
    {"h", [](Draft& d) -> std::string& { return d.address.hamlet; }},
    {"l", [](Draft& d) -> std::string& { return d.address.landmark; }},
    {"1", [](Draft& d) -> std::string& { return d.address.old_province; }},
    {"2", [](Draft& d) -> std::string& { return d.address.old_district; }},
    {"3", [](Draft& d) -> std::string& { return d.address.old_ward; }},
    {"f", [](Draft& d) -> std::string& { return d.find; }},
    {"m", [](Draft& d) -> std::string& { return d.mode; }},
    {"y", [](Draft& d) -> std::string& { return d.payment; }},
};
constexpr std::string_view kFreight = "F:", kPayment = "Y:", kFault = "!";

}  // namespace

bool Draft::IsFaulty(std::string_view field) const {
  return std::ranges::find(faults, field) != faults.end();
}

const std::string& Draft::PaymentOf(const std::string& shop_id) const {
  const auto own = payments.find(shop_id);
  return own == payments.end() ? payment : own->second;
}

std::string Packed(const Draft& draft) {
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text.append(name) += kNameEnd;
    text.append(value) += kPairEnd;
  };
  Draft copy = draft;
  for (const Row& row : kRows) add(row.name, row.of(copy));
  for (const auto& [shop, choice] : draft.freight) add(std::string(kFreight) + shop, choice);
  for (const auto& [shop, method] : draft.payments) add(std::string(kPayment) + shop, method);
  for (const std::string& fault : draft.faults) add(kFault, fault);
  return text;
}

Draft Unpacked(std::string_view text) {
  Draft draft;
  while (!text.empty()) {
    const auto end = std::min(text.find(kPairEnd), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto split = pair.find(kNameEnd);
    if (split == pair.npos) continue;
    const std::string_view name = pair.substr(0, split), value = pair.substr(split + 1);
    if (name == kFault) draft.faults.emplace_back(value);
    if (name.starts_with(kFreight)) draft.freight.emplace(name.substr(kFreight.size()), value);
    if (name.starts_with(kPayment)) draft.payments.emplace(name.substr(kPayment.size()), value);
    for (const Row& row : kRows) {
      if (row.name == name) row.of(draft) = value;
    }
  }
  return draft;
}

Draft ReadDraft(const web::Visit& visit) {
  const auto text = visit.app.seal.Open(visit.request.Cookie(kDraftCookie), "draft", visit.app.clock.Now());
  return text ? Unpacked(*text) : Draft{};
}

void KeepDraft(web::Visit& visit, const Draft& draft) {
  visit.Set({kDraftCookie, visit.app.seal.Close(Packed(draft), "draft", visit.app.clock.Now() + kDraftLife)});
}

}  // namespace storefront
