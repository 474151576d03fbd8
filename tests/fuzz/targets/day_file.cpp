// The file of a day that a provider or the bank hands out. First line: whose; the rest: the file.
#include "keel/text/text.hpp"
#include "payments/domain/reconcile.hpp"
#include "payments/providers/momo/momo.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"
#include "payments/providers/vnpay/vnpay.hpp"
#include "payments/providers/zalopay/zalopay.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace payments;
  static const std::string kNobody = "http://127.0.0.1:1";
  static const auto vnpay = MakeVnpay({.tmn_code = "T1", .api_url = kNobody});
  static const auto momo = MakeMomo({.partner_code = "P1", .api_url = kNobody});
  static const auto zalopay = MakeZalopay({.app_id = "2553", .api_url = kNobody});
  static const auto bank = MakeVietQr({.bank_bin = "970436", .account = "0000000000"});
  fuzz::Input input(data, size);
  const auto name = input.Line();
  const auto lines = name == "bank"      ? bank->ReadStatement(input.Rest())
                     : name == "momo"    ? momo->gateway()->ReadDayFile(input.Rest())
                     : name == "zalopay" ? zalopay->gateway()->ReadDayFile(input.Rest())
                                         : vnpay->gateway()->ReadDayFile(input.Rest());
  if (!lines) {
    fuzz::Demand(lines.error().code == "day-file-unreadable" && !lines.error().argument.empty(),
                 "a fault names its line");
    return 0;
  }
  std::vector<OurLine> ours;
  for (const auto& line : *lines) {
    fuzz::Demand(line.amount > keel::Money() && !line.number.empty(), "a line is money with a number");
    fuzz::Demand(keel::text::IsUtf8(line.key) && keel::text::IsUtf8(line.number), "what a column is to keep is text");
    fuzz::Demand(fuzz::IsStorable(line.at), "a line has a day there is");
    ours.push_back({line.refund, line.key, line.number, line.amount});
  }
  fuzz::Demand(Compare(*lines, ours).findings.empty(), "a file agrees with itself");
  return 0;
}
