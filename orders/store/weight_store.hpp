#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/catch_weight.hpp"
#include "orders/domain/ids.hpp"

namespace orders {

/// What the scales said of one line.
struct LineWeight {
  std::string order_id, line_id;
  std::int64_t ordered_g = 0, packed_g = 0, settled_g = 0;
  keel::Money agreed, total;
  Weighing outcome = Weighing::kSettled;
  keel::Instant weighed_at{};
  std::string title;  ///< What the line is called. Read only.
};

/// Which goods are weighed, and what the scales said. Holds no rules. Throws keel::sql::Fault on database faults.
class WeightStore {
 public:
  explicit WeightStore(keel::sql::Session& session) : session_(session) {}

  /// Empty: not weighed.
  std::optional<std::int64_t> ToleranceOf(const std::string& variant_id);
  /// The product's weighed variants, with how much lighter they may be.
  std::vector<std::pair<std::string, std::int64_t>> TolerancesOf(const std::string& product_id);
  void SetTolerance(const std::string& variant_id, std::optional<std::int64_t> tolerance_bp);

  std::vector<LineWeight> OfOrder(const std::string& order_id);
  /// In the place of what the scales said of the line before.
  void Save(const LineWeight& weight);
  void Answer(const LineWeight& weight, keel::Instant at);
  /// Orders with a question that nobody answered since, asked first first; at most `limit`.
  std::vector<std::string> AskedBefore(keel::Instant before, std::int64_t limit);
  /// Lines of weighed goods that were not weighed; packed and settled are 0.
  std::vector<LineWeight> Unweighed(const std::string& order_id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
