#include "orders/store/offer_memory.hpp"

namespace orders {
namespace {

constexpr std::size_t kMost = 20'000;     // About ten megabytes.
constexpr std::int64_t kNearTheEnd = 64;  // More than all buyers under way at the same time usually take.

}  // namespace

std::optional<OfferNow> OfferMemory::Plentiful(const std::string& variant_id, std::int64_t quantity) {
  const std::lock_guard lock(mutex_);
  const auto at = offers_.find(variant_id);
  if (at == offers_.end() || at->second.free < quantity + kNearTheEnd) return std::nullopt;
  return at->second;
}

void OfferMemory::Keep(const OfferNow& now) {
  if (!now.offer.sellable || now.terms == 0) return;
  const std::lock_guard lock(mutex_);
  if (offers_.size() >= kMost) offers_.clear();
  auto& kept = offers_[now.offer.variant_id];
  if (now.terms >= kept.terms) kept = now;
}

void OfferMemory::Left(const std::string& variant_id, std::int64_t free) {
  const std::lock_guard lock(mutex_);
  if (const auto at = offers_.find(variant_id); at != offers_.end()) at->second.free = free;
}

void OfferMemory::Forget(const std::string& variant_id) {
  const std::lock_guard lock(mutex_);
  offers_.erase(variant_id);
}

}  // namespace orders
