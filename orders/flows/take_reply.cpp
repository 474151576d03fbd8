#include "orders/flows/take_reply.hpp"

#include <algorithm>
#include <vector>

#include "orders/domain/reply_word.hpp"
#include "orders/flows/substitute.hpp"
#include "orders/flows/take_over.hpp"
#include "orders/flows/tell.hpp"
#include "orders/flows/weigh_order.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/substitution_store.hpp"

namespace orders {
namespace {

constexpr std::int64_t kMostAsks = 40;

/// A question that still waits for its answer.
struct Open {
  Message message;
  Order order;
};

bool StillOpen(keel::sql::Session& session, const Message& ask, const Order& order) {
  if (ask.kind == MessageKind::kWeightAsked)
    return std::ranges::any_of(WeightStore(session).OfOrder(order.id.text()),
                               [](const LineWeight& weight) { return weight.outcome == Weighing::kAsked; }) &&
           MayAmend(order.state);
  if (ask.kind != MessageKind::kSubstituteAsked)
    return order.state == OrderState::kConfirmed &&
           !ClockStore(session).Declined(order.id, ask.to_id, kRecipients[std::size_t(ask.to)]);
  const auto one = SubstitutionStore(session).Find(SubstitutionId::FromRow(ask.subject_id));
  return one && one->state == SubstitutionState::kAsked;
}

std::vector<Open> OpenAsks(keel::sql::Session& session, const Context& context, const std::string& phone_index) {
  std::vector<Open> open;
  OrderReader reader(session, context.key);
  for (Message& ask : MessageStore(session).AsksTo(phone_index, kMostAsks)) {
    const auto same = [&](const Open& one) { return one.message.subject_id == ask.subject_id; };
    if (std::ranges::any_of(open, same)) continue;  // Asked as helper and as cooperative: the newer question counts.
    auto order = reader.Find(OrderId::FromRow(ask.order_id));
    if (order && StillOpen(session, ask, *order)) open.push_back({std::move(ask), std::move(*order)});
  }
  return open;
}

keel::Result<Order> Accept(keel::sql::Transaction& transaction, const Context& context, const Open& ask) {
  const Actor by{ask.message.to_id};
  if (ask.message.to == Recipient::kCooperative)
    return TakeOverAs(transaction, context, by, ask.message.to_id, ask.order);
  const auto why = ask.message.to == Recipient::kHelper ? "accepted-by-helper" : "accepted-by-message";
  return Move(transaction, context, ask.order, OrderEvent::kAccepted, by, why, context.clock.Now());
}

/// The shop's own no. Who was asked to stand in for it says no for himself alone: see Decline.
keel::Result<Order> Refuse(keel::sql::Transaction& transaction, const Context& context, const Open& ask) {
  return Move(transaction, context, ask.order, OrderEvent::kCancelled, {ask.message.to_id},
              NameOf(CancelReason::kShopSaidNo), context.clock.Now());
}

/// Writes back to whoever `ask` went to.
void WriteBack(keel::sql::Transaction& transaction, const Context& context, const Message& ask, MessageKind kind,
               Arguments arguments, const std::string& reply_id) {
  SayNow(transaction, context,
         {kind, ask.to, ask.to_id, ask.subject_id, ask.order_id, std::move(arguments), false, reply_id});
}

void SayWhich(keel::sql::Transaction& transaction, const Context& context, MessageKind kind,
              const std::vector<Open>& open, const std::string& reply_id) {
  std::string codes;
  for (const Open& one : open) codes += (codes.empty() ? "" : ", ") + one.order.code.text();
  WriteBack(
      transaction, context, open.front().message, kind,
      {{"count", std::to_string(open.size())}, {"codes", codes}, {"example", open.front().order.code.text().substr(8)}},
      reply_id);
}

/// The questions that the code in the answer names; all of them where it names none.
std::vector<Open> Meant(std::vector<Open> open, const ReplyWord& word) {
  auto named = open;
  std::erase_if(named, [&](const Open& one) { return !Names(word, one.order.code.text()); });
  return named.empty() ? open : named;
}

struct Outcome {
  std::string word;
  std::string subject_id;
};

keel::Result<Outcome> Act(keel::sql::Transaction& transaction, const Context& context, const TextReply& reply,
                          const std::string& phone_index) {
  auto open = OpenAsks(transaction.session(), context, phone_index);
  const auto last = MessageStore(transaction.session()).LastTo(phone_index);
  if (!last) return Outcome{"unknown", ""};
  if (open.empty()) {
    WriteBack(transaction, context, *last, MessageKind::kReplyNothing, {}, reply.id);
    return Outcome{"nothing", ""};
  }
  const auto word = ReadReply(reply.text);
  if (word.word == Word::kUnclear) {
    WriteBack(transaction, context, open.front().message, MessageKind::kReplyUnclear, {}, reply.id);
    return Outcome{"unclear", ""};
  }
  const bool names_one = std::ranges::any_of(open, [&](const Open& one) { return Names(word, one.order.code.text()); });
  if (!names_one && NamesSomeOrder(word)) {
    // A code that fits no question is never an answer to another one.
    SayWhich(transaction, context, MessageKind::kReplyOther, open, reply.id);
    return Outcome{"other", ""};
  }
  open = Meant(std::move(open), word);
  if (open.size() > 1) {
    SayWhich(transaction, context, MessageKind::kReplyWhich, open, reply.id);
    return Outcome{"which", ""};
  }
  const Open& ask = open.front();
  const bool yes = word.word == Word::kYes;
  if (ask.message.kind == MessageKind::kSubstituteAsked) {
    const auto answered =
        AnswerSubstitute(transaction, context, SubstitutionId::FromRow(ask.message.subject_id), yes, {"buyer"});
    if (!answered) return answered.error();
    WriteBack(transaction, context, ask.message, MessageKind::kReplyNoted, {{"code", ask.order.code.text()}}, reply.id);
    return Outcome{yes ? "accepted" : "refused", ask.message.subject_id};
  }
  if (ask.message.kind == MessageKind::kWeightAsked) {
    const auto answered = AnswerWeightsAs(transaction, context, ask.order, yes, {"buyer"});
    if (!answered) return answered.error();
    WriteBack(transaction, context, ask.message, MessageKind::kReplyNoted, {{"code", ask.order.code.text()}}, reply.id);
    return Outcome{yes ? "accepted" : "refused", ask.message.subject_id};
  }
  if (!yes && ask.message.to != Recipient::kShop) {
    const auto step = ask.message.to == Recipient::kHelper ? ClockStep::kHelper : ClockStep::kCooperative;
    Decline(transaction, context, ask.order, step, ask.message.to_id);
    WriteBack(transaction, context, ask.message, MessageKind::kReplyDeclined,
              {{"code", ask.order.code.text()}, {"shop", ask.order.shop_name}}, reply.id);
    return Outcome{"declined", ask.order.id.text()};
  }
  const auto moved = yes ? Accept(transaction, context, ask) : Refuse(transaction, context, ask);
  if (!moved) return moved.error();
  WriteBack(transaction, context, ask.message, yes ? MessageKind::kReplyYes : MessageKind::kReplyNo,
            {{"code", ask.order.code.text()}}, reply.id);
  return Outcome{yes ? "accepted" : "refused", ask.order.id.text()};
}

}  // namespace

keel::Result<std::string> TakeReply(keel::sql::Transaction& transaction, const Context& context,
                                    const TextReply& reply) {
  MessageStore messages(transaction.session());
  if (auto known = messages.OutcomeOf(reply.id)) return *known;
  const auto phone_index = PhoneIndex(reply.from, context.key);
  const auto outcome = Act(transaction, context, reply, phone_index);
  if (!outcome) return outcome.error();
  messages.SaveReply(reply.id, phone_index, outcome->word, outcome->subject_id, context.clock.Now());
  return outcome->word;
}

namespace {

/// What he asked for was undone with all it began; that it could not be is told to him.
keel::Result<std::string> TellNotDone(keel::sql::Transaction& transaction, const Context& context,
                                      const TextReply& reply) {
  MessageStore messages(transaction.session());
  if (auto known = messages.OutcomeOf(reply.id)) return *known;
  const auto phone_index = PhoneIndex(reply.from, context.key);
  const auto open = Meant(OpenAsks(transaction.session(), context, phone_index), ReadReply(reply.text));
  if (open.empty()) return TakeReply(transaction, context, reply);  // Over by now: nothing waits for an answer.
  const Open& ask = open.front();
  const auto& code = ask.order.code.text();
  WriteBack(
      transaction, context, ask.message, MessageKind::kReplyNotDone,
      {{"code", code}, {"link", context.public_url + (ask.message.to == Recipient::kBuyer ? "/don/" + code : "/ban")}},
      reply.id);
  messages.SaveReply(reply.id, phone_index, "not-done", ask.message.subject_id, context.clock.Now());
  return std::string("not-done");
}

}  // namespace

keel::Result<std::string> AnswerReply(const Context& context, const TextReply& reply) {
  const auto in_transaction = [&](auto deed) {
    return keel::sql::RunInTransaction(
        context.pool, [&](keel::sql::Transaction& transaction) { return deed(transaction, context, reply); });
  };
  auto outcome = in_transaction(TakeReply);
  if (outcome || outcome.error().kind != keel::Kind::kConflict) return outcome;
  return in_transaction(TellNotDone);
}

}  // namespace orders
