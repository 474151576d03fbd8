#include <algorithm>
#include <array>

#include "storefront/backends/personal.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/erasure_view.hpp"
#include "storefront/routes/parts/workplace.hpp"

/// /quan-tri/xoa-du-lieu: who asked to be erased, until when, what is held back; and entering what came on paper.
namespace storefront {
namespace {

constexpr std::string_view kHere = "/quan-tri/xoa-du-lieu";
constexpr std::array<std::string_view, 3> kStates{"open", "done", "withdrawn"};

Reply ShowErasures(Visit& visit) {
  const auto asked = visit.request.QueryOr("trang-thai", "open");
  const std::string state(std::ranges::find(kStates, asked) == kStates.end() ? kStates[0] : std::string_view(asked));
  const auto erasures =
      backends::ListErasures(visit.app.accounts.ask(), visit.caller(), state, visit.request.QueryOr("sau", ""));
  if (!erasures) return visit.Fail(erasures.failure());
  Page page{.title = visit.T("office.erasures"), .nav = "me", .indexed = false};
  view::Data& data = page.data;
  AddWorkNav(visit, data, "erasures");
  for (const auto one : kStates)
    data.Add("TAB")
        .Set("HREF", std::string(kHere) + "?trang-thai=" + std::string(one))
        .Set("LABEL", visit.T("office.erasures." + std::string(one)))
        .Set("HERE", one == state ? "page" : "false");
  for (const auto& erasure : erasures->items) {
    auto row = data.Add("ERASURE");
    ShowErasure(visit, row, erasure);
  }
  data.Show("EMPTY", erasures->items.empty()).Show("HAS_NEXT", !erasures->next.empty());
  data.Set("NEXT_HREF", std::string(kHere) + "?trang-thai=" + state + "&sau=" + keel::http::UrlEncode(erasures->next));
  return visit.Show("pages/operator/erasures.html", std::move(page));
}

Reply Enter(Visit& visit) {
  return AfterDeed(visit,
                   backends::EnterErasure(visit.app.accounts.ask(), visit.caller(std::chrono::seconds(8)),
                                          visit.form().Text("dien_thoai", 32)),
                   visit.T("office.erasure-entered"), std::string(kHere));
}

Reply Withdraw(Visit& visit) {
  return AfterDeed(visit,
                   backends::WithdrawErasure(visit.app.accounts.ask(), visit.caller(std::chrono::seconds(8)),
                                             std::string(visit.request.Param("id"))),
                   visit.T("office.erasure-withdrawn"), std::string(kHere));
}

}  // namespace

void MountErasures(Mount& mount) {
  mount.Get(kHere, For::kOperator, ShowErasures);
  mount.Post(kHere, For::kOperator, Enter);
  mount.Post(std::string(kHere) + "/:id/rut-lai", For::kOperator, Withdraw);
}

}  // namespace storefront
