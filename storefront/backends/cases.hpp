#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storefront/backends/orders.hpp"

/// What happens around an order besides its own moves: parts taken off, something else instead, goods that go back,
/// disputes, and whose turn it is to answer. Free functions over the Asker of orders; safe from several threads.
namespace storefront::backends {

struct CaseLine {
  std::string id, name;
  std::int64_t quantity = 0;
};
struct ReturnCase {
  std::string id, order_id, reason, note, shop_note, state;
  keel::Money refund;
  keel::Instant until{};
  std::vector<std::string> photos;
};
struct DisputeCase {
  std::string id, order_id, claim, note, answer, decision_note, state;
  keel::Money refund;
  keel::Instant answer_until{}, decide_until{};
  std::vector<std::string> photos;
};
struct SubstituteCase {
  std::string id, gone, instead, state, code, shop_name;
  keel::Money total;
  keel::Instant until{};
};
struct Told {
  std::string text, state;
  keel::Instant at{}, goes_at{};  ///< goes_at: while it waits.
};

/// An order with its cases. `phone` empty: by the token.
struct OrderCases {
  OrderView view;
  std::int64_t version = 0;
  std::vector<CaseLine> lines;  ///< Those that are still on it.
  std::vector<ReturnCase> returns;
  std::vector<DisputeCase> disputes;
  std::vector<SubstituteCase> substitutions;
  std::vector<Told> messages;
  bool can_amend = false, can_dispute = false, can_return = false;
  keel::Instant return_until{};  ///< While it can be given back: the last moment to ask.
};
Got<OrderCases> CasesOfOrder(const Asker& orders, const Caller& caller, const std::string& code,
                             const std::string& phone);
/// For those who send it.
Got<OrderCases> CasesOfWorkOrder(const Asker& orders, const Caller& caller, const std::string& order_id);

/// What stays of each line: its id and how many. Needs caller.idempotency_key, like every deed below.
using Kept = std::vector<std::pair<std::string, std::int64_t>>;
Got<Nothing> TakeOff(const Asker& orders, const Caller& caller, const std::string& key, const std::string& phone,
                     const Kept& kept, std::int64_t version);
Got<Nothing> AcceptPart(const Asker& orders, const Caller& caller, const std::string& order_id, const Kept& kept,
                        std::int64_t version);

/// How an order would be sent in parts.
struct SplitQuote {
  struct Line {
    std::string name;
    std::int64_t now = 0, later = 0;
  };
  std::vector<Line> lines;  ///< Of which something goes later.
  keel::Money now_total, later_total, post;
  std::string carrier;
  bool estimated = false;  ///< No carrier answered: the flat rate.
};
/// `going`: how many of each line go now.
Got<SplitQuote> QuoteSplit(const Asker& orders, const Caller& caller, const std::string& order_id, const Kept& going);
/// Answers the code of the order that follows. `post`: what the shop was shown that the second parcel costs.
Got<std::string> SplitOrder(const Asker& orders, const Caller& caller, const std::string& order_id, const Kept& going,
                            std::int64_t version, std::optional<std::int64_t> post);

struct ReturnAsk {
  std::string code, phone, reason, note;
  std::vector<std::pair<std::string, std::int64_t>> lines;
  std::vector<std::string> photos;  ///< As of SendEvidence.
};
Got<Nothing> AskReturn(const Asker& orders, const Caller& caller, const ReturnAsk& ask);
struct DisputeAsk {
  std::string code, phone, claim, note;
  std::vector<std::string> photos;  ///< As of SendEvidence.
};
Got<Nothing> OpenDispute(const Asker& orders, const Caller& caller, const DisputeAsk& ask);
/// A photo of the order, for its return or dispute. Answers its id.
Got<std::string> SendEvidence(const Asker& orders, const Caller& caller, const std::string& code,
                              const std::string& phone, std::string bytes);
/// The JPEG, at least `width` wide where there is one. `phone` empty: by the token.
Got<std::string> ReadEvidence(const Asker& orders, const Caller& caller, const std::string& id,
                              const std::string& phone, const std::string& width);
/// `what`: "returns" or "disputes".
Got<Nothing> Withdraw(const Asker& orders, const Caller& caller, const std::string& what, const std::string& id,
                      const std::string& phone);

Got<Nothing> OfferSubstitute(const Asker& orders, const Caller& caller, const std::string& order_id,
                             const std::string& line_id, const std::string& variant_id, std::int64_t quantity);
Got<SubstituteCase> FindSubstitute(const Asker& orders, const Caller& caller, const std::string& id);
Got<Nothing> AnswerSubstitute(const Asker& orders, const Caller& caller, const std::string& id, bool yes);

/// `deed`: agree, refuse (with a note) or receive (with the goods' fate).
Got<Nothing> MoveReturn(const Asker& orders, const Caller& caller, const std::string& id, const std::string& deed,
                        const std::string& note_or_fate);
Got<Nothing> AnswerDispute(const Asker& orders, const Caller& caller, const std::string& id, const std::string& answer);
Got<Nothing> DecideDispute(const Asker& orders, const Caller& caller, const std::string& id, std::int64_t refund,
                           const std::string& note);
/// Everybody's, for operators; or a shop's.
Got<Listing<DisputeCase>> DisputesIn(const Asker& orders, const Caller& caller, const std::string& state,
                                     const std::string& cursor, const std::string& shop_id = {});
Got<Listing<ReturnCase>> ReturnsIn(const Asker& orders, const Caller& caller, const std::string& state,
                                   const std::string& shop_id);

struct Clock {
  std::int64_t shop = 6, helper = 4, cooperative = 6;  ///< Hours.
  std::int64_t pack_days = 2;
};
Got<Clock> ClockOfShop(const Asker& orders, const Caller& caller, const std::string& shop_id);
Got<Nothing> SetClock(const Asker& orders, const Caller& caller, const std::string& shop_id, const Clock& clock);
/// Members' orders the cooperative may take over.
Got<std::vector<OrderView>> WaitingFor(const Asker& orders, const Caller& caller, const std::string& cooperative_id);
Got<Nothing> TakeOver(const Asker& orders, const Caller& caller, const std::string& order_id,
                      const std::string& cooperative_id);

}  // namespace storefront::backends
