#include "storefront/routes/parts/erasure_view.hpp"

#include "storefront/view/format.hpp"

namespace storefront {

void ShowErasure(const web::Visit& visit, view::Data& data, const backends::Erasure& erasure) {
  const bool done = erasure.state == "done", withdrawn = erasure.state == "withdrawn";
  data.Set("REQUEST", erasure.id)
      .Set("ASKED_AT", view::Moment(visit.language, erasure.asked_at))
      .Set("ACKNOWLEDGE_BY", view::Date(visit.language, erasure.acknowledge_by))
      .Set("DUE", view::Date(visit.language, erasure.due_at))
      .Set("DONE_AT", done || withdrawn ? view::Moment(visit.language, erasure.done_at) : "")
      .Set("ERASED", view::Number(visit.language, erasure.erased));
  data.SetIfAny("WITHDRAW_UNTIL", erasure.withdraw_until ? view::Moment(visit.language, *erasure.withdraw_until) : "");
  data.Show("IS_OPEN", !done && !withdrawn)
      .Show("IS_BEGUN", !done && !withdrawn && !erasure.withdraw_until)
      .Show("IS_DONE", done)
      .Show("IS_WITHDRAWN", withdrawn)
      .Show("IS_OVERDUE", erasure.overdue)
      .Show("ON_PAPER", erasure.source == "paper");
  data.SetIfAny("HELD_COUNT", erasure.held_count > 0 ? view::Number(visit.language, erasure.held_count) : "");
  data.SetIfAny("WHOSE", erasure.phone_masked);
  data.SetIfAny("SELLER_HELD", erasure.seller_held.empty() ? "" : visit.Known("mydata.", erasure.seller_held));
  data.Show("ANY_HELD", !erasure.held.empty());
  for (const auto& one : erasure.held) {
    auto row = data.Add("HELD");
    row.Set("HELD_CODE", one.code).Set("HELD_WHY", visit.Known("mydata.hold.", one.why));
    row.SetIfAny("HELD_UNTIL", one.until == keel::Instant{} ? "" : view::Date(visit.language, one.until));
  }
}

}  // namespace storefront
