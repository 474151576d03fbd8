#include "payments/domain/ledger.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace payments {
namespace {

/// Carriers name themselves in short lower-case words; anything else (none chosen, a pick-up at the farm) is one
/// account.
std::string CarrierName(std::string_view carrier) {
  const bool sound = !carrier.empty() && carrier.size() <= 32 && std::ranges::all_of(carrier, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return sound ? std::string(carrier) : std::string("unassigned");
}

}  // namespace

Account Account::CodReceivable(std::string_view carrier) {
  return Account("cod_receivable:" + CarrierName(carrier));
}
Account Account::CodDifference(std::string_view carrier) {
  return Account("cod_difference:" + CarrierName(carrier));
}
Account Account::MemoWithSeller(std::string_view party_id) {
  return Account("memo_with_seller:" + std::string(party_id));
}
Account Account::MemoWithCarrier(std::string_view carrier) {
  return Account("memo_with_carrier:" + CarrierName(carrier));
}
Account Account::MemoSales(std::string_view party_id) {
  return Account("memo_sales:" + std::string(party_id));
}
Account Account::GatewayClearing(std::string_view provider) {
  return Account("gateway:" + std::string(provider));
}
Account Account::RefundsToRecover(std::string_view intent_id) {
  return Account("refunds_to_recover:" + std::string(intent_id));
}
Account Account::FreightPayable(std::string_view carrier) {
  return Account("freight_payable:" + CarrierName(carrier));
}
Account Account::SellerPayable(std::string_view party_id) {
  return Account("seller_payable:" + std::string(party_id));
}

AccountNature NatureOf(std::string_view account_name) {
  const auto family = account_name.substr(0, account_name.find(':'));
  for (const std::string_view asset : {"bank", "gateway", "cod_receivable", "cod_difference", "refunds_to_recover",
                                       "memo_with_seller", "memo_with_carrier"})
    if (family == asset) return AccountNature::kAsset;
  if (family == "commission_revenue" || family == "bank_interest") return AccountNature::kRevenue;
  for (const std::string_view expense : {"returned_freight", "provider_fees", "bank_fees", "refunds_written_off"})
    if (family == expense) return AccountNature::kExpense;
  if (family == "owner_equity") return AccountNature::kEquity;
  for (const std::string_view liability :
       {"buyer_deposits", "refunds_payable", "unmatched_receipts", "commission_vat", "freight_payable",
        "seller_payable", "vat_withheld", "pit_withheld", "memo_sales"})
    if (family == liability) return AccountNature::kLiability;
  throw std::invalid_argument("unknown account " + std::string(account_name));
}

bool IsMemo(std::string_view account_name) {
  return account_name.starts_with("memo_");
}

keel::Result<Entry> Entry::Make(EntryKind kind, std::string subject, const std::vector<Posting>& postings) {
  std::map<Account, keel::Money> by_account;
  keel::Money sum;
  for (const auto& posting : postings) {
    auto& total = by_account[posting.account];
    const auto added = keel::Add(total, posting.amount);
    if (!added) return added.error();
    total = *added;
    const auto all = keel::Add(sum, posting.amount);
    if (!all) return all.error();
    sum = *all;
  }
  if (sum != keel::Money())
    return keel::Error{keel::Kind::kInvalid, "entry-unbalanced", "The postings of an entry must sum to zero.", subject};
  std::vector<Posting> kept;
  for (const auto& [account, amount] : by_account)
    if (amount != keel::Money()) kept.push_back({account, amount});
  if (kept.empty()) return keel::Error{keel::Kind::kInvalid, "entry-empty", "The entry moves nothing.", subject};
  return Entry(kind, std::move(subject), std::move(kept));
}

}  // namespace payments
