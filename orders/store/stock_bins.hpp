#pragma once
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/lots.hpp"
#include "orders/domain/stock.hpp"

namespace orders {

/// Bins of goods that are kept by lots: the part of StockStore::Apply for them. Everything here is called with the
/// stock rows of the variants locked by the same transaction, which is what makes reading and then writing safe: so no
/// row of its own is locked, and two buyers of a lot never wait for each other twice.
class StockBins {
 public:
  StockBins(keel::sql::Session& session, keel::Instant at) : session_(session), at_(at) {}

  /// Says where each movement happens: several come back for one that takes from several bins. Variants whose promises
  /// cannot be kept by lots that may be sold are named in `lacking`, and what could not be placed is left out.
  std::vector<Movement> Place(std::vector<Movement> movements, std::vector<std::string>& lacking);
  /// Writes the bins' levels and who was promised what; answers for each variant what is held back now, and saves it
  /// with the stock row.
  std::map<std::string, std::int64_t> Save(const std::vector<Movement>& placed);

  /// Which of the pieces that the holder is promised would go first: what still grows, then what expires last. Fewer
  /// where he holds fewer.
  std::vector<Take> ToGiveUp(const std::string& holder, const std::string& variant_id, std::int64_t pieces);

  /// In the order they are promised. Without a lock: for looking.
  std::vector<BinLevel> Of(const std::string& variant_id);
  /// Sets stock.held to what is free in bins that may not be sold, and answers it.
  std::int64_t SaveHeld(const std::string& variant_id);

 private:
  std::vector<BinLevel>& Known(const std::string& variant_id);
  /// What the holder is promised, or was delivered, less what movements placed since took of it.
  std::vector<Take>& HeldBy(const std::string& holder, const std::string& variant_id, bool delivered);
  void PlaceOne(const Movement& movement, std::vector<Movement>& placed, std::vector<std::string>& lacking);
  std::vector<Take> Choose(const Movement& movement, std::int64_t pieces);
  /// Of what comes back spoiled: the lots it has just come back to, by the same cause; not those of what lies there
  /// good.
  std::vector<Take> WhereItCameBack(const Movement& spoiled, std::int64_t pieces, const std::vector<Movement>& placed);

  keel::sql::Session& session_;
  const keel::Instant at_;
  std::map<std::string, std::vector<BinLevel>> bins_;
  std::map<std::tuple<std::string, std::string, bool>, std::vector<Take>> held_;
};

}  // namespace orders
