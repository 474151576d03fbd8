#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "storefront/backends/bank_lines.hpp"
#include "storefront/backends/office.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/tien: transfers that need a look, and the ledger's balances, whose sum is nothing.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 6> kStates{"unmatched", "under", "over", "double", "late", "stray"};
constexpr std::array<std::string_view, 3> kOfSellers{"seller_payable", "memo_with_seller", "memo_sales"};
constexpr std::string_view kOfBuyers = "refunds_to_recover";

std::string PathOf(const std::string& state) {
  return "/quan-tri/tien?trang-thai=" + keel::http::UrlEncode(state);
}

/// What an account is called: "cod_receivable:ghn" is cash at that carrier.
std::string NameOf(Visit& visit, const std::string& account, std::string_view family) {
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

/// A row each for the market's own accounts, its carriers' and its providers'; sellers and buyers of one family make
/// one row, and stand by name behind it.
void ShowAccounts(Visit& visit, view::Data& data, const std::vector<backends::LedgerAccount>& accounts) {
  std::map<std::string, std::vector<const backends::LedgerAccount*>> rows;
  const auto of_sellers = [](std::string_view family) {
    return std::ranges::find(kOfSellers, family) != kOfSellers.end();
  };
  const auto of_people = [&](std::string_view family) { return family == kOfBuyers || of_sellers(family); };
  for (const auto& account : accounts) {
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
      row.Add("PERSON").Set("WHO", WhoseOf(*member)).Set("OWN", view::Money(visit.language, member->balance));
    }
  }
}

/// Transfers that the bank told of and nobody booked; first, for somebody's money waits for it.
void ShowTold(Visit& visit, view::Data& data, const std::vector<backends::ToldTransfer>& told) {
  data.Show("ANY_TOLD", !told.empty());
  for (const auto& one : told) {
    auto row = data.Add("TOLD");
    row.Set("ID", one.id)
        .Set("AMOUNT", view::Money(visit.language, one.amount))
        .Set("WHO", one.kind == "payout" ? visit.T("clearing.told-payout", {{"WHO", one.owner_name}})
                                         : visit.T("clearing.told-refund"))
        .Set("REFERENCE", one.reference)
        .Set("STATE_TEXT", visit.Known("settle.payout.", one.state))
        .Set("BANK_REFERENCE", one.bank_reference)
        .Set("WHEN", view::Moment(visit.language, one.told_at));
  }
}

