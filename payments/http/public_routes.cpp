#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "payments/flows/refund_by_bank.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/json.hpp"
#include "payments/http/routes.hpp"
#include "payments/providers/vietqr/qr_svg.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

namespace payments {
namespace {

namespace http = keel::http;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto kCatchUpFor = 2s;
constexpr std::size_t kMostSellers = 50;

http::Reply GetPayment(const Front& front, const http::Request& request) {
  const auto id = PurchaseId::Parse(request.Param("id"));
  if (!id) return http::Problem(id.error(), request);
  if (const auto may = MaySeePayment(front, request, *id); !may) return http::Problem(may.error(), request);
  auto views = PurchasePayment(front.desk, *id);
  if (!views && views.error().code == "purchase-not-found") {
    // The page of a purchase just placed is quicker than the feed: read on, then look again.
    front.orders.CatchUp(std::min(request.deadline, std::chrono::steady_clock::now() + kCatchUpFor));
    views = PurchasePayment(front.desk, *id);
  }
  if (!views) return http::Problem(views.error(), request);
  json methods = json::array(), intents = json::array();
  for (const auto& view : *views) {
    methods.push_back(view.intent.method);
    intents.push_back(ToJson(view));
  }
  json body{{"purchase_id", id->text()}, {"methods", std::move(methods)}, {"intents", std::move(intents)}};
  if (const auto account = RefundAccountOf(front.desk, *id))
    body["refund_account"] = {{"bank_name", BankName(account->bank_bin)},
                              {"account_masked", Masked(account->account)},
                              {"source", account->source}};
  return Private(request, body);
}

http::Reply GetQr(const Front& front, const http::Request& request) {
  const auto view = IntentForPayer(front, request);
  if (!view) return http::Problem(view.error(), request);
  if (!view->pay_to)
    return http::Problem({keel::Kind::kNotFound, "qr-not-available", "This payment does not wait for a transfer."},
                         request);
  const auto etag = keel::crypto::Sha256Hex(view->pay_to->qr_payload).substr(0, 20);
  http::Reply reply;
  reply.content_type = "image/svg+xml";
  reply.body = QrSvg(view->pay_to->qr_payload, "VietQR " + view->intent.reference);
  reply.With("Cache-Control", "private, no-store").With("X-Content-Type-Options", "nosniff");
  return http::WithEtag(request, etag, std::move(reply));
}

/// A word of a query: at most `most` lower-case letters, digits, '-' and '_'.
keel::Result<std::string> Word(const http::Request& request, std::string_view name, std::size_t most) {
  auto word = request.QueryOr(name, "");
  const bool sound = word.size() <= most && std::ranges::all_of(word, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
                     });
  if (sound) return word;
  return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "That is not such a name.", std::string(name)};
}

/// A word that nobody has would be quoted as if it were known. When catalog cannot be asked, a category is taken.
keel::Result<keel::Done> KnownWords(const Front& front, const http::Request& request, const std::string& kind,
                                    const std::string& category, const std::string& channel) {
  const auto is_one_of = [](const auto& names, const std::string& name) {
    return name.empty() || std::ranges::find(names, name) != names.end();
  };
  auto wrong = is_one_of(kPartyKinds, kind) ? "" : kind;
  if (!is_one_of(kSaleChannels, channel)) wrong = channel;
  if (wrong.empty() && !category.empty() && front.knows_category) {
    const auto known = front.knows_category(category, request);
    if (known && !*known) wrong = category;
  }
  if (wrong.empty()) return keel::Done{};
  return keel::Error{keel::Kind::kInvalid, "rule-names-nothing", "No kind, category or channel is called that.", wrong};
}

