#include "orders/flows/erase_people.hpp"

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "keel/outbox/outbox.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using keel::sql::Transaction;

constexpr std::int64_t kPeopleAtOnce = 200, kPhotosAtOnce = 100;

void DropPhotos(Transaction& transaction, ErasureStore& store, const std::vector<OldPhoto>& photos, keel::Instant now) {
  for (const auto& photo : photos)
    if (!store.IsNamed(photo.name)) keel::outbox::AppendAll(transaction, {EvidenceOver(photo, now)}, now);
}

/// Why an order is held back, seen from everywhere.
Held HoldOfAll(const Context& context, const OrderToErase& order, const std::optional<OthersErasing>& erasing,
               keel::Instant now) {
  if (const auto own = HoldOf(order.facts, context.return_window, now); own.why != ErasureHold::kNone) return own;
  if (!erasing || !erasing->money_erased) return {ErasureHold::kMoney};
  if (!erasing->parcels_erased) return {ErasureHold::kParcel};
  return {};
}

/// One purchase: told to the others once it is over here, erased once it is over there. Adds what is held to `held`.
/// True when it is erased now.
bool Step(Transaction& transaction, const Context& context, ErasureStore& store, const PurchaseId& purchase,
          std::vector<HeldOrder>& held, keel::Instant now) {
  const auto orders = store.OrdersOf(purchase);
  bool over_here = true;
  for (const auto& order : orders)
    over_here = over_here && HoldOf(order.facts, context.return_window, now).why == ErasureHold::kNone;
  if (over_here && store.Begin(purchase, now)) {
    std::vector<std::string> ids;
    for (const auto& order : orders) ids.push_back(order.id);
    keel::outbox::AppendAll(transaction, {PurchaseErasing(purchase, ids, now)}, now);
  }
  const auto erasing = store.ErasingOf(purchase);
  bool all_over = true;
  for (const auto& order : orders) {
    const auto hold = HoldOfAll(context, order, erasing, now);
    if (hold.why == ErasureHold::kNone) continue;
    all_over = false;
    held.push_back({order.code, hold});
  }
  if (!all_over) return false;
  DropPhotos(transaction, store, store.Erase(purchase, context.key, now), now);
  return true;
}

/// How many purchases of the person were erased.
Result<std::int64_t> Look(Transaction& transaction, const Context& context, const std::string& request_id) {
  ErasureStore store(transaction.session());
  auto person = store.LockOpen(request_id);
  if (!person) return std::int64_t{0};
  const auto now = context.clock.Now();
  std::vector<HeldOrder> held;
  std::int64_t erased = 0;
  for (const auto& purchase : store.PurchasesOf(person->account_id, person->phone_index))
    erased += Step(transaction, context, store, purchase, held, now) ? 1 : 0;
  person->erased += erased;
  if (held.empty()) store.EraseRest(*person);
  const auto news = ErasureProgressed(*person, held);
  if (news.body != person->told) {
    keel::outbox::AppendAll(transaction, {news}, now);
    person->told = news.body;
    store.SaveTold(*person);
  }
  if (held.empty()) store.Close(*person);
  return erased;
}

}  // namespace

std::string FieldKeyCheck(const keel::crypto::FieldKey& key) {
  return key.BlindIndex("the same key", "erasure.key-check");
}

Result<Done> FollowErasure(Transaction& transaction, const Context& context, const ErasedPerson& person,
                           const std::string& key_check, keel::Instant asked_at) {
  if (key_check != FieldKeyCheck(context.key))
    return keel::Error{keel::Kind::kInvalid, "field-key-differs", "accounts and orders have different FIELD_KEYs."};
  ErasureStore(transaction.session()).Add(person, asked_at);
  return Done{};
}

void FollowMoneyErased(Transaction& transaction, const PurchaseId& purchase) {
  ErasureStore(transaction.session()).MoneyErased(purchase);
}

void FollowParcelsErased(Transaction& transaction, const PurchaseId& purchase) {
  ErasureStore(transaction.session()).ParcelsErased(purchase);
}

std::int64_t ErasePeople(const Context& context) {
  std::int64_t erased = 0;
  for (std::string after;;) {
    const auto people = ErasureStore(*context.pool.Take()).Open(after, kPeopleAtOnce);
    for (const auto& person : people) {
      const keel::fault::Doing doing("erase-people");
      const auto done = keel::sql::RunInTransaction(
          context.pool, [&](Transaction& transaction) { return Look(transaction, context, person.request_id); });
      if (done)
        erased += *done;
      else  // The next round tries again; one person must not stop the others.
        keel::log::Warn("erasing-failed", {{"request", person.request_id}, {"code", done.error().code}});
    }
    if (people.size() < static_cast<std::size_t>(kPeopleAtOnce)) break;
    after = people.back().request_id;
  }
  if (erased > 0) keel::metrics::Add("orders_purchases_erased_total", {}, double(erased));
  return erased;
}

std::int64_t SweepEvidence(const Context& context, std::chrono::days life) {
  const auto now = context.clock.Now();
  const auto due = ErasureStore(*context.pool.Take()).OldPhotos(now - life, kPhotosAtOnce);
  if (due.empty()) return 0;
  const keel::fault::Doing doing("sweep-evidence");
  return *keel::sql::RunInTransaction(context.pool, [&](Transaction& transaction) -> Result<std::int64_t> {
    ErasureStore store(transaction.session());
    // Asked again inside: a case may have been opened meanwhile.
    const auto photos = store.OldPhotos(now - life, kPhotosAtOnce);
    for (const auto& photo : photos) store.RemovePhoto(photo.id);
    DropPhotos(transaction, store, photos, now);
    return static_cast<std::int64_t>(photos.size());
  });
}

PersonalData ReadPersonalData(const Context& context, const std::string& account_id, const std::string& phone_index) {
  PersonalData data;
  std::vector<Order> orders;
  {
    const auto session = context.pool.Take();
    OrderReader reader(*session, context.key);
    for (const auto& purchase : ErasureStore(*session).PurchasesOf(account_id, phone_index))
      for (auto& order : reader.OfPurchase(purchase)) orders.push_back(std::move(order));
    data.record = PhoneStore(*session).Find(phone_index);
  }
  for (const auto& order : orders) {
    auto cases = CasesOf(context, order, /*for_buyer=*/true);
    const auto session = context.pool.Take();
    data.orders.push_back({OrderReader(*session, context.key).Whole(order), std::move(cases)});
  }
  return data;
}

PartyBusiness BusinessOf(const Context& context, const std::string& party_id) {
  const auto session = context.pool.Take();
  ErasureStore store(*session);
  return {store.OpenShopOf(party_id), store.OpenOrdersOf(party_id)};
}

}  // namespace orders
