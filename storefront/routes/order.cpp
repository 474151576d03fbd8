#include <algorithm>
#include <cctype>

#include "storefront/backends/fulfilment.hpp"
#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/buyer.hpp"
#include "storefront/routes/parts/order_rows.hpp"
#include "storefront/routes/parts/order_view.hpp"
#include "storefront/routes/parts/typed.hpp"
#include "storefront/view/format.hpp"

/// /don/<code>: an order by its code and its buyer's phone; /tra-don: the form for those two.
namespace storefront {
namespace {

/// What people type: "cp 7k3m 9q4" → "CP-7K3M-9Q4". Other shapes stay as they are and are not found.
std::string CodeOf(std::string_view typed) {
  std::string letters;
  for (const char c : typed) {
    if (std::isalnum(static_cast<unsigned char>(c)))
      letters += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  if (letters.starts_with("CP")) letters.erase(0, 2);
  if (letters.size() != 7) return letters.empty() ? "-" : letters.substr(0, 20);
  return "CP-" + letters.substr(0, 4) + "-" + letters.substr(4);
}

Reply AskForPhone(Visit& visit, const std::string& code) {
  Page page{.title = visit.T("order.find-title"), .nav = "orders", .indexed = false};
  page.data.Set("CODE", code).Show("HAS_CODE").Show("FIND_TITLE");
  return visit.Show("pages/find_order.html", std::move(page));
}

/// What somebody signed in bought; without him, or while orders is away, there is the form alone.
void FillMine(Visit& visit, view::Data& data) {
  const auto mine = visit.session() == nullptr
                        ? backends::Got<backends::Listing<backends::WorkOrder>>(backends::Failure{})
                        : backends::MyOrders(visit.app.orders.ask(), visit.caller(), visit.request.QueryOr("sau", ""));
  data.Show("FIND_TITLE", !mine).Show("MINE", static_cast<bool>(mine));
  if (!mine) return;
  for (const auto& order : mine->items) {
    auto row = data.Add("ORDER");
    row.Set("CODE", order.view.code)
        .Set("SHOP", order.view.shop_name)
        .Set("TOTAL", view::Money(visit.language, order.view.total))
        .Set("PLACED", view::Date(visit.language, order.placed_at))
        .Set("STATE_TEXT", visit.Known("order.state.", order.view.state))
        .Set("STATE_KIND", StateKind(order.view.state));
  }
  data.Show("NOTHING_BOUGHT", mine->items.empty());
  if (!mine->next.empty()) data.SetIfAny("NEXT_HREF", "/tra-don?sau=" + keel::http::UrlEncode(mine->next));
}

Reply ShowFindOrder(Visit& visit) {
  Page page{.title = visit.T(visit.session() ? "order.mine" : "order.find-title"), .nav = "orders"};
  page.data.Show("NO_CODE");
  FillMine(visit, page.data);
  return visit.Show("pages/find_order.html", std::move(page));
}

/// Both forms: the code may be in the address or typed. A wrong phone and a wrong code get the same answer.
Reply FindOrder(Visit& visit) {
  const std::string_view in_path = visit.request.Param("code");
  const std::string code = CodeOf(in_path.empty() ? visit.form().Text("ma", 30) : std::string(in_path));
  const std::string phone = visit.form().Text("dien_thoai", 32);
  const auto order = visit.app.orders.FindOrder(visit.caller(), code, phone);
  if (!order) {
    if (order.failure().down()) return visit.Fail(order.failure());
    // A letter that does not fit the others is a slip of the finger, and says nothing about whose order it is.
    const bool says_why = order.failure().status == 429 || order.failure().code == "order-code-mistyped";
    const std::string why = says_why ? visit.Sentence(order.failure()) : visit.T("order.not-found");
    return Again(visit, in_path.empty() ? ShowFindOrder(visit) : AskForPhone(visit, code),
                 {{.field = {}, .sentence = why, .ready = true}});
  }
  RememberBuyer(visit, phone);
  return visit.SeeOther("/don/" + order->code);
}

Reply ShowOrder(Visit& visit) {
  const std::string code = CodeOf(visit.request.Param("code")), phone = BuyerPhone(visit);
  if (!IsKnownBuyer(visit)) return AskForPhone(visit, code);
  const auto order = visit.app.orders.FindOrder(visit.caller(), code, phone);
  if (!order) {
    const bool is_wrong = order.failure().missing() || order.failure().status == 400 || order.failure().status == 403;
    return is_wrong ? AskForPhone(visit, code) : visit.Fail(order.failure());
  }
  Page page{.title = visit.T("order.title", {{"CODE", order->code}}), .nav = "orders", .indexed = false};
  FillOrder(visit, page.data, *order);
  if (order->state == "accepted") {  // Only then can the scales have a question for him.
    const auto weights = backends::BuyersWeights(visit.app.orders.ask(), visit.caller(std::chrono::milliseconds(800)),
                                                 order->code, phone);
    page.data.Show("WEIGHT_ASKED", weights && weights->asked);
  }
  page.data.SetIfAny("PURCHASE", order->purchase_id)
      .SetIfAny("PHONE_MASKED", phone.empty() ? phone : MaskedPhone(phone));
  return visit.WantsFragment() ? visit.Fragment("parts/order.html", page.data)
                               : visit.Show("pages/order.html", std::move(page));
}

Reply CancelOrder(Visit& visit) {
  const std::string code = CodeOf(visit.request.Param("code")), phone = BuyerPhone(visit);
  if (!IsKnownBuyer(visit)) return visit.SeeOther("/don/" + code);
  const auto order = visit.app.orders.CancelOrder(visit.caller(), code, phone);
  if (!order && order.failure().down()) return visit.Fail(order.failure());
  if (order)
    visit.Flash("good", visit.T("order.cancelled-done"));
  else
    visit.Flash("bad", visit.Sentence(order.failure()));
  return visit.SeeOther("/don/" + code);
}

}  // namespace

void MountOrder(Mount& mount) {
  mount.Get("/tra-don", For::kVisitor, ShowFindOrder);  // Personal for the sake of what FindOrder has to say.
  mount.PublicPost("/tra-don", FindOrder);
  mount.Get("/don/:code", For::kVisitor, ShowOrder);
  mount.PublicPost("/don/:code", FindOrder);
  mount.Post("/don/:code/huy", For::kVisitor, CancelOrder);
}

}  // namespace storefront
