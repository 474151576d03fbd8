#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/erasure.hpp"
#include "accounts/domain/phone.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// The blind index by which orders finds a phone's purchases, and what two services compare to know that they were
/// given the same FIELD_KEY: with another the index would find nobody, and nothing would be erased in silence.
std::string OrdersPhoneIndex(const keel::crypto::FieldKey& key, const Phone& phone);
std::string FieldKeyCheck(const keel::crypto::FieldKey& key);

/// Requests to be erased: all SQL on erasure_requests, and the event "erasure.requested", which begins one. Lives as
/// long as one transaction.
class ErasureStore {
 public:
  ErasureStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  /// One that does not wait is begun. Errors: kConflict "erasure-open": this phone has an open one.
  keel::Result<keel::Done> Insert(const Erasure& erasure, const Phone& phone);
  std::optional<Erasure> Find(const ErasureId& id);
  /// The row stays locked until the transaction ends.
  std::optional<Erasure> Lock(const ErasureId& id);
  std::optional<Erasure> OpenOf(const Phone& phone);
  std::optional<Phone> PhoneOf(const ErasureId& id);  ///< While it is open.
  std::optional<Erasure> LatestOf(const AccountId& account);
  /// Newest first, before `before`; an empty state is any.
  std::vector<Erasure> List(std::string_view state, const std::optional<ErasureId>& before, int limit);
  /// Open ones of which orders has nothing any more: a hundred, after the one with id `after`.
  std::vector<Erasure> ToFinish(const std::string& after);

  /// Open ones that have waited long enough: a hundred.
  std::vector<ErasureId> ToBegin(keel::Instant now);
  /// Tells "erasure.requested"; `erasure` is locked and waits.
  void Begin(const Erasure& erasure, const Phone& phone, keel::Instant now);
  /// Forgets the phone; `erasure` is locked and waits.
  void MarkWithdrawn(const ErasureId& id, keel::Instant now);

  /// What orders told last. `held_json` is kept as it came.
  void SaveProgress(const ErasureId& id, std::int64_t erased, std::string_view held_json, bool over);
  void SaveSellerHeld(const ErasureId& id, std::string_view code);
  /// Forgets the phone; false when it was done before.
  bool MarkDone(const ErasureId& id, keel::Instant now);

 private:
  void Tell(const Erasure& erasure, const Phone& phone, keel::Instant now);
  Erasure FromRow(const keel::sql::Rows& rows) const;
  std::optional<Erasure> One(keel::sql::Rows rows) const;
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
