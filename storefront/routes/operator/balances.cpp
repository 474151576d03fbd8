#include "storefront/routes/operator/balances.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "storefront/view/format.hpp"

namespace storefront {
namespace {

constexpr std::array<std::string_view, 3> kOfSellers{"seller_payable", "memo_with_seller", "memo_sales"};
constexpr std::string_view kOfBuyers = "refunds_to_recover";

/// What an account is called: "cod_receivable:ghn" is cash at that carrier.
std::string NameOf(const web::Visit& visit, const std::string& account, std::string_view family) {
  auto name = visit.Known("ledger.", family);
  if (family.size() == account.size() || family == "bank") return name;
  const auto whose = account.substr(family.size() + 1);
  if (whose == "unassigned") return name + " · " + visit.T("ledger.unassigned");
  return name + " · " + (family == "gateway" ? visit.Known("payment.", whose) : visit.Known("carrier.", whose));
}

/// A seller's name, or what a buyer bought; else its own name.
std::string WhoseOf(const backends::LedgerAccount& account) {
  if (!account.party_name.empty()) return account.party_name;
  return account.order_codes.empty() ? account.account.substr(account.account.find(':') + 1) : account.order_codes;
}

/// Sellers, or buyers, who owe the market at least what the line brought, the nearest first: one of them may have paid
/// it back. `list`: the template's name for them.
void AddFamily(const web::Visit& visit, view::Data& row, const backends::Ledger& ledger, keel::Money amount,
               std::string_view family, const std::string& list) {
  constexpr std::size_t kShown = 10;
  const auto prefix = std::string(family) + ":";
  std::vector<backends::LedgerAccount> debtors;
  std::ranges::copy_if(ledger.accounts, std::back_inserter(debtors), [&](const backends::LedgerAccount& account) {
    return account.account.starts_with(prefix) && account.balance >= amount;
  });
  std::ranges::stable_sort(debtors, {}, &backends::LedgerAccount::balance);
  debtors.resize(std::min(debtors.size(), kShown));
  row.Show("ANY_" + list, !debtors.empty());
  for (const auto& debtor : debtors)
    row.Add(list)
        .Set("WHOSE", debtor.account.substr(prefix.size()))
        .Set("LABEL", WhoseOf(debtor) + " · " + view::Money(visit.language, debtor.balance));
}

}  // namespace

void ShowBalances(const web::Visit& visit, view::Data& data, const backends::Ledger& ledger) {
  std::map<std::string, std::vector<const backends::LedgerAccount*>> rows;
  const auto of_sellers = [](std::string_view family) {
    return std::ranges::find(kOfSellers, family) != kOfSellers.end();
  };
  const auto of_people = [&](std::string_view family) { return family == kOfBuyers || of_sellers(family); };
  for (const auto& account : ledger.accounts) {
    const auto family = account.account.substr(0, account.account.find(':'));
    rows[of_people(family) ? family : account.account].push_back(&account);
  }
  for (const auto& [key, members] : rows) {
    const auto family = key.substr(0, key.find(':'));
    std::int64_t sum = 0;
    for (const auto* member : members) sum += member->balance.dong();
    auto row = data.Add("ACCOUNT");
    row.Set("NAME", NameOf(visit, key, family))
        .Set("BALANCE", view::Money(visit.language, keel::Money::Vnd(sum)))
        .Show("PEOPLE", of_people(family))
        .Show("SELLERS", of_sellers(family))
        .Show("BUYERS", family == kOfBuyers);
    if (!of_people(family)) continue;
    for (const auto* member : members) {
      if (member->balance == keel::Money{}) continue;
      auto person = row.Add("PERSON");
      person.Set("WHO", WhoseOf(*member)).Set("OWN", view::Money(visit.language, member->balance));
      if (family != kOfBuyers || member->balance < keel::Money{}) continue;
      person.Show("MAY_LOSE")
          .Set("INTENT", member->account.substr(kOfBuyers.size() + 1))
          .SetNumber("OWN_DONG", member->balance.dong());
    }
  }
}

void AddDebtors(const web::Visit& visit, view::Data& row, const backends::Ledger& ledger,
                const std::vector<backends::WriteOff>& written_off, keel::Money amount) {
  AddFamily(visit, row, ledger, amount, "seller_payable", "DEBTOR");
  backends::Ledger giveable = ledger;
  for (const auto& given_up : written_off) {
    if (given_up.undone) continue;
    const auto name = std::string(kOfBuyers) + ":" + given_up.intent_id;
    const auto account = std::ranges::find(giveable.accounts, name, &backends::LedgerAccount::account);
    if (account != giveable.accounts.end())
      account->balance = keel::Money::Vnd(account->balance.dong() + given_up.amount.dong());
  }
  AddFamily(visit, row, giveable, amount, kOfBuyers, "BUYER");
}

void ShowWriteOffs(const web::Visit& visit, view::Data& data, const backends::Listing<backends::WriteOff>& all) {
  data.Show("ANY_LOSS", !all.items.empty());
  for (const auto& given_up : all.items) {
    data.Add("LOSS")
        .Set("ID", given_up.id)
        .Set("WHO", given_up.order_codes)
        .Set("AMOUNT", view::Money(visit.language, given_up.amount))
        .Set("REASON", given_up.reason)
        .Set("WHEN", view::Moment(visit.language, given_up.at))
        .Show("STANDS", !given_up.undone)
        .Show("UNDONE", given_up.undone);
  }
  if (!all.next.empty()) data.SetIfAny("MORE_LOSSES", "/quan-tri/tien?mat-sau=" + keel::http::UrlEncode(all.next));
}

}  // namespace storefront
