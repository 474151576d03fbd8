#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "payments/providers/vietqr/vietqr_provider.hpp"

namespace payments {
namespace {

/// Banks by the number NAPAS gives them, ascending. Names as payers know them; state of 2025.
constexpr std::array kBanks{
    std::pair<std::string_view, std::string_view>{"422589", "CIMB Bank"},
    std::pair<std::string_view, std::string_view>{"458761", "HSBC Vietnam"},
    std::pair<std::string_view, std::string_view>{"533948", "Citibank VN"},
    std::pair<std::string_view, std::string_view>{"546034", "CAKE by VPBank"},
    std::pair<std::string_view, std::string_view>{"546035", "Ubank by VPBank"},
    std::pair<std::string_view, std::string_view>{"668888", "Kasikornbank"},
    std::pair<std::string_view, std::string_view>{"796500", "DBS Bank"},
    std::pair<std::string_view, std::string_view>{"801011", "Nonghyup Bank"},
    std::pair<std::string_view, std::string_view>{"963369", "Liobank"},
    std::pair<std::string_view, std::string_view>{"963388", "Timo"},
    std::pair<std::string_view, std::string_view>{"970400", "SaigonBank"},
    std::pair<std::string_view, std::string_view>{"970403", "Sacombank"},
    std::pair<std::string_view, std::string_view>{"970405", "Agribank"},
    std::pair<std::string_view, std::string_view>{"970406", "Vikki Bank"},
    std::pair<std::string_view, std::string_view>{"970407", "Techcombank"},
    std::pair<std::string_view, std::string_view>{"970408", "GPBank"},
    std::pair<std::string_view, std::string_view>{"970409", "BacA Bank"},
    std::pair<std::string_view, std::string_view>{"970410", "Standard Chartered Vietnam"},
    std::pair<std::string_view, std::string_view>{"970412", "PVcomBank"},
    std::pair<std::string_view, std::string_view>{"970414", "MBV"},
    std::pair<std::string_view, std::string_view>{"970415", "VietinBank"},
    std::pair<std::string_view, std::string_view>{"970416", "ACB"},
    std::pair<std::string_view, std::string_view>{"970418", "BIDV"},
    std::pair<std::string_view, std::string_view>{"970419", "NCB Bank"},
    std::pair<std::string_view, std::string_view>{"970421", "VietNgaBank"},
    std::pair<std::string_view, std::string_view>{"970422", "MB Bank"},
    std::pair<std::string_view, std::string_view>{"970423", "TPBank"},
    std::pair<std::string_view, std::string_view>{"970424", "Shinhan Bank"},
    std::pair<std::string_view, std::string_view>{"970425", "AB Bank"},
    std::pair<std::string_view, std::string_view>{"970426", "MSB"},
    std::pair<std::string_view, std::string_view>{"970427", "VietABank"},
    std::pair<std::string_view, std::string_view>{"970428", "Nam A Bank"},
    std::pair<std::string_view, std::string_view>{"970429", "SCB"},
    std::pair<std::string_view, std::string_view>{"970430", "PG Bank"},
    std::pair<std::string_view, std::string_view>{"970431", "Eximbank"},
    std::pair<std::string_view, std::string_view>{"970432", "VPBank"},
    std::pair<std::string_view, std::string_view>{"970433", "VietBank"},
    std::pair<std::string_view, std::string_view>{"970434", "Indovina Bank"},
    std::pair<std::string_view, std::string_view>{"970436", "Vietcombank"},
    std::pair<std::string_view, std::string_view>{"970437", "HDBank"},
    std::pair<std::string_view, std::string_view>{"970438", "BaoViet Bank"},
    std::pair<std::string_view, std::string_view>{"970439", "Public Bank Vietnam"},
    std::pair<std::string_view, std::string_view>{"970440", "SeABank"},
    std::pair<std::string_view, std::string_view>{"970441", "VIB"},
    std::pair<std::string_view, std::string_view>{"970442", "HongLeong Bank"},
    std::pair<std::string_view, std::string_view>{"970443", "SHB"},
    std::pair<std::string_view, std::string_view>{"970444", "CB Bank"},
    std::pair<std::string_view, std::string_view>{"970446", "Co-op Bank"},
    std::pair<std::string_view, std::string_view>{"970448", "OCB Bank"},
    std::pair<std::string_view, std::string_view>{"970449", "LPBank"},
    std::pair<std::string_view, std::string_view>{"970452", "KienlongBank"},
    std::pair<std::string_view, std::string_view>{"970454", "BVBank"},
    std::pair<std::string_view, std::string_view>{"970455", "IBK HN"},
    std::pair<std::string_view, std::string_view>{"970456", "IBK HCM"},
    std::pair<std::string_view, std::string_view>{"970457", "Woori Bank"},
    std::pair<std::string_view, std::string_view>{"970458", "United Overseas Bank Vietnam"},
    std::pair<std::string_view, std::string_view>{"970462", "Kookmin Bank HN"},
    std::pair<std::string_view, std::string_view>{"970463", "Kookmin Bank HCM"},
    std::pair<std::string_view, std::string_view>{"970466", "KEB Hana HCM"},
    std::pair<std::string_view, std::string_view>{"970467", "KEB Hana HN"},
    std::pair<std::string_view, std::string_view>{"971011", "VNPT Money"},
    std::pair<std::string_view, std::string_view>{"971025", "MoMo"},
    std::pair<std::string_view, std::string_view>{"999888", "VBSP"},
};
static_assert(std::ranges::is_sorted(kBanks));

}  // namespace

std::span<const std::pair<std::string_view, std::string_view>> Banks() {
  return kBanks;
}

std::string_view BankName(std::string_view bin) {
  const auto bank = std::ranges::lower_bound(kBanks, bin, {}, [](const auto& row) { return row.first; });
  return bank != kBanks.end() && bank->first == bin ? bank->second : std::string_view();
}

}  // namespace payments
