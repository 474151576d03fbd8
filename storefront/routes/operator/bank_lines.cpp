#include "storefront/backends/bank_lines.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /quan-tri/ngan-hang: the books beside the bank, lines that left the account and nobody explained, and those that
/// somebody did.
namespace storefront {
namespace {

constexpr auto kPath = "/quan-tri/ngan-hang";
constexpr std::size_t kNotSeenShown = 30;
/// What money that left may have been; "booked" has its own choice, of the entries that fit.
constexpr std::array<std::string_view, 4> kMeanings{"carrier-bill", "commission-vat", "bank-fee", "owner-out"};

void FillLine(const Visit& visit, view::Data& row, const backends::OutgoingLine& line) {
  row.Set("ID", line.id)
      .Set("AMOUNT", (line.came_in ? "+ " : "− ") + view::Money(visit.language, line.amount))
      .Set("CONTENT", line.content)
      .Set("BANK", line.bank)
      .Set("BANK_REFERENCE", line.bank_reference)
      .Set("WHEN", view::Moment(visit.language, line.at));
}

/// "Payout that was paid · Giàng A Páo · TRA… · FT26001": as it stands on paper; what stands on none, by its own name.
std::string EntryName(const Visit& visit, const std::string& kind, const std::string& subject, const std::string& whose,
                      const std::string& number) {
  auto name = visit.Known("bank.entry.", kind);
  for (const auto& part : {whose, whose.empty() && number.empty() ? subject : number})
    if (!part.empty()) name += " · " + part;
  return name;
}

void FillComparison(const Visit& visit, view::Data& data, const backends::BankComparison& compared) {
  data.Set("BALANCE", view::Money(visit.language, compared.balance))
      .Set("LINES", view::Money(visit.language, compared.lines))
      .Set("NOT_SEEN_COUNT", view::Number(visit.language, compared.all_not_seen))
      .Show("AGREE", compared.no_entry == 0)
      .Show("DIFFER", compared.no_entry != 0)
      .Show("ANY_NOT_SEEN", !compared.not_seen.empty());
  for (const auto& finding : std::span(compared.not_seen).first(std::min(compared.not_seen.size(), kNotSeenShown))) {
    const auto blank = finding.row.find(' ');
    const auto subject = blank == std::string::npos ? std::string() : finding.row.substr(blank + 1);
    data.Add("NOT_SEEN")
        .Set("NAME", EntryName(visit, finding.row.substr(0, blank), subject, finding.whose, finding.number))
        .Set("AMOUNT", view::Money(visit.language, finding.amount))
        .Set("SINCE", view::Date(visit.language, finding.since));
  }
}

void FillToExplain(const Visit& visit, view::Data& data, const backends::Listing<backends::OutgoingLine>& lines) {
  for (const auto& line : lines.items) {
    auto row = data.Add("LINE");
    FillLine(visit, row, line);
    row.Show("NAMES_OURS", !line.finding.empty()).Show("HAS_BOOKING", !line.bookings.empty());
    for (const auto& booking : line.bookings)
      row.Add("BOOKING")
          .Set("ENTRY", booking.entry_id)
          .Set("LABEL", EntryName(visit, booking.kind, booking.subject, booking.whose, booking.number) + " · " +
                            view::Date(visit.language, booking.at));
    for (const auto meaning : kMeanings)
      row.Add("MEANING").Set("CODE", std::string(meaning)).Set("LABEL", visit.Known("bank.meaning.", meaning));
  }
  data.Show("NONE_TO_EXPLAIN", lines.items.empty());
  if (!lines.next.empty()) data.SetIfAny("MORE", std::string(kPath) + "?sau=" + keel::http::UrlEncode(lines.next));
}

void FillExplained(const Visit& visit, view::Data& data, const backends::Listing<backends::OutgoingLine>& lines) {
  for (const auto& line : lines.items) {
    auto row = data.Add("DONE");
    FillLine(visit, row, line);
    const auto carrier = line.meaning == "carrier-bill" ? " · " + visit.Known("carrier.", line.whose) : std::string();
    row.Set("MEANING_TEXT", visit.Known("bank.meaning.", line.meaning) + carrier)
        .Set("DONE_AT", view::Moment(visit.language, line.explained_at))
        .SetIfAny("REASON", line.reason);
  }
  data.Show("ANY_DONE", !lines.items.empty());
  if (!lines.next.empty())
    data.SetIfAny("MORE_DONE", std::string(kPath) + "?xong-sau=" + keel::http::UrlEncode(lines.next));
}

Reply ShowBank(Visit& visit) {
  const auto& payments = visit.app.payments.ask();
  const auto compared = backends::BooksAndBank(payments, visit.caller());
  if (!compared) return visit.Fail(compared.failure());
  const auto open = backends::LinesToExplain(payments, visit.caller(), visit.request.QueryOr("sau", ""));
  if (!open) return visit.Fail(open.failure());
  const auto done = backends::LinesExplained(payments, visit.caller(), visit.request.QueryOr("xong-sau", ""));
  if (!done) return visit.Fail(done.failure());
  Page page{.title = visit.T("bank.title"), .nav = "me", .indexed = false};
  AddWorkNav(visit, page.data, "receipts");
  page.data.Set("FORM_KEY", NewFormKey());
  FillComparison(visit, page.data, *compared);
  FillToExplain(visit, page.data, *open);
  FillExplained(visit, page.data, *done);
  return visit.Show("pages/operator/bank_lines.html", std::move(page));
}

Reply Explain(Visit& visit) {
  const auto& form = visit.form();
  const auto& payments = visit.app.payments.ask();
  const auto line = form.Text("ma", 40), deed = form.Text("viec", 10), reason = form.Text("ly_do", 200);
  auto caller = visit.caller();
  caller.idempotency_key = DeedKey(visit, line + deed);
  if (deed == "undo" && reason.empty()) {
    visit.Flash("bad", visit.T("bank.reason-missing"));
    return visit.SeeOther(kPath);
  }
  if (deed == "undo")
    return AfterDeed(visit, backends::UndoExplanation(payments, caller, line, reason), visit.T("bank.undone"), kPath);
  backends::LineMeaning what{.meaning = "booked", .reason = reason, .sure = !form.Text("chac", 1).empty()};
  if (deed == "booked") {
    what.entry_id = form.Text("khoan", 40);
  } else {
    what.meaning = form.Text("la", 24);
    if (what.meaning == "carrier-bill") what.carrier = form.Text("hang", 32);
  }
  if (what.meaning.empty()) {
    visit.Flash("bad", visit.T("bank.meaning-missing"));
    return visit.SeeOther(kPath);
  }
  return AfterTyped(visit, backends::ExplainLine(payments, caller, line, what), visit.T("bank.explained"), kPath,
                    [&] { return ShowBank(visit); });
}

}  // namespace

void MountBankLines(Mount& mount) {
  mount.Get(kPath, For::kOperator, ShowBank);
  mount.Post(kPath, For::kOperator, Explain);
}

}  // namespace storefront
