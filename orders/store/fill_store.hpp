#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "keel/names.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/shares.hpp"

namespace orders {

enum class PartState : std::uint8_t {
  kPromised,  ///< Kept for the cooperative on the member's shelf.
  kReceived,  ///< The cooperative has it, or what the member brought of it.
  kFailed,    ///< The member cannot bring it; somebody else gives instead.
  kReleased,  ///< Not needed any more: the fill was closed, or its order cancelled, before it was brought.
  kNone,      ///< Gave nothing in this round; written down so that the sharing can be worked out again.
};
inline constexpr auto kPartStates = keel::NamesOf<PartState>({{PartState::kPromised, "promised"},
                                                              {PartState::kReceived, "received"},
                                                              {PartState::kFailed, "failed"},
                                                              {PartState::kReleased, "released"},
                                                              {PartState::kNone, "none"}});

/// What one member gives in one round, and the numbers it came from.
struct FillPart {
  std::int64_t round = 1, position = 1;
  std::string member_variant_id, member_party_id;
  std::int64_t has = 0, has_all = 0, wanted = 0;  ///< He had; all had together; that was wanted in this round.
  std::int64_t given = 0, received = 0;
  PartState state = PartState::kPromised;
  std::string why;          ///< Of a failure.
  std::string member_name;  ///< Read only.
  /// The order became smaller: `given` was greater by so many, which are the member's to sell again.
  std::int64_t let_go = 0;
};

/// A big order of a cooperative, filled from its members' stock.
struct Fill {
  FillId id;
  std::string cooperative_id, variant_id;
  std::int64_t wanted = 0;
  FillRule rule = FillRule::kProRata;
  std::string note;
  std::int64_t rounds = 1;
  keel::Instant opened_at{};
  std::int64_t version = 1;
  std::string order_id = {};                    ///< The cooperative's order that it is for; empty: for the shelf.
  std::optional<keel::Instant> closed_at = {};  ///< Nothing more is brought for it.
};

/// A member's goods that may fill a cooperative's.
struct Supply {
  std::string variant_id, member_variant_id, member_party_id, member_name, product_name, variant_name;
  bool active = true;
  std::optional<keel::Instant> last_gave_at;
  std::int64_t free = 0;  ///< Without a lock.
};

/// Cooperatives' fills as rows. Holds no rules. Throws keel::sql::Fault on database faults.
class FillStore {
 public:
  explicit FillStore(keel::sql::Session& session) : session_(session) {}

  void Insert(const Fill& fill);
  /// Locks the fill's row. Empty for an unknown one.
  std::optional<Fill> FindToEdit(const std::string& id);
  std::optional<Fill> Find(const std::string& id);
  void NextRound(const std::string& id, std::int64_t round);
  std::vector<Fill> OfCooperative(const std::string& cooperative_id, std::int64_t limit);

  void WantLess(const std::string& id, std::int64_t wanted);
  void Close(const std::string& id, keel::Instant at);
  /// Fills for this order; those of one variant where it is named.
  std::vector<Fill> OfOrder(const std::string& order_id, const std::string& variant_id = {});

  void Insert(const std::string& fill_id, const std::vector<FillPart>& parts);
  void Save(const std::string& fill_id, const FillPart& part);
  std::vector<FillPart> Parts(const std::string& fill_id);
  /// Fills in which a member's party has a part, newest first.
  std::vector<Fill> OfMember(const std::string& member_party_id, std::int64_t limit);

  void Save(const Supply& supply, keel::Instant at);
  /// In the order of the turns.
  std::vector<Supply> Supplies(const std::string& variant_id);
  void Gave(const std::string& variant_id, const std::string& member_variant_id, keel::Instant at);
  /// Of what was asked of him nothing came: his turn is where it was before.
  void GaveNothing(const std::string& variant_id, const std::string& member_variant_id);
  bool IsMember(const std::string& cooperative_id, const std::string& party_id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
