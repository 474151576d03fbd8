#include "storefront/backends/cases.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/buyer.hpp"
#include "storefront/routes/parts/case_view.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /don/<code>/viec: what a buyer may do about an order: take a part off, give goods back, open a dispute.
/// /doi-hang/<id>: the link that asks whether something else will do.
namespace storefront {
namespace {

using backends::OrderCases;

constexpr std::size_t kLongestWords = 600;

std::string PathOf(const std::string& code) {
  return "/don/" + code + "/viec";
}

Reply ShowCases(Visit& visit) {
  const std::string code(visit.request.Param("code")), phone = BuyerPhone(visit);
  if (!IsKnownBuyer(visit)) return visit.SeeOther("/don/" + code);
  const auto cases = backends::CasesOfOrder(visit.app.orders.ask(), visit.caller(), code, phone);
  if (!cases) return cases.failure().missing() ? visit.SeeOther("/don/" + code) : visit.Fail(cases.failure());
  Page page{.title = visit.T("case.title", {{"CODE", cases->view.code}}), .nav = "orders", .indexed = false};
  FillOrder(visit, page.data, cases->view);
  FillCases(visit, page.data, *cases);
  page.data.Set("FORM_KEY", NewFormKey());
  if (cases->can_return) page.data.SetIfAny("RETURN_BY", view::Moment(visit.language, cases->return_until));
  page.data.Show("NOTHING_TO_DO", !cases->can_amend && !cases->can_return && !cases->can_dispute);
  return visit.Show("pages/order_cases.html", std::move(page));
}

/// The photos sent with the form: only the two sides and the operators see them. The first failure is the answer.
backends::Got<std::vector<std::string>> SendPhotos(Visit& visit, const std::string& code, const std::string& phone) {
  std::vector<std::string> ids;
  for (const auto& file : visit.form().files()) {
    if (file.field != "anh" || ids.size() == 6) continue;
    auto id =
        backends::SendEvidence(visit.app.orders.ask(), visit.caller(std::chrono::seconds(25)), code, phone, file.bytes);
    if (!id) return id.failure();
    ids.push_back(*std::move(id));
  }
  return ids;
}

Reply DoReturn(Visit& visit, const backends::Caller& caller, const OrderCases& cases, const std::string& phone) {
  Typed typed(visit);
  const auto given_back = ReadKept(typed, cases);
  const auto words = typed.Words("loi", kLongestWords);
  if (!typed.sound()) return Again(visit, ShowCases(visit), typed.faults());
  auto photos = SendPhotos(visit, cases.view.code, phone);
  const auto again = [&] { return ShowCases(visit); };
  if (!photos) return AfterTyped(visit, photos, "", PathOf(cases.view.code), again);
  backends::ReturnAsk ask{cases.view.code, phone, visit.form().Text("ly_do", 30), words, {}, *std::move(photos)};
  for (const auto& [id, quantity] : given_back)
    if (quantity > 0) ask.lines.emplace_back(id, quantity);
  return AfterTyped(visit, backends::AskReturn(visit.app.orders.ask(), caller, ask), visit.T("case.done.return"),
                    PathOf(cases.view.code), again);
}

Reply DoDispute(Visit& visit, const backends::Caller& caller, const OrderCases& cases, const std::string& phone) {
  Typed typed(visit);
  const auto words = typed.Words("loi", kLongestWords, true);
  const auto again = [&] { return ShowCases(visit); };
  if (!typed.sound()) return Again(visit, again(), typed.faults());
  auto photos = SendPhotos(visit, cases.view.code, phone);
  if (!photos) return AfterTyped(visit, photos, "", PathOf(cases.view.code), again);
  const backends::DisputeAsk ask{cases.view.code, phone, visit.form().Text("ve", 30), words, *std::move(photos)};
  return AfterTyped(visit, backends::OpenDispute(visit.app.orders.ask(), caller, ask), visit.T("case.done.dispute"),
                    PathOf(cases.view.code), again);
}

/// /bang-chung/<id>: a photo of a case, for whoever may see it: orders decides.
Reply ShowEvidence(Visit& visit) {
  auto bytes = backends::ReadEvidence(visit.app.orders.ask(), visit.caller(std::chrono::seconds(5)),
                                      std::string(visit.request.Param("id")), BuyerPhone(visit),
                                      visit.request.QueryOr("rong", "800"));
  if (!bytes) return visit.Fail(bytes.failure());
  Reply reply;
  reply.content_type = "image/jpeg";
  reply.body = *std::move(bytes);
  return reply;
}

Reply Do(Visit& visit) {
  const std::string code(visit.request.Param("code")), phone = BuyerPhone(visit);
  if (!IsKnownBuyer(visit)) return visit.SeeOther("/don/" + code);
  const auto& orders = visit.app.orders.ask();
  const auto cases = backends::CasesOfOrder(orders, visit.caller(), code, phone);
  if (!cases) return visit.Fail(cases.failure());
  const std::string deed = visit.form().Text("viec", 20), path = PathOf(cases->view.code);
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, deed + visit.form().Text("ma", 30).substr(0, 30));
  if (deed == "bot") {
    Typed typed(visit);
    const auto kept = ReadKept(typed, *cases);
    const auto version = typed.Ours("phien_ban");
    const auto again = [&] { return ShowCases(visit); };
    if (!typed.sound()) return Again(visit, again(), typed.faults());
    return AfterTyped(visit, backends::TakeOff(orders, caller, cases->view.code, phone, kept, version),
                      visit.T("case.done.amend"), path, again);
  }
  if (deed == "tra") return DoReturn(visit, caller, *cases, phone);
  if (deed == "khieu-nai") return DoDispute(visit, caller, *cases, phone);
  if (deed == "rut-tra" || deed == "rut-khieu-nai")
    return AfterDeed(visit,
                     backends::Withdraw(orders, caller, deed == "rut-tra" ? "returns" : "disputes",
                                        visit.form().Text("ma", 30), phone),
                     visit.T("case.done.withdraw"), path);
  return visit.SeeOther(path);
}

Reply ShowSubstitute(Visit& visit) {
  const auto one =
      backends::FindSubstitute(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("id")));
  if (!one) return visit.Fail(one.failure());
  Page page{.title = visit.T("case.substitute-title"), .nav = "orders", .indexed = false};
  view::Data& data = page.data;
  data.Set("SUBSTITUTE_ID", one->id)
      .Set("SHOP", one->shop_name)
      .Set("CODE", one->code)
      .Set("GONE", one->gone)
      .Set("INSTEAD", one->instead)
      .Set("SUBSTITUTE_TOTAL", view::Money(visit.language, one->total))
      .Set("SUBSTITUTE_STATE", visit.Known("case.substitute.", one->state))
      .Set("SUBSTITUTE_UNTIL", view::Moment(visit.language, one->until));
  data.Show("SUBSTITUTE_OPEN", one->state == "asked").Show("SUBSTITUTE_CLOSED", one->state != "asked");
  return visit.Show("pages/substitute.html", std::move(page));
}

Reply AnswerSubstitute(Visit& visit) {
  const std::string id(visit.request.Param("id"));
  const bool yes = visit.form().Text("tra_loi", 5) == "co";
  return AfterDeed(visit, backends::AnswerSubstitute(visit.app.orders.ask(), visit.caller(), id, yes),
                   visit.T(yes ? "case.done.taken" : "case.done.refused"), "/doi-hang/" + id);
}

}  // namespace

void MountOrderCases(Mount& mount) {
  mount.Get("/don/:code/viec", For::kVisitor, ShowCases);
  mount.Post("/don/:code/viec", For::kVisitor, Do);
  mount.Get("/bang-chung/:id", For::kVisitor, ShowEvidence);
  mount.Get("/doi-hang/:id", For::kVisitor, ShowSubstitute);
  mount.Post("/doi-hang/:id", For::kVisitor, AnswerSubstitute);
}

}  // namespace storefront
