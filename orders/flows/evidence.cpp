#include "orders/flows/evidence.hpp"

#include "keel/metrics/metrics.hpp"
#include "orders/flows/fulfil_order.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

struct PhotoTag {
  static constexpr std::string_view kPrefix = "med";
};

}  // namespace

Result<Evidence> AddEvidence(const Context& context, const PhotoRoom& room, const OrderCode& code,
                             const BuyerProof& proof, const std::string& bytes) {
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
  const auto kept = room.keep(bytes);  // No connection is held while the picture is made.
  keel::metrics::Add("orders_evidence_total", kept ? "kept" : "refused");
  if (!kept) return kept.error();
  const auto now = context.clock.Now();
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
