#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/http/message.hpp"
#include "keel/outbox/consumer.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/flows/look.hpp"
#include "payments/http/routes.hpp"

/// What several route files do alike.
namespace payments {

/// Errors: kUnauthenticated as Verifier::Who; kForbidden "not-allowed" for anybody but operators and services.
keel::Result<keel::auth::Principal> Operator(const keel::auth::Verifier& verifier, const keel::http::Request& request);

/// What an operator does, once a key: `by` is the operator's account. Errors: those of Operator and idempotency::Run.
using OperatorWork = std::function<keel::Result<keel::http::Reply>(keel::sql::Transaction&, const std::string& by)>;
keel::http::Reply OperatorDeed(const Front& front, const keel::http::Request& request, const OperatorWork& work);

/// Whether whoever asks may see what this purchase is paid by: its buyer, by the ?phone= it was bought with or by his
/// account, or an operator. Its sellers know the purchase's id and may not. Errors: kNotFound "purchase-not-found" for
/// everybody else; those of Verifier::Who and ProveBuyer.
keel::Result<keel::Done> MaySeePayment(const Front& front, const keel::http::Request& request,
                                       const PurchaseId& purchase);

/// A deed of operators': who is none hears that before anything he sent is read.
template <class Handle>
auto ForOperators(Handle handle) {
  return [handle](const Front& front, const keel::http::Request& request) -> keel::http::Reply {
    if (const auto who = Operator(front.verifier, request); !who) return keel::http::Problem(who.error(), request);
    return handle(front, request);
  };
}

/// The payment that :id names, for whoever MaySeePayment lets see it; to everybody else it is not there.
/// Errors: kInvalid "malformed-id"; kNotFound "intent-not-found"; those of MaySeePayment.
keel::Result<IntentView> IntentForPayer(const Front& front, const keel::http::Request& request);

/// The party that :id names, and who asks: for whoever may act for it. Errors: kInvalid "malformed-id"; kNotFound
/// "party-not-found", also for operators where nobody ever told of such a party; those of Verifier::Who.
struct AskedParty {
  PartyId party;
  keel::auth::Principal who;
};
keel::Result<AskedParty> OwnParty(const Front& front, const keel::http::Request& request);
/// The same, and for a clerk of a cooperative whose member the party is.
keel::Result<AskedParty> ReadableParty(const Front& front, const keel::http::Request& request);

struct Page {
  std::size_t limit = 24;
  std::optional<std::string> before;  ///< An id this service gave out as `next`.
};
/// A name of ours that the query may hold (an account's, a carrier's), empty when absent. Errors: kInvalid
/// "field-out-of-range" beyond `most` bytes, "field-unknown-value" for what no name of ours has in it.
keel::Result<std::string> ReadName(const keel::http::Request& request, std::string_view field, std::size_t most);
/// ?limit=1..100&cursor=. Errors: kInvalid "field-out-of-range", "cursor-invalid".
keel::Result<Page> ReadPage(const keel::http::Request& request, std::string_view id_prefix);

/// {"items": …, "next": last id when the page is full}. `last`: the last item's id.
keel::http::Reply ListReply(const keel::http::Request& request, const Page& page, nlohmann::json items,
                            const std::string& last);

/// Of an account or a personal number only the last four characters: "••••5678".
std::string Masked(const std::string& number);

/// A private answer: never stored by anybody between, with an ETag.
keel::http::Reply Private(const keel::http::Request& request, const nlohmann::json& body);
/// A public one, for a second.
keel::http::Reply Public(const keel::http::Request& request, const nlohmann::json& body);

}  // namespace payments
