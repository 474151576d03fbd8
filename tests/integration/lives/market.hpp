#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "keel/outbox/consumer.hpp"
#include "payments/flows/desk.hpp"
#include "tests/integration/orders/house.hpp"

/// Orders and payments as they run, without the wires between: the feeds are read by hand, so that a test can let them
/// come late, stop in the middle of an event and say everything twice.
namespace lives {

/// What a step does. The numbers choose among what there is; a step that finds nothing to do does nothing.
enum class Deed : std::uint8_t {
  kPlaceCash,
  kPlaceTransfer,
  kPayAll,      ///< What is asked, to the đồng.
  kPayPart,     ///< Less than what is asked.
  kPayTooMuch,  ///< More, or once more.
  kRepeatLine,  ///< The bank tells of its last line again.
  kPayUnknown,  ///< A line that names nobody; later matched by hand.
  kAccept,
  kShopTakesOff,
  kBuyerTakesOff,
  kPack,
  kParcel,  ///< The carrier says something, in or out of order.
  kShopCancels,
  kBuyerCancels,
  kCount,  ///< The shop counts a shelf.
  kNewFee,
  kRefund,  ///< The operator sends back what is owed.
  kPayOut,  ///< The operator pays a seller.
  kRemit,   ///< A carrier pays cash it collected.
  kHours,   ///< Time passes; what is over its time is cleared away.
  kTell,    ///< The feeds are read to their ends.
  kCount_,
};

struct Step {
  Deed deed;
  unsigned a = 0, b = 0, c = 0;
};
std::ostream& operator<<(std::ostream& out, const Step& step);

class Market {
 public:
  Market();
  ~Market();
  void Do(const Step& step);
  /// Reads every feed to its end, so that nothing is on its way.
  void Settle();
  /// What is wrong now; empty when all is well. `at_rest`: after Settle, when orders and payments must agree.
  std::vector<std::string> Wrong(bool at_rest);
  std::string Summary();  ///< "42 orders: 12 delivered, …"

 private:
  class Feed;
  struct Placed {
    orders::OrderId id;
    std::string variant;
    keel::Money goods, quoted_net;
  };
  void Place(unsigned lines, unsigned choice, orders::Payment payment);
  void Pay(unsigned which, std::int64_t (*amount)(std::int64_t asked, unsigned), unsigned how_much);
  void Bank(std::int64_t dong, const std::string& memo, const std::string& line_id);
  void Parcel(const orders::OrderId& id, unsigned word);
  void TakeOff(const orders::OrderId& id, unsigned c, bool shop);
  void Operate(const Step& step);
  void HoursPass(unsigned hours);
  /// Events of `from`, at most `most`; every third transaction is lost before its commit, and comes again.
  void Read(keel::sql::Pool& from, Feed& to, std::size_t most, bool faulty);
  const Placed* Pick(unsigned which) const;
  void CheckBooks(std::vector<std::string>& wrong);
  void CheckAgreement(std::vector<std::string>& wrong);

  orders::test::House house_;
  std::unique_ptr<keel::sql::Pool> money_;
  payments::Providers providers_;
  keel::crypto::FieldKey seal_;
  payments::Desk desk_;
  std::unique_ptr<Feed> orders_in_payments_, parcels_in_payments_, payments_in_orders_, parcels_in_orders_;
  std::vector<Placed> placed_;
  std::vector<std::string> variants_;
  std::set<std::string> short_;  ///< Variants of which a count found fewer than are promised.
  std::string last_line_;
  std::int64_t lines_ = 0, unknown_ = 0;
  unsigned faults_ = 0;
};

}  // namespace lives
