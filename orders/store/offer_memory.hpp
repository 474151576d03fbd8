#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "orders/domain/offer.hpp"

namespace orders {

/// Offers read lately, with the terms they were read under, so that placing a purchase need not read them again. Never
/// the truth: under the lock of its stock row a purchase compares the terms, and starts again when they moved. Safe
/// from several threads.
class OfferMemory {
 public:
  /// Empty unless it is remembered, sold, and so plentiful that "is there enough" needs no look: near the end of a
  /// stock the rows are read, which refuses a buyer before anything is written for him.
  std::optional<OfferNow> Plentiful(const std::string& variant_id, std::int64_t quantity);
  void Keep(const OfferNow& now);
  /// What is left, as a purchase found it.
  void Left(const std::string& variant_id, std::int64_t free);
  void Forget(const std::string& variant_id);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, OfferNow> offers_;
};

}  // namespace orders
