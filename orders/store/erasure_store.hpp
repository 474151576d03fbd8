#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/erasure.hpp"
#include "orders/domain/ids.hpp"

namespace orders {

/// Somebody whose purchases are to be erased as they end.
struct ErasedPerson {
  std::string request_id;
  std::optional<std::string> account_id;
  std::string phone_index;
  std::int64_t erased = 0;  ///< Purchases so far.
  std::string told;         ///< What accounts heard last.
};

/// An order of such a person, as far as erasing goes.
struct OrderToErase {
  std::string id, code;
  ErasureFacts facts;
};

/// Told to accounts: an order that is not erased yet, and why.
struct HeldOrder {
  std::string code;
  Held hold;
};

/// How far the others are with a purchase that is over here.
struct OthersErasing {
  bool money_erased = false, parcels_erased = false;
};

/// A photo whose time is over; its files are the catalog's.
struct OldPhoto {
  std::string id, name;
  std::vector<int> widths;
};

/// What erasing reads and writes. Holds no rules. Throws keel::sql::Fault on database faults.
class ErasureStore {
 public:
  explicit ErasureStore(keel::sql::Session& session) : session_(session) {}

  void Add(const ErasedPerson& person, keel::Instant asked_at);  ///< Once; the same again changes nothing.
  /// By id, after the one with id `after`: those who wait for long must not hide those who do not.
  std::vector<ErasedPerson> Open(const std::string& after, std::int64_t limit);
  /// Empty when it is not open any more. Locked until the transaction ends.
  std::optional<ErasedPerson> LockOpen(const std::string& request_id);
  void SaveTold(const ErasedPerson& person);
  void Close(const ErasedPerson& person);  ///< And forgets who it was.

  std::vector<PurchaseId> PurchasesOf(const std::optional<std::string>& account_id, const std::string& phone_index);
  std::vector<OrderToErase> OrdersOf(const PurchaseId& purchase);
  std::optional<OthersErasing> ErasingOf(const PurchaseId& purchase);
  /// False when the others were told of the purchase before.
  bool Begin(const PurchaseId& purchase, keel::Instant now);
  void MoneyErased(const PurchaseId& purchase);
  void ParcelsErased(const PurchaseId& purchase);

  /// Blanks whatever says who bought: delivery, phone, account, notes, messages. Amounts, lines, states, codes,
  /// province and commune stay. Answers the photos taken from its cases.
  std::vector<OldPhoto> Erase(const PurchaseId& purchase, const keel::crypto::FieldKey& key, keel::Instant now);
  /// Carts, answers by telephone and the record of the number.
  void EraseRest(const ErasedPerson& person);

  /// Photos sent before `sent_before` of orders that have ended and have no open case.
  std::vector<OldPhoto> OldPhotos(keel::Instant sent_before, std::int64_t limit);
  void RemovePhoto(const std::string& id);
  /// The same picture of another order has the same files.
  bool IsNamed(const std::string& name);

  /// A shop of the party that is not paused; and its orders not at their end.
  std::optional<std::string> OpenShopOf(const std::string& party_id);
  std::int64_t OpenOrdersOf(const std::string& party_id);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
