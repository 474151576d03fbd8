#include "payments/http/peers.hpp"

#include <nlohmann/json.hpp>

namespace payments {

ProveBuyer AskOrders(keel::http::Client& orders) {
  return [&orders](const PurchaseId& purchase, const std::string& phone,
                   const keel::http::Request& request) -> keel::Result<keel::Done> {
    keel::http::Ask ask;
    ask.path = "/v1/purchases/" + keel::http::UrlEncode(purchase.text());
    if (!phone.empty()) ask.path += "?phone=" + keel::http::UrlEncode(phone);
    ask.deadline = request.deadline;
    if (const auto token = request.Header("authorization"); !token.empty())
      ask.headers["authorization"] = std::string(token);
    // Guesses are counted where the person is, not where we are.
    if (const auto from = request.Header("x-real-ip"); !from.empty()) ask.headers["x-real-ip"] = std::string(from);
    const auto answer = orders.Send(ask);
    if (!answer) return answer.error();
    if (answer->ok()) return keel::Done{};
    constexpr int kTooManyStatus = 429;
    if (answer->status == kTooManyStatus)
      return keel::Error{keel::Kind::kTooMany, "too-many-lookups", "Too many wrong look-ups.", "15", 900};
    if (answer->status >= 500)
      return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
    return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  };
}

AskPurchases AskWhatWasBought(keel::http::Client& orders) {
  return [&orders](const keel::http::Request& request) -> keel::Result<std::vector<PurchaseId>> {
    keel::http::Ask ask;
    ask.path = "/v1/me/personal-data";
    ask.headers = {{"authorization", std::string(request.Header("authorization"))}};
    ask.deadline = request.deadline;
    const auto answer = orders.Send(ask);
    if (!answer) return answer.error();
    const auto body = answer->ok() ? answer->Json() : nlohmann::json();
    if (!body.is_object() || !body.contains("purchases") || !body["purchases"].is_array())
      return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
    std::vector<PurchaseId> purchases;
    for (const auto& row : body["purchases"])
      if (row.is_object() && row.contains("id") && row["id"].is_string())
        if (const auto id = PurchaseId::Parse(row["id"].get<std::string>())) purchases.push_back(*id);
    return purchases;
  };
}

KnowsCategory AskCatalog(keel::http::Client& catalog) {
  return [&catalog](const std::string& category, const keel::http::Request& request) -> keel::Result<bool> {
    keel::http::Ask ask;
    ask.path = "/v1/categories";
    ask.deadline = request.deadline;
    const auto answer = catalog.Send(ask);
    if (!answer) return answer.error();
    const auto body = answer->ok() ? answer->Json() : nlohmann::json();
    if (!body.is_object() || !body.contains("groups"))
      return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
    for (const auto& group : body["groups"])
      for (const auto& set : group.value("sets", nlohmann::json::array()))
        if (set.value("slug", "") == category) return true;
    return false;
  };
}

AskName AskAccounts(keel::http::Client& accounts, std::function<std::string()> bearer) {
  return [&accounts, bearer = std::move(bearer)](const std::string& party_id) -> keel::Result<std::string> {
    keel::http::Ask ask;
    ask.path = "/internal/parties/" + keel::http::UrlEncode(party_id) + "/contact";
    ask.headers = {{"authorization", bearer()}};
    const auto answer = accounts.Send(ask);
    if (!answer) return answer.error();
    if (answer->status == 404) return keel::Error{keel::Kind::kNotFound, "party-not-found", "There is no such seller."};
    const auto body = answer->ok() ? answer->Json() : nlohmann::json();
    if (!body.is_object() || !body.contains("name") || !body["name"].is_string())
      return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
    return body["name"].get<std::string>();
  };
}

namespace {

OrderWord ToOrderWord(const nlohmann::json& order) {
  const auto dong = [&](const char* name) { return keel::Money::Vnd(order.at(name).get<std::int64_t>()); };
  return {order.at("id").get<std::string>(),
          order.at("code").get<std::string>(),
          order.at("party_id").get<std::string>(),
          order.at("payment").get<std::string>(),
          order.at("state").get<std::string>(),
          dong("goods_vnd"),
          dong("freight_vnd"),
          dong("total_vnd"),
          dong("given_back_vnd"),
          order.at("untold").get<bool>()};
}

}  // namespace

AskOrderWords AskForAmounts(keel::http::Client& orders, std::function<std::string()> bearer) {
  return [&orders, bearer = std::move(bearer)](std::int64_t heard,
                                               const std::string& after) -> keel::Result<OrderWords> {
    keel::http::Ask ask;
    ask.path = "/internal/order-amounts?heard=" + std::to_string(heard) + "&after=" + keel::http::UrlEncode(after);
    ask.headers = {{"authorization", bearer()}};
    const auto answer = orders.Send(ask);
    if (!answer) return answer.error();
    if (!answer->ok())
      return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.",
                         std::to_string(answer->status), 1};
    const auto body = answer->Json();
    try {
      OrderWords page;
      for (const auto& order : body.at("items")) page.items.push_back(ToOrderWord(order));
      if (!body.at("next").is_null()) page.next = body["next"].get<std::string>();
      return page;
    } catch (const nlohmann::json::exception&) {
      return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
    }
  };
}

}  // namespace payments
