#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keel/names.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/lots.hpp"

namespace orders {

enum class PlaceKind : std::uint8_t { kHome, kCooperativeStore, kCommunePoint, kOther };
inline constexpr auto kPlaceKinds = keel::NamesOf<PlaceKind>({{PlaceKind::kHome, "home"},
                                                              {PlaceKind::kCooperativeStore, "cooperative-store"},
                                                              {PlaceKind::kCommunePoint, "commune-point"},
                                                              {PlaceKind::kOther, "other"}});

/// Where a seller keeps goods, besides home (which has no row and an empty id).
struct StockPlace {
  std::string id, party_id, name;
  PlaceKind kind = PlaceKind::kOther;
  bool closed = false;
};

/// Lots and stock places as rows. Holds no rules. Throws keel::sql::Fault on database faults.
class LotStore {
 public:
  explicit LotStore(keel::sql::Session& session) : session_(session) {}

  /// False when another lot has the code: draw again.
  bool Insert(const Lot& lot);
  /// State, label, days and note. False if somebody saved it since it was read.
  bool Save(const Lot& lot);
  std::optional<Lot> Find(const std::string& lot_id);
  std::optional<Lot> FindByCode(const std::string& code);
  std::vector<Lot> OfVariant(const std::string& variant_id);
  /// Lots whose last day is over and that do not say so yet; at most `limit`.
  std::vector<Lot> Outlived(keel::Instant now, std::int64_t limit);

  /// Who holds pieces of the lot, or got them: orders' ids (or a cooperative's fills') and how many.
  std::vector<std::pair<std::string, std::int64_t>> Takers(const Lot& lot);
  /// Pieces of the variant that carriers have, by the bin they came from.
  std::map<Bin, std::int64_t> OnTheRoad(const std::string& variant_id) { return Gone(variant_id, "shipped"); }
  /// Those and what is packed for them: no longer on the shelf.
  std::map<Bin, std::int64_t> Boxed(const std::string& variant_id) { return Gone(variant_id, "packed"); }
  /// Where the pieces lie that an order (or a fill) was promised of goods kept by lots.
  std::vector<Take> PromisedTo(const std::string& holder, const std::string& variant_id);

  /// Errors: kConflict "place-name-taken".
  keel::Result<keel::Done> Insert(const StockPlace& place, keel::Instant at);
  void Close(const std::string& place_id);
  std::optional<StockPlace> FindPlace(const std::string& place_id);
  std::vector<StockPlace> PlacesOf(const std::string& party_id);
  /// Pieces that still lie there.
  std::int64_t PiecesAt(const std::string& place_id);

  /// Pieces kept back from a channel other than this market.
  std::int64_t KeptFrom(const std::string& variant_id, std::string_view channel);
  void Keep(const std::string& variant_id, std::string_view channel, std::int64_t pieces);

 private:
  std::map<Bin, std::int64_t> Gone(const std::string& variant_id, std::string_view from);
  keel::sql::Session& session_;
};

}  // namespace orders
