#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "keel/outbox/consumer.hpp"
#include "orders/domain/after_sale.hpp"
#include "orders/flows/track_order.hpp"
#include "orders/store/amounts_reader.hpp"
#include "payments/flows/desk.hpp"
#include "tests/integration/lives/step.hpp"
#include "tests/integration/lives/till.hpp"
#include "tests/integration/orders/house.hpp"

/// Orders and payments as they run, without the wires between: the feeds are read by hand, so that a test can let them
/// come late, stop in the middle of an event and say everything twice; the wallets' providers answer from books of
/// their own.
namespace lives {

class Market {
 public:
  Market();
  ~Market();
  void Do(const Step& step);
  /// Nothing is on its way any more: every feed is read to its end, every call of a provider came, every refund that a
  /// provider carries is carried.
  void ComeToRest();
  /// What is wrong now; empty when all is well. `at_rest`: after ComeToRest, when everybody's books must agree.
  std::vector<std::string> Wrong(bool at_rest);
  std::string Summary();  ///< "42 orders: 12 delivered, …"
  /// How often each thing really happened.
  const std::map<std::string, int, std::less<>>& happened() const { return happened_; }
  /// What was done and what came of it, a line a step.
  const std::string& script() const { return script_; }

 private:
  class Feed;
  struct Placed {
    orders::OrderId id;
    std::string shop;
    keel::Money goods, quoted_net;
    std::size_t sale;       ///< Which of placed_ it was a part of when it was sold; itself for most.
    keel::Money post = {};  ///< What its shop was told that its parcel costs it.
    bool changed = false;   ///< Something of it went before it was divided: no quote stands for what is left.
  };
  struct Call {
    Till* till;
    std::string raw;
  };

  // buying.cpp
  void Place(const Step& step, orders::Payment payment);
  void PlaceCash(const Step& step);
  void PlaceTransfer(const Step& step);
  void PlaceWallet(const Step& step);
  void Hold(const Step& step);
  void BuyerTakesOff(const Step& step);
  void AnswerSubstitute(const Step& step);
  void AnswerWeight(const Step& step);
  void BuyerCancels(const Step& step);
  // after_sale.cpp
  void AskReturn(const Step& step);
  void AnswerReturn(const Step& step);
  void ReceiveReturn(const Step& step);
  void Dispute(const Step& step);
  void AnswerDispute(const Step& step);
  void Decide(const Step& step);
  // selling.cpp
  void Accept(const Step& step);
  void AcceptPart(const Step& step);
  void Split(const Step& step);
  void ShopTakesOff(const Step& step);
  void Substitute(const Step& step);
  void Weigh(const Step& step);
  void Pack(const Step& step);
  void ShopCancels(const Step& step);
  void Parcel(const Step& step);
  void Refuse(const Step& step);
  void Say(const orders::Order& order, const std::string& word);
  // keeping.cpp
  void OpenHarvest(const Step& step);
  void CutHarvest(const Step& step);
  void OpenFill(const Step& step);
  void BringPart(const Step& step);
  void Count(const Step& step);
  void Spoil(const Step& step);
  void NoteShortage(const std::string& variant);
  // paying.cpp
  void Bank(std::int64_t dong, const std::string& memo, const std::string& line_id, bool incoming = true);
  void Pay(const Step& step, std::int64_t (*amount)(std::int64_t asked, unsigned), std::string_view what);
  void PayAll(const Step& step);
  void PayPart(const Step& step);
  void PayTooMuch(const Step& step);
  void RepeatLine(const Step& step);
  void PayUnknown(const Step& step);
  // wallets.cpp
  void GoToWallet(const Step& step);
  void PayAtWallet(const Step& step);
  void Deliver(const Call& call, std::string_view what);
  void CallLate(const Step& step);
  void AskWallets(const Step& step);
  void PayBack(const Step& step);
  void CarryAllBack();
  // operating.cpp
  void NewFee(const Step& step);
  void Mode(const Step& step);
  void Refund(const Step& step);
  void PayOut(const Step& step);
  void Round(const Step& step);
  void BankFile(const Step& step);
  void Remit(const Step& step);
  void Statement(const Step& step);
  void Close(const Step& step);
  // banking.cpp
  void BankLine(const Step& step);
  void Repay(const Step& step);
  void ExplainOne(const Step& step);
  void UndoOne(const Step& step);
  // market.cpp
  void Hours(const Step& step);
  void Days(const Step& step);
  void Pass(std::chrono::minutes time);
  void Tell(const Step& step);
  void Rewind(const Step& step);
  /// Events of `from`, at most `most`; every third transaction is lost before its commit, and comes again.
  void Read(keel::sql::Pool& from, Feed& to, std::size_t most);
  void ReadAll();