/// Sellers, or buyers, who owe the market at least what the line brought, the nearest first: one of them may have paid
/// it back. `list`: the template's name for them.
void AddDebtors(const Visit& visit, view::Data& row, const backends::Ledger& ledger, keel::Money amount,
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

Reply ShowMoneyIn(Visit& visit, const std::string& state) {
  const auto receipts =
      backends::ReceiptsIn(visit.app.payments.ask(), visit.caller(), state, visit.request.QueryOr("sau", ""));
  if (!receipts) return visit.Fail(receipts.failure());
  const auto ledger = backends::LedgerAccounts(visit.app.payments.ask(), visit.caller());
  if (!ledger) return visit.Fail(ledger.failure());
  const auto told = backends::ToldTransfers(visit.app.payments.ask(), visit.caller());
  if (!told) return visit.Fail(told.failure());
  Page page{.title = visit.T("office.money"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "receipts");
  ShowTold(visit, data, *told);
  data.Set("STATE", state).Set("FORM_KEY", NewFormKey());
  for (const auto tab : kStates) {
    data.Add("TAB")
        .Set("HREF", PathOf(std::string(tab)))
        .Set("LABEL", visit.Known("receipt.state.", tab))
        .Set("HERE", tab == state ? "page" : "false");
  }
  for (const auto& receipt : receipts->items) {
    auto row = data.Add("RECEIPT");
    const bool unreadable = receipt.finding == "unreadable";
    row.Set("ID", receipt.id)
        .Set("AMOUNT", unreadable ? "? đ" : view::Money(visit.language, receipt.amount))
        .Set("CONTENT", receipt.content);
    row.Set("BANK", receipt.bank)
        .Set("BANK_REFERENCE", receipt.bank_reference)
        .Set("WHEN", view::Moment(visit.language, receipt.at));
    if (receipt.refundable.dong() > 0) row.SetIfAny("REFUNDABLE", view::Money(visit.language, receipt.refundable));
    for (const auto& choice : receipt.suggestions) {
      row.Add("CHOICE")
          .Set("INTENT", choice.intent_id)
          .Set("LABEL", choice.reference + " · " + view::Money(visit.language, choice.amount));
    }
    // Told of by a feed and never in our books: there is nothing to match and nothing to send back.
    const bool elsewhere = receipt.holder == "another";
    const bool stray = state == "stray";
    row.Show("HAS_CHOICE", !elsewhere && !receipt.suggestions.empty())
        .Show("IS_UNMATCHED", !elsewhere && state == "unmatched")
        .Show("ELSEWHERE", elsewhere || stray);
    if (!elsewhere && state == "unmatched") {
      AddDebtors(visit, row, *ledger, receipt.amount, "seller_payable", "DEBTOR");
      AddDebtors(visit, row, *ledger, receipt.amount, kOfBuyers, "BUYER");
    }
    if (stray) row.Set("ELSEWHERE_WHY", visit.T("clearing.stray"));
    if (unreadable)
      row.Set("ELSEWHERE_WHY", visit.T("clearing.unreadable"));
    else if (elsewhere)
      row.Set("ELSEWHERE_WHY", visit.T("clearing.another-account", {{"ACCOUNT", receipt.account}}));
    // What came through a provider goes back through it by itself.
    row.Show("CAN_RETURN",
             !elsewhere && !receipt.by_gateway && (state == "unmatched" || receipt.refundable.dong() > 0));
    row.Show("GOES_BACK", receipt.by_gateway && receipt.refundable.dong() > 0);
  }
  data.Show("EMPTY", receipts->items.empty());
  ShowAccounts(visit, data, ledger->accounts);
  data.Set("SUM", view::Money(visit.language, ledger->sum))
      .Show("SOUND", ledger->sum == keel::Money{})
      .Show("UNSOUND", ledger->sum != keel::Money{});
  return visit.Show("pages/operator/receipts.html", std::move(page));
}

Reply ShowMoney(Visit& visit) {
  return ShowMoneyIn(visit, visit.request.QueryOr("trang-thai", "unmatched"));
}

/// What a line that came in was, where no buyer paid it: the meaning of the button that was pressed.
const char* NoBuyers(std::string_view deed) {
  if (deed == "repaid") return "seller-repaid";
  if (deed == "buyer-back") return "refund-repaid";
  if (deed == "interest") return "bank-interest";
  return deed == "owner-in" ? "owner-in" : nullptr;
}

Reply Settle(Visit& visit) {
  const auto& form = visit.form();
  const std::string receipt = form.Text("ma", 40), back = PathOf(form.Text("tu", 12));
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, receipt + form.Text("viec", 10));
  if (form.Text("viec", 10) == "match")
    return AfterDeed(visit, backends::MatchReceipt(visit.app.payments.ask(), caller, receipt, form.Text("khoan", 40)),
                     visit.T("office.receipt-done.match"), back);
  if (form.Text("viec", 10) == "reference")
    return AfterDeed(visit,
                     backends::MatchReference(visit.app.payments.ask(), caller, receipt, form.Text("ma-tra", 60)),
                     visit.T("office.receipt-done.match"), back);
  if (form.Text("viec", 10) == "payover") {
    Typed typed(visit);
    const auto fee = typed.Dong("phi");
    const auto again = [&] { return ShowMoneyIn(visit, form.Text("tu", 12)); };
    if (!typed.sound()) return Again(visit, again(), typed.faults());
    return AfterTyped(visit,
                      backends::MatchPayover(visit.app.payments.ask(), caller, receipt, form.Text("ben", 16), fee),
                      visit.T("office.receipt-done.match"), back, again);
  }
  if (form.Text("viec", 10) == "difference")
    return AfterDeed(visit, backends::MatchDifference(visit.app.payments.ask(), caller, receipt, form.Text("hang", 32)),
                     visit.T("office.receipt-done.match"), back);
  if (form.Text("viec", 10) == "transfer")
    return AfterDeed(visit, backends::MatchTransfer(visit.app.payments.ask(), caller, receipt, form.Text("chuyen", 60)),
                     visit.T("bank.transfer-back"), back);
  if (const auto* own = NoBuyers(form.Text("viec", 10)))
    return AfterDeed(visit,
                     backends::ExplainLine(
                         visit.app.payments.ask(), caller, receipt,
                         {.meaning = own, .party_id = form.Text("nguoi", 40), .intent_id = form.Text("khach", 40)}),
                     visit.T("bank.explained"), back);
  if (form.Text("viec", 10) == "told-sent" || form.Text("viec", 10) == "told-aside")
    return AfterDeed(visit,
                     backends::DecideTold(visit.app.payments.ask(), caller, receipt, form.Text("so", 64),
                                          form.Text("viec", 10) == "told-sent" ? "sent" : "set-aside"),
                     visit.T("clearing.told-done"), back);
  if (form.Text("viec", 10) == "aside")
    return AfterDeed(visit, backends::ReturnReceipt(visit.app.payments.ask(), caller, receipt, ""),
                     visit.T("clearing.put-away-done"), back);
  const std::string reference = form.Text("so", 64);
  if (reference.empty()) {
    visit.Flash("bad", visit.T("clearing.reference-missing"));
    return visit.SeeOther(back);
  }
  return AfterDeed(visit, backends::ReturnReceipt(visit.app.payments.ask(), caller, receipt, reference),
                   visit.T("office.receipt-done.return"), back);
}

}  // namespace

void MountReceipts(Mount& mount) {
  mount.Get("/quan-tri/tien", For::kOperator, ShowMoney);
  mount.Post("/quan-tri/tien", For::kOperator, Settle);
}

}  // namespace storefront
