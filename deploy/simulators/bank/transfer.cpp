#include "deploy/simulators/bank/transfer.hpp"

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/text/text.hpp"

namespace bank_simulator {

std::string LineOf(const Transfer& transfer, std::int64_t bank_id) {
  const auto reference = "MBVCB." + std::to_string(bank_id % 10'000'000'000);
  const auto local = keel::ToSql(transfer.at + std::chrono::hours(7)).substr(0, 19);
  const auto content = transfer.behave.content.empty()
                           ? reference + "." + keel::text::Ascii(transfer.memo) +
                                 (transfer.behave.outgoing ? ".CT tu " : ".CT tu 0881000458086 NGUYEN VAN MAU toi ") +
                                 transfer.account
                           : transfer.behave.content;
  return nlohmann::json{{"id", bank_id},
                        {"gateway", "Vietcombank"},
                        {"transactionDate", local},
                        {"accountNumber", transfer.account},
                        {"code", nullptr},
                        {"content", content},
                        {"transferType", transfer.behave.outgoing ? "out" : "in"},
                        {"transferAmount", transfer.amount},
                        {"subAccount", nullptr},
                        {"referenceCode", reference},
                        {"description", ""}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Signature(const std::string& secret, const std::string& timestamp, const std::string& body) {
  return keel::crypto::HmacSha256Hex(secret, timestamp + "." + body);
}

}  // namespace bank_simulator
