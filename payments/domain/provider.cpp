#include "payments/domain/provider.hpp"

namespace payments {
namespace {

/// Letters and digits alone: banks write 0011.0022-33 as well as 0011002233.
std::string Bare(std::string_view account) {
  std::string bare;
  for (const char c : account) {
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) bare += c;
    if (c >= 'a' && c <= 'z') bare += static_cast<char>(c - 'a' + 'A');
  }
  return bare;
}

}  // namespace

bool IsOfAccount(const BankLine& line, std::string_view account) {
  const auto told = Bare(line.account), shown = Bare(line.virtual_account), wanted = Bare(account);
  if (told.empty() && shown.empty()) return true;
  return told == wanted || shown == wanted;
}

}  // namespace payments
