#include "storefront/routes/parts/case_view.hpp"

#include "storefront/view/format.hpp"

namespace storefront {
namespace {

void FillPhotos(view::Data& row, std::string_view section, const std::vector<std::string>& photos) {
  for (const auto& id : photos) row.Add(section).Set("PHOTO_ID", id);
}

void FillReturn(const web::Visit& visit, view::Data row, const backends::ReturnCase& one) {
  row.Set("RETURN_ID", one.id)
      .Set("RETURN_REASON", visit.Known("case.reason.", one.reason))
      .Set("RETURN_STATE", visit.Known("case.return.", one.state))
      .Set("RETURN_REFUND", view::Money(visit.language, one.refund));
  row.SetIfAny("RETURN_NOTE", one.note).SetIfAny("SHOP_NOTE", one.shop_note);
  const bool asked = one.state == "asked", open = asked || one.state == "agreed";
  if (open) row.SetIfAny("RETURN_UNTIL", view::Moment(visit.language, one.until));
  row.Show("RETURN_ASKED", asked)
      .Show("MAY_WITHDRAW", open && visit.session() != nullptr)
      .Show("RETURN_LAPSED", one.state == "lapsed");
  row.Show("WITHDRAW_SIGNED", open && visit.session() == nullptr);
  row.Show("CAN_RECEIVE", one.state == "agreed" || one.state == "lapsed");
  if (!one.photos.empty()) row.SetIfAny("RETURN_PHOTOS", visit.Count("case.photos", std::int64_t(one.photos.size())));
  FillPhotos(row, "RETURN_PHOTO", one.photos);
}

}  // namespace

void FillDispute(const web::Visit& visit, view::Data row, const backends::DisputeCase& one) {
  row.Set("DISPUTE_ID", one.id)
      .Set("DISPUTE_ORDER", one.order_id)
      .Set("CLAIM", visit.Known("case.claim.", one.claim))
      .Set("DISPUTE_STATE", visit.Known("case.dispute.", one.state))
      .Set("DISPUTE_NOTE", one.note);
  row.SetIfAny("DISPUTE_ANSWER", one.answer).SetIfAny("DECISION", one.decision_note);
  FillPhotos(row, "DISPUTE_PHOTO", one.photos);
  row.Show("DISPUTE_PHOTOS", !one.photos.empty());
  const bool open = one.state == "open", late = one.state == "unanswered";
  const bool undecided = open || late || one.state == "answered";
  // The shop may still say its part after its time, until the operators decide.
  row.Show("DISPUTE_OPEN", open || late).Show("DISPUTE_UNDECIDED", undecided).Show("DISPUTE_LATE", late);
  row.Show("MAY_WITHDRAW", undecided && visit.session() != nullptr);
  row.Show("WITHDRAW_SIGNED", undecided && visit.session() == nullptr);
  row.Show("DECISION_OVERDUE", undecided && !open && one.decide_until < visit.app.clock.Now());
  if (one.state == "decided") row.SetIfAny("DISPUTE_REFUND", view::Money(visit.language, one.refund));
  if (undecided)
    row.SetIfAny("DISPUTE_UNTIL", view::Moment(visit.language, open ? one.answer_until : one.decide_until));
}

void FillCases(const web::Visit& visit, view::Data& data, const backends::OrderCases& cases) {
  for (const auto& line : cases.lines)
    data.Add("KEPT_LINE").Set("KEPT_ID", line.id).Set("KEPT_NAME", line.name).SetNumber("KEPT_MOST", line.quantity);
  data.SetNumber("ORDER_VERSION", cases.version);
  data.Show("CAN_AMEND", cases.can_amend).Show("CAN_RETURN", cases.can_return).Show("CAN_DISPUTE", cases.can_dispute);
  for (const auto& one : cases.returns) FillReturn(visit, data.Add("RETURN"), one);
  data.Show("HAS_RETURNS", !cases.returns.empty());
  for (const auto& one : cases.disputes) FillDispute(visit, data.Add("DISPUTE"), one);
  data.Show("HAS_DISPUTES", !cases.disputes.empty());
  for (const auto& one : cases.substitutions) {
    auto row = data.Add("SUBSTITUTE");
    row.Set("SUBSTITUTE_ID", one.id)
        .Set("GONE", one.gone)
        .Set("INSTEAD", one.instead)
        .Set("SUBSTITUTE_STATE", visit.Known("case.substitute.", one.state));
    row.Show("SUBSTITUTE_OPEN", one.state == "asked");
    if (one.state == "asked") row.SetIfAny("SUBSTITUTE_UNTIL", view::Moment(visit.language, one.until));
  }
  data.Show("HAS_SUBSTITUTES", !cases.substitutions.empty());
  for (const auto& one : cases.messages) {
    const bool waits = one.state == "waiting";
    data.Add("TOLD")
        .Set("TOLD_TEXT", one.text)
        .Set("TOLD_HOW", visit.Known("case.told.", waits && one.goes_at <= visit.app.clock.Now() ? "going" : one.state))
        .Set("TOLD_AT", view::Moment(visit.language, waits ? one.goes_at : one.at));
  }
  data.Show("HAS_TOLD", !cases.messages.empty());
}

backends::Kept ReadKept(Typed& typed, const backends::OrderCases& cases) {
  backends::Kept kept;
  for (const auto& line : cases.lines)
    kept.emplace_back(line.id, typed.Pieces("l-" + line.id, {.least = 0, .most = line.quantity}));
  return kept;
}

}  // namespace storefront