http::Reply GetNetQuote(const Front& front, const http::Request& request) {
  constexpr std::size_t kMostDigits = 12;
  const auto amount = request.Query("amount");
  if (!amount) return http::Problem({keel::Kind::kInvalid, "field-missing", "amount is missing.", "amount"}, request);
  if (amount->empty() || !std::ranges::all_of(*amount, [](char c) { return c >= '0' && c <= '9'; }))
    return http::Problem({keel::Kind::kInvalid, "field-wrong-type", "amount: whole đồng.", "amount"}, request);
  if (amount->size() > kMostDigits)
    return http::Problem({keel::Kind::kInvalid, "field-out-of-range", "amount: at most twelve digits.", "amount"},
                         request);
  const auto kind = Word(request, "party_kind", 24);
  if (!kind) return http::Problem(kind.error(), request);
  const auto category = Word(request, "category", 64);
  if (!category) return http::Problem(category.error(), request);

  const auto channel = Word(request, "channel", 24);
  if (!channel) return http::Problem(channel.error(), request);
  const auto method = Word(request, "method", 16);
  if (!method) return http::Problem(method.error(), request);
  if (auto known = KnownWords(front, request, *kind, *category, *channel); !known)
    return http::Problem(known.error(), request);
  const auto* provider = front.desk.providers.Find(*method);
  if (!method->empty() && provider == nullptr)
    return http::Problem({keel::Kind::kInvalid, "payment-method-unknown", "There is no such method.", *method},
                         request);
  bool resident = true;
  const auto party = request.QueryOr("party_id", "");
  if (!party.empty()) {
    const auto id = PartyId::Parse(party);
    if (!id) return http::Problem(id.error(), request);
    const auto who = front.verifier.Who(request);
    if (!who) return http::Problem(who.error(), request);
    if (!who->MayActFor(party))
      return http::Problem({keel::Kind::kNotFound, "party-not-found", "There is no such seller."}, request);
    resident = IsResident(front.desk, *id);
  }
  const auto quote = QuoteNet(front.desk, keel::Money::Vnd(std::stoll(*amount)), *kind, *category, *channel,
                              provider == nullptr || provider->PaidBeforeShipping(), resident);
  if (!quote) return http::Problem(quote.error(), request);
  auto body = ToJson(quote->net);
  body["basis_points"] = quote->rate.basis_points;
  body["tax_basis_points"] = quote->rate.tax_basis_points;
  body["vat_basis_points"] = quote->rate.vat_basis_points;
  body["pit_basis_points"] = quote->rate.pit_basis_points;
  return party.empty() ? Public(request, body) : Private(request, body);
}

http::Reply GetRules(const Front& front, const http::Request& request) {
  const auto rules = CommissionRules(front.desk);
  json commission = json::array(), vat = json::array();
  for (const auto& rule : rules.commission) commission.push_back(ToJson(rule));
  for (const auto& rule : rules.commission_vat) vat.push_back(ToJson(rule));
  json withholding = json::array(), buckets = json::array();
  for (const auto& rule : rules.withholding) withholding.push_back(ToJson(rule));
  for (const auto& bucket : rules.buckets) buckets.push_back(ToJson(bucket));
  json thresholds = json::array();
  for (const auto& threshold : rules.thresholds) thresholds.push_back(ToJson(threshold));
  return Public(request, {{"commission", std::move(commission)},
                          {"commission_vat", std::move(vat)},
                          {"withholding", std::move(withholding)},
                          {"tax_buckets", std::move(buckets)},
                          {"tax_thresholds", std::move(thresholds)}});
}

http::Reply GetMethods(const Front& front, const http::Request& request) {
  // ?sellers=pty_…,pty_…: for a cart with their goods.
  std::vector<PartyId> sellers;
  std::istringstream asked(request.QueryOr("sellers", ""));
  for (std::string one; std::getline(asked, one, ',') && sellers.size() < kMostSellers;) {
    const auto seller = PartyId::Parse(one);
    if (!seller) return http::Problem(seller.error(), request);
    sellers.push_back(*seller);
  }
  json items = json::array();
  for (const auto& provider : front.desk.providers.all()) {
    if (!IsOffered(front.desk, *provider, sellers)) continue;
    json item{{"code", provider->code()}, {"paid_before_shipping", provider->PaidBeforeShipping()}};
    const auto bounds = provider->Bounds();
    const auto dong = [](keel::Money money) { return json{{"amount", money.dong()}, {"currency", "VND"}}; };
    if (bounds.least) item["least"] = dong(*bounds.least);
    if (bounds.most) item["most"] = dong(*bounds.most);
    items.push_back(std::move(item));
  }
  return Public(request, {{"items", std::move(items)}, {"mode", kLegalModeNames[std::size_t(front.desk.mode)]}});
}

}  // namespace

void MountPublicRoutes(const Front& front) {
  using enum http::Method;
  front.server.Work(kGet, "/v1/purchases/:id/payment",
                    [front](const http::Request& request) { return GetPayment(front, request); });
  front.server.Work(kGet, "/v1/intents/:id/qr.svg",
                    [front](const http::Request& request) { return GetQr(front, request); });
  front.server.Work(kGet, "/v1/net-quotes",
                    [front](const http::Request& request) { return GetNetQuote(front, request); });
  front.server.Work(kGet, "/v1/commission-rules",
                    [front](const http::Request& request) { return GetRules(front, request); });
  front.server.Work(kGet, "/v1/payment-methods",
                    [front](const http::Request& request) { return GetMethods(front, request); });
}

}  // namespace payments
