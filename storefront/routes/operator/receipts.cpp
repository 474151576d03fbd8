#include <array>

#include "storefront/backends/bank_lines.hpp"
#include "storefront/backends/office.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/operator/balances.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/tien: transfers that need a look, and the ledger's balances, whose sum is nothing.
namespace storefront {
namespace {

constexpr std::array<std::string_view, 6> kStates{"unmatched", "under", "over", "double", "late", "stray"};

std::string PathOf(const std::string& state) {
  return "/quan-tri/tien?trang-thai=" + keel::http::UrlEncode(state);
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

Reply ShowMoneyIn(Visit& visit, const std::string& state) {
  const auto receipts =
      backends::ReceiptsIn(visit.app.payments.ask(), visit.caller(), state, visit.request.QueryOr("sau", ""));
  if (!receipts) return visit.Fail(receipts.failure());
  const auto ledger = backends::LedgerAccounts(visit.app.payments.ask(), visit.caller());
  if (!ledger) return visit.Fail(ledger.failure());
  const auto told = backends::ToldTransfers(visit.app.payments.ask(), visit.caller());
  if (!told) return visit.Fail(told.failure());
  const auto given_up =
      backends::WriteOffs(visit.app.payments.ask(), visit.caller(), visit.request.QueryOr("mat-sau", ""));
  if (!given_up) return visit.Fail(given_up.failure());
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
    if (!elsewhere && state == "unmatched") AddDebtors(visit, row, *ledger, given_up->items, receipt.amount);
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
  ShowBalances(visit, data, *ledger);
  ShowWriteOffs(visit, data, *given_up);
  data.Set("SUM", view::Money(visit.language, ledger->sum))
      .Show("SOUND", ledger->sum == keel::Money{})
      .Show("UNSOUND", ledger->sum != keel::Money{});
  return visit.Show("pages/operator/receipts.html", std::move(page));
}

Reply ShowMoney(Visit& visit) {
  return ShowMoneyIn(visit, visit.request.QueryOr("trang-thai", "unmatched"));
}

/// What a buyer was sent too much is given up, or is to be given back again.
Reply GiveUp(Visit& visit, const backends::Caller& caller, const std::string& back) {
  const auto& form = visit.form();
  const auto& payments = visit.app.payments.ask();
  const bool undo = form.Text("viec", 10) == "lose-undo";
  Typed typed(visit);
  const auto reason = typed.Words("ly_do", 200, /*needed=*/true);
  const auto amount = undo ? keel::Money() : typed.Dong("so_tien");
  const auto again = [&] { return ShowMoneyIn(visit, form.Text("tu", 12)); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  const auto done = undo ? backends::UndoWriteOff(payments, caller, form.Text("ma", 40), reason)
                         : backends::WriteOffRefund(payments, caller, form.Text("ma", 40), amount, reason);
  return AfterTyped(visit, done, visit.T(undo ? "clearing.lose-undone" : "clearing.lost"), back, again);
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
  if (form.Text("viec", 10).starts_with("lose")) return GiveUp(visit, caller, back);
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
