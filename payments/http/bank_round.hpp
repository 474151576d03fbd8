#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "keel/http/message.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/bank_answer.hpp"
#include "payments/domain/payout_state.hpp"

/// A round of transfers that the market's bank is to send, as operators meet it: a file for the bank, a code for each,
/// the bank's answer. To sellers or back to buyers, it is the same.
namespace payments {

struct Front;

struct BankTransfer {
  std::string reference, bank_bin, account, holder;
  keel::Money amount;
  bool waits = false;  ///< Not sent yet, nor come back.
};
template <class Row>
BankTransfer TransferOf(const Row& row) {
  return {row.reference, row.bank_bin, row.account, row.holder, row.amount, row.state == PayoutState::kPrepared};
}
template <class Row>
std::vector<BankTransfer> TransfersOf(const std::vector<Row>& rows) {
  std::vector<BankTransfer> transfers;
  for (const auto& row : rows) transfers.push_back(TransferOf(row));
  return transfers;
}

struct RoundSums {
  std::string id;
  keel::Instant made_at{};
  std::int64_t count = 0, open = 0;
  keel::Money total, paid, bounced;
};
template <class Batch>
RoundSums SumsOf(const Batch& batch) {
  return {batch.id.text(), batch.made_at, batch.count, batch.open, batch.total, batch.paid, batch.bounced};
}
nlohmann::json ToJson(const RoundSums& sums);

/// What a bank's "pay many" page takes: only transfers that wait. `name`: of the file, ASCII.
keel::http::Reply FileReply(const std::string& name, const std::vector<BankTransfer>& transfers, bool workbook);
/// Where no file can be sent: the same transfer as a VietQR for the bank's app. A problem "qr-not-available" for one
/// that does not wait.
keel::http::Reply QrReply(const keel::http::Request& request, const BankTransfer& transfer);

/// The file the bank sent back (text/csv), told to `take` by an operator; each row's outcome.
using TakeAnswer =
    std::function<keel::Result<std::vector<TransferAnswer>>(keel::sql::Transaction&, const std::string& csv)>;
keel::http::Reply PostAnswer(const Front& front, const keel::http::Request& request, const TakeAnswer& take);

/// What an operator says of one transfer: that it was sent {bank_reference}, or that it came back {reason}.
using TellTransfer =
    std::function<keel::Result<nlohmann::json>(keel::sql::Transaction&, const std::string& bank_reference_or_reason)>;
keel::http::Reply PostTold(const Front& front, const keel::http::Request& request, bool sent, const TellTransfer& tell);

}  // namespace payments
