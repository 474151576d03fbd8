#include <qrencode.h>

#include <memory>

#include "storefront/backends/stocking.hpp"
#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/buyer.hpp"
#include "storefront/routes/parts/workplace.hpp"
#include "storefront/view/format.hpp"

/// /lo/<code> and its GS1 Digital Link /01/<gtin>/10/<code>: what a lot is, for whoever holds a parcel of it;
/// /lo/<code>/qr.svg: the QR that says so; /don/<code>/can: what the scales said, and the buyer's answer.
namespace storefront {
namespace {

constexpr int kQuietZone = 4;

Reply ShowFound(Visit& visit, const backends::PublicLot& found) {
  const auto& lot = found.lot;
  Page page{.title = visit.T("lot.title", {{"CODE", lot.code}}), .canonical = "/lo/" + lot.code, .indexed = false};
  view::Data& data = page.data;
  data.Set("CODE", lot.code)
      .Set("GTIN", lot.gtin)
      .Set("PRODUCT", found.product_name)
      .Set("PRODUCT_SLUG", found.product_slug);
  data.SetIfAny("VARIANT", found.variant_name).Set("SHOP", found.shop_name).Set("SHOP_SLUG", found.shop_slug);
  const auto day = [&](const std::string& iso) { return iso.empty() ? std::string() : view::Day(visit.language, iso); };
  data.SetIfAny("HARVESTED", day(lot.harvested_on))
      .SetIfAny("PRODUCED", day(lot.produced_on))
      .SetIfAny("EXPIRES", day(lot.expires_on))
      .SetIfAny("NOTE", lot.note);
  data.Show("RECALLED", lot.state == "recalled").Show("EXPIRED", lot.state == "expired");
  data.Show("GOOD", lot.state == "open" || lot.state == "held").Show("GROWING", lot.state == "growing");
  return visit.Show("pages/lot.html", std::move(page));
}

Reply ShowLot(Visit& visit) {
  const auto found =
      backends::FindLot(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("code")));
  if (!found) return visit.Fail(found.failure());
  return ShowFound(visit, *found);
}

/// The number and the lot must fit each other: a label of another product must not lead here.
Reply ShowLinked(Visit& visit) {
  const auto found =
      backends::FindLot(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("code")));
  if (!found) return visit.Fail(found.failure());
  if (found->lot.gtin != visit.request.Param("gtin")) return visit.NotFound();
  return ShowFound(visit, *found);
}

/// Dark squares as one path; each row's runs.
std::string Squares(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y)
    for (int x = 0; x < code.width; ++x) {
      int run = 0;
      while (x + run < code.width && (code.data[y * code.width + x + run] & 1) != 0) ++run;
      if (run == 0) continue;
      path += "M" + std::to_string(x + kQuietZone) + " " + std::to_string(y + kQuietZone) + "h" + std::to_string(run) +
              "v1h-" + std::to_string(run) + "z";
      x += run;
    }
  return path;
}

Reply ShowQr(Visit& visit) {
  const auto found =
      backends::FindLot(visit.app.orders.ask(), visit.caller(), std::string(visit.request.Param("code")));
  if (!found) return visit.Fail(found.failure());
  const std::string link = visit.app.settings.public_url + found->lot.digital_link;
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(QRcode_encodeString8bit(link.c_str(), 0, QR_ECLEVEL_M),
                                                        QRcode_free);
  if (!code) return visit.Problem(500, visit.T("problem.500.text"));
  const auto side = std::to_string(code->width + 2 * kQuietZone);
  Reply reply;
  reply.content_type = "image/svg+xml";
  reply.body = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
               "\" width=\"288\" height=\"288\" shape-rendering=\"crispEdges\" role=\"img\"><title>" +
               view::EscapeHtml(found->lot.code) + "</title><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side +
               "H0z\"/><path fill=\"#000\" d=\"" + Squares(*code) + "\"/></svg>\n";
  return reply;
}

std::string CodeIn(const Visit& visit) {
  return std::string(visit.request.Param("code"));
}

Reply ShowWeights(Visit& visit) {
  const auto code = CodeIn(visit), phone = BuyerPhone(visit);
  if (!IsKnownBuyer(visit)) return visit.SeeOther("/don/" + code);
  const auto weights = backends::BuyersWeights(visit.app.orders.ask(), visit.caller(), code, phone);
  if (!weights) return visit.Fail(weights.failure());
  Page page{.title = visit.T("weigh.title"), .nav = "orders", .indexed = false};
  // A new one each time: the shop may weigh another line later, and ask again.
  page.data.Set("FORM_KEY", NewFormKey());
  page.data.Set("CODE", weights->code).Show("ASKED", weights->asked).Show("NOTHING", weights->lines.empty());
  for (const auto& line : weights->lines) {
    auto row = page.data.Add("LINE");
    row.Set("LINE_TITLE", line.title)
        .Set("ORDERED", view::Weight(visit.language, line.ordered_g))
        .Set("PACKED_WEIGHT", view::Weight(visit.language, line.packed_g))
        .Set("AGREED", view::Money(visit.language, line.agreed))
        .Set("NOW", view::Money(visit.language, line.total))
        .Set("OUTCOME", visit.Known("weigh.outcome.", line.outcome));
    row.SetIfAny("UNTIL", line.outcome == "asked" ? view::Moment(visit.language, line.answer_until) : "");
  }
  return visit.Show("pages/weights.html", std::move(page));
}

Reply Answer(Visit& visit) {
  const auto code = CodeIn(visit), phone = BuyerPhone(visit);
  if (!IsKnownBuyer(visit)) return visit.SeeOther("/don/" + code);
  const bool accept = visit.form().Text("tra_loi", 10) == "accept";
  auto caller = visit.caller(std::chrono::seconds(5));
  caller.idempotency_key = DeedKey(visit, accept ? "weights-accept" : "weights-decline");
  const auto done = backends::AnswerWeights(visit.app.orders.ask(), caller, code, phone, accept);
  if (!done && done.failure().down()) return visit.Fail(done.failure());
  visit.Flash(done ? "good" : "bad",
              done ? visit.T(accept ? "weigh.accepted" : "weigh.declined") : visit.Sentence(done.failure()));
  return visit.SeeOther("/don/" + code);
}

}  // namespace

void MountLot(Mount& mount) {
  mount.Get("/lo/:code", For::kVisitor, ShowLot);
  mount.Get("/lo/:code/qr.svg", For::kVisitor, ShowQr);
  mount.Get("/01/:gtin/10/:code", For::kVisitor, ShowLinked);
  mount.Get("/don/:code/can", For::kVisitor, ShowWeights);
  mount.Post("/don/:code/can", For::kVisitor, Answer);
}

}  // namespace storefront
