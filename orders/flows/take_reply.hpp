#pragma once
#include <functional>
#include <string>

#include "orders/flows/move_order.hpp"
#include "orders/store/message_store.hpp"

namespace orders {

struct TextReply {
  std::string id;  ///< The gateway's; an answer that comes twice is taken once.
  Phone from;
  std::string text;
};

/// Takes an answer that came by telephone: finds the question by the number it went to, does what it says and writes
/// back what became of it. Answers a stable word: accepted, refused, declined (a helper or a cooperative does not
/// stand in; the order goes on waiting), which, other (the code is of no order that waits for him), unclear, nothing,
/// unknown (nobody we ever wrote to, who hears nothing). Errors: kRaced ones of Move; kConflict where the question was
/// open and the answer cannot be carried out: then nothing was done, and nobody was written to.
keel::Result<std::string> TakeReply(keel::sql::Transaction& transaction, const Context& context,
                                    const TextReply& reply);

/// As TakeReply, in a transaction of its own. Who asked for what cannot be done (what was offered him ran out
/// meanwhile) is written back to all the same: not-done, and his question stays open. Errors: those that are no
/// kConflict.
keel::Result<std::string> AnswerReply(const Context& context, const TextReply& reply);

}  // namespace orders
