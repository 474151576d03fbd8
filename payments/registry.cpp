#include "payments/registry.hpp"

#include "payments/providers/cod/cod.hpp"

namespace payments {

Providers MakeProviders(ProviderSettings settings) {
  std::vector<std::unique_ptr<Provider>> all;
  all.push_back(MakeCod());
  all.push_back(MakeVietQr(std::move(settings.vietqr)));
  all.push_back(MakeVnpay(std::move(settings.vnpay)));
  all.push_back(MakeMomo(std::move(settings.momo)));
  all.push_back(MakeZalopay(std::move(settings.zalopay)));
  return Providers(std::move(all));
}

}  // namespace payments
