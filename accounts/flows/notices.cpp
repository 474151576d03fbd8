#include "accounts/flows/notices.hpp"

#include "accounts/store/account_store.hpp"
#include "accounts/store/message_store.hpp"

namespace accounts {

void Say(keel::sql::Transaction& transaction, const Deps& deps, const Phone& to, const std::string& text) {
  const auto now = deps.clock.Now();
  MessageStore(transaction, deps.key).Insert({MessageId::New(now).text(), to, text}, now + kDay, now);
}

Language TongueOf(keel::sql::Transaction& transaction, const Deps& deps, const Phone& phone) {
  const auto account = AccountStore(transaction, deps.key).FindByPhone(phone);
  return account ? account->language : Language::kVi;
}

std::string NameOrNumber(const std::string& name, const Phone& phone) {
  constexpr std::size_t kShownDigits = 3;
  const auto number = phone.National();
  return name.empty() ? "so " + number.substr(number.size() - kShownDigits) : name;
}

}  // namespace accounts
