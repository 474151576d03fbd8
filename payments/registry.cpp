#include "payments/registry.hpp"

#include "payments/providers/cod/cod.hpp"

namespace payments {

Providers MakeProviders(VietQrSettings vietqr) {
  std::vector<std::unique_ptr<Provider>> all;
  all.push_back(MakeCod());
  all.push_back(MakeVietQr(std::move(vietqr)));
  return Providers(std::move(all));
}

}  // namespace payments
