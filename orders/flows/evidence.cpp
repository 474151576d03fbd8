#include "orders/flows/evidence.hpp"

#include "keel/metrics/metrics.hpp"
#include "keel/quota/day_quota.hpp"
#include "keel/text/network.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/store/delivery_seal.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

struct PhotoTag {
  static constexpr std::string_view kPrefix = "med";
};

/// One of today's photos of everybody it counts for; given back unless it is kept.
class Share {
 public:
  Share(keel::sql::Pool& pool, keel::Instant now) : pool_(pool), now_(now) {}
  Result<keel::Done> Take(const std::string& subject, std::int64_t most) {
    if (keel::quota::TakeOne(pool_, subject, most, now_)) {
      taken_.push_back(subject);
      return keel::Done{};
    }
    GiveBack();
    return Error{Kind::kTooMany, "too-many-photos-today", "That is enough photos for today.", std::to_string(most),
                 keel::quota::SecondsToTomorrow(now_)};
  }
  void GiveBack() {
    for (const auto& subject : taken_) keel::quota::GiveBack(pool_, subject, now_);
    taken_.clear();
  }

 private:
  keel::sql::Pool& pool_;
  keel::Instant now_;
  std::vector<std::string> taken_;
};

/// Whoever is signed in answers for himself. A phone is only what somebody typed into an order, so that all of them
/// together are bounded where they come from, too.
Result<keel::Done> TakeShare(Share& share, const Context& context, const EvidenceLimits& limits,
                             const BuyerProof& proof, std::string_view address) {
  if (proof.account_id) return share.Take(*proof.account_id, limits.per_person);
  if (proof.phone)
    if (const auto own = share.Take(PhoneIndex(*proof.phone, context.key), limits.per_person); !own) return own;
  const auto network = keel::NetworkOf(address);
  if (network.empty()) return keel::Done{};
  return share.Take(context.key.BlindIndex(network, "orders.address"), limits.per_address);
}

}  // namespace

Result<Evidence> AddEvidence(const Context& context, const PhotoRoom& room, const EvidenceLimits& limits,
                             const OrderCode& code, const BuyerProof& proof, std::string_view address,
                             const std::string& bytes) {
  const auto order = [&]() -> Result<Order> {
    const auto session = context.pool.Take();
    auto found = FindProven(*session, context, code, proof);
    if (found)
      if (const auto may = MayActAsBuyer(*session, *found, proof); !may) return may.error();
    if (found && EvidenceStore(*session).CountOf(found->id) >= kMostEvidence)
      return Error{Kind::kConflict, "too-many-photos", "The order has enough photos.", std::to_string(kMostEvidence)};
    return found;
  }();
  if (!order) return order.error();
  const auto now = context.clock.Now();
  Share share(context.pool, now);
  if (const auto left = TakeShare(share, context, limits, proof, address); !left) return left.error();
  const auto kept = room.keep(bytes);  // No connection is held while the picture is made.
  keel::metrics::Add("orders_evidence_total", kept ? "kept" : "refused");
  if (!kept) {
    if (kept.error().kind == Kind::kUnavailable) share.GiveBack();
    return kept.error();
  }
  return keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> Result<Evidence> {
    return EvidenceStore(transaction.session())
        .Insert({keel::Id<PhotoTag>::New(now).text(), order->id, kept->name, kept->widths}, now);
  });
}

Result<Evidence> FindEvidence(const Context& context, const std::optional<keel::auth::Principal>& who,
                              const BuyerProof& proof, const std::string& id) {
  const auto session = context.pool.Take();
  const auto photo = EvidenceStore(*session).Find(id);
  const bool may = photo && ((who && FindForSeller(*session, context, *who, photo->order_id)) ||
                             FindProven(*session, context, photo->order_id, proof));
  if (!may) return Error{Kind::kNotFound, "evidence-not-found", "There is no such photo."};
  return *photo;
}

Result<keel::Done> CheckEvidence(keel::sql::Session& session, const OrderId& order,
                                 const std::vector<std::string>& photos) {
  EvidenceStore store(session);
  for (const std::string& id : photos) {
    const auto photo = store.Find(id);
    if (!photo || photo->order_id != order)
      return Error{Kind::kInvalid, "photo-unknown", "That photo was not sent for this order.", id};
  }
  return keel::Done{};
}

}  // namespace orders
