#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/names.hpp"
#include "payments/domain/ids.hpp"

/// One try to have an intent paid at a provider that is asked over the network, and one order to pay money back. Both
/// are written down with a key of our own before the provider hears of them, so that after a crash or a time-out it can
/// be asked what became of that key. Pure.
namespace payments {

enum class AttemptState : std::uint8_t {
  kCreated,  ///< Written down; whether the provider knows it is not known.
  kOpen,     ///< The provider knows it; the payer may pay.
  kPaid,     ///< Money came. The receipts say how much.
  kFailed,   ///< The provider says that it was not paid, or did not take it.
  kExpired,  ///< Its time is over and the provider knows of no payment.
};
inline constexpr auto kAttemptStateNames = keel::NamesOf<AttemptState>({{AttemptState::kCreated, "created"},
                                                                        {AttemptState::kOpen, "open"},
                                                                        {AttemptState::kPaid, "paid"},
                                                                        {AttemptState::kFailed, "failed"},
                                                                        {AttemptState::kExpired, "expired"}});

struct Attempt {
  AttemptId id;
  IntentId intent;
  PurchaseId purchase;
  std::string provider;
  std::string key;  ///< Our name for it at the provider.
  keel::Money amount;
  AttemptState state = AttemptState::kCreated;
  std::string pay_url;        ///< Where the payer's browser is sent; empty until the provider answered.
  std::string payer_address;  ///< The payer's network address; some providers want it.
  std::string code;           ///< The provider's last word, as it writes it.
  keel::Instant created_at{}, ends_at{};
  keel::Instant look_at{};  ///< When the provider is to be asked next, while created or open.
  int looks = 0;            ///< How often it was asked.
  std::int64_t version = 1;

  bool Live() const { return state == AttemptState::kCreated || state == AttemptState::kOpen; }
};

/// How long to wait before the provider is asked again: soon while the payer is likely to be paying, then less often,
/// and always right after the attempt's end.
keel::Instant NextLook(const Attempt& attempt, keel::Instant now);

enum class RefundState : std::uint8_t {
  kPlanned,     ///< Written down; to be sent, or to be asked about after a try whose answer got lost.
  kProcessing,  ///< The provider has it and will say how it ended.
  kDone,
  kFailed,   ///< The provider refuses: a person must look. The money is still owed.
  kDropped,  ///< Failed, and a person paid the money back by other means.
};
inline constexpr auto kRefundStateNames = keel::NamesOf<RefundState>({{RefundState::kPlanned, "planned"},
                                                                      {RefundState::kProcessing, "processing"},
                                                                      {RefundState::kDone, "done"},
                                                                      {RefundState::kFailed, "failed"},
                                                                      {RefundState::kDropped, "dropped"}});

/// Money to be paid back for one receipt of a provider.
struct RefundJob {
  RefundId id;
  IntentId intent;
  AttemptId attempt;
  ReceiptId receipt;
  std::string provider;
  std::string key;             ///< Our name for the refund at the provider.
  std::string attempt_key;     ///< Our name for the payment it belongs to.
  std::string payment_number;  ///< The provider's name for it.
  keel::Money amount;
  keel::Money paid;             ///< The whole payment, of which `amount` is all or a part.
  keel::Instant paid_opened{};  ///< When the attempt was made, which some providers ask for again.
  RefundState state = RefundState::kPlanned;
  int tries = 0;        ///< Calls made under this key; above 0 and planned: the last answer got lost.
  bool beside = false;  ///< Another refund of the same payment went out not long ago. Not kept.
  std::string number;   ///< The provider's name for the refund.
  std::string code;     ///< Its last word.
  keel::Instant created_at{}, due_at{};
  std::optional<keel::Instant> done_at;
  std::int64_t version = 1;
};

/// When a refund that did not come through is tried again: 30 s, then twice as long each time, an hour at most.
keel::Instant NextTry(const RefundJob& job, keel::Instant now);

}  // namespace payments
