#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/harvest.hpp"

namespace orders {

/// One order's part of a harvest that was cut.
struct HarvestShare {
  Share share;
  std::string order_code;
  bool secured = true;
};

/// Harvests as rows. Holds no rules. Throws keel::sql::Fault on database faults.
class HarvestStore {
 public:
  explicit HarvestStore(keel::sql::Session& session) : session_(session) {}

  void Insert(const Harvest& harvest);
  /// False if somebody saved it since it was read.
  bool Save(const Harvest& harvest);
  std::optional<Harvest> Find(const std::string& id);
  std::vector<Harvest> OfShop(const std::string& shop_id, std::int64_t limit);
  /// Not cut yet, of all variants of a product, soonest first.
  struct Ahead {
    Harvest harvest;
    std::int64_t left = 0;  ///< May still be promised.
  };
  std::vector<Ahead> OpenOfProduct(const std::string& product_id);
  /// The soonest of each of these variants that has one.
  struct Coming {
    std::string ready_on;
    std::int64_t left = 0;  ///< May still be promised.
  };
  std::map<std::string, Coming> OpenOfVariants(const std::vector<std::string>& variant_ids);
  /// Promised to orders that are not sent yet, and already sent.
  std::int64_t PromisedOf(const Harvest& harvest);

  /// Lots of the variant that still grow with more pieces than their caps and than is promised of them, and how many
  /// more.
  std::vector<std::pair<std::string, std::int64_t>> BeyondCap(const std::string& variant_id);

  /// Who holds pieces of the lot and did not get them yet.
  struct Holder {
    Claim claim;
    std::string order_code;
  };
  std::vector<Holder> Claims(const Harvest& harvest);
  void Insert(const Harvest& harvest, const std::vector<HarvestShare>& shares);
  std::vector<HarvestShare> SharesOf(const std::string& harvest_id);
  /// What of the order still grows, soonest first.
  struct Awaited {
    std::string variant_id, ready_on;
    std::int64_t quantity = 0;
  };
  std::vector<Awaited> AwaitedBy(const std::string& order_id);
  /// Whether the lot is of a harvest that is not cut yet.
  bool AwaitsCut(const std::string& lot_id);
  /// Whether the order holds pieces that still grow.
  bool StillGrows(const std::string& order_id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