  // books.cpp
  void CheckStock(std::vector<std::string>& wrong);
  void CheckMoney(std::vector<std::string>& wrong);
  // agreement.cpp
  void CompareBooks(const std::vector<orders::OrderAmounts>& amounts, std::vector<std::string>& wrong);
  void CheckOrders(const std::vector<orders::OrderAmounts>& amounts, std::vector<std::string>& wrong);
  void CheckTills(std::vector<std::string>& wrong);
  std::string MovesOf(const std::string& order_id);  ///< As payments heard of them.

  /// Remembers that it happened, and writes it into the script.
  void Happened(std::string_view what, const std::string& to = {});
  /// An order that fits, of the last ones; sometimes any, so that what must be refused is tried too. In `where`, the
  /// order is "o".
  std::optional<orders::Order> Find(const Step& step, const std::string& where);
  /// The first column of one of the first rows.
  static std::string One(keel::sql::Pool& pool, const std::string& query, unsigned which);
  static std::int64_t Number(keel::sql::Pool& pool, const std::string& query);
  /// Does it in a transaction of orders or of payments. Now and then the process dies before the commit, and it is done
  /// again.
  template <class Work>
  auto In(keel::sql::Pool& pool, Work work) {
    (&pool == money_.get() ? money_moved_ : stock_moved_) = true;
    if (++faults_ % 5 == 0)
      (void)keel::sql::RunInTransaction(pool, [&](keel::sql::Transaction& transaction) -> decltype(work(transaction)) {
        auto done = work(transaction);
        if (done) return keel::Error{keel::Kind::kConflict, "lost"};
        return done;
      });
    return keel::sql::RunInTransaction(pool, [&](keel::sql::Transaction& transaction) { return work(transaction); });
  }
  /// The same for what may be said twice: now and then it is.
  template <class Work>
  auto Twice(keel::sql::Pool& pool, Work work) {
    auto done = In(pool, work);
    if (done && faults_ % 3 == 0) (void)In(pool, work);
    return done;
  }
  std::string Reference() { return "op-" + std::to_string(++lines_); }

  orders::test::House house_;
  std::unique_ptr<keel::sql::Pool> money_;
  std::vector<Till*> tills_;
  payments::Providers providers_;
  keel::crypto::FieldKey seal_;
  payments::Desk desk_;
  std::unique_ptr<Feed> orders_in_payments_, parcels_in_payments_, payments_in_orders_, parcels_in_orders_,
      orders_in_orders_;
  std::vector<Placed> placed_;
  std::vector<std::string> variants_;
  std::set<std::string> short_;  ///< Variants of which fewer were found than are promised.
  std::vector<Call> waiting_, came_;
  std::map<std::string, int, std::less<>> happened_;
  std::string script_, last_line_;
  std::int64_t lines_ = 0;
  unsigned faults_ = 0;
  bool stock_moved_ = true, money_moved_ = true;  ///< Since the books were looked at last.
};

/// The buyer of all orders, as orders knows him.
orders::BuyerProof Buyer();
keel::auth::Principal SellerOf(const orders::Order& order);
keel::auth::Principal Operator();

}  // namespace lives
