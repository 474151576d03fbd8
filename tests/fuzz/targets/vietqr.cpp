// QR texts: of our own writing and of other apps'.
#include "payments/domain/vietqr.hpp"

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto items = payments::ReadItems(text)) {
    const auto again = payments::WriteItems(*items);
    fuzz::Demand(again && *again == text, "items that are written again are the same text");
  }
  // As it came, and with the checksum that a writer would have put there: nobody guesses it.
  std::string summed(text.substr(0, text.size() - std::min<std::size_t>(text.size(), 8)));
  constexpr std::string_view kHex = "0123456789ABCDEF";
  summed += "6304";
  const auto sum = payments::Crc16(summed);
  for (int shift = 12; shift >= 0; shift -= 4) summed += kHex[sum >> shift & 15];
  for (const auto& payload : {std::string(text), summed}) {
    const auto code = payments::ReadQr(payload);
    if (!code) continue;
    fuzz::Demand(!code->amount || *code->amount >= keel::Money(), "no amount is negative");
    const auto written = payments::WriteQr(*code);
    if (!written) continue;  // Of another scheme, or with a note of signs nobody can print.
    const auto again = payments::ReadQr(*written);
    fuzz::Demand(again.operator bool(), "what we write can be read");
    fuzz::Demand(again->amount == code->amount && again->dynamic == code->dynamic &&
                     again->beneficiary->account == code->beneficiary->account &&
                     again->beneficiary->bin == code->beneficiary->bin,
                 "account and amount are the same");
    fuzz::Demand(payments::WriteQr(*again).operator bool() && *payments::WriteQr(*again) == *written,
                 "written once more it is the same text");
  }
  return 0;
}
