#include "accounts/http/peers.hpp"

#include <nlohmann/json.hpp>

namespace accounts {
namespace {

using nlohmann::json;

keel::Result<json> Get(keel::http::Client& peer, const std::string& bearer, const std::string& path) {
  keel::http::Ask ask;
  ask.path = path;
  ask.headers = {{"authorization", bearer}};
  const auto answer = peer.Send(ask);
  if (!answer) return answer.error();
  auto body = answer->ok() ? answer->Json() : json();
  if (!body.is_object())
    return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
  return body;
}

std::int64_t NumberIn(const json& body, const char* name) {
  const auto at = body.find(name);
  return at != body.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
}

}  // namespace

AskBusiness AskTraders(keel::http::Client& orders, keel::http::Client& payments, std::function<std::string()> bearer) {
  return [&orders, &payments, bearer = std::move(bearer)](const PartyId& party) -> keel::Result<PartyBusiness> {
    const auto path = "/internal/parties/" + keel::http::UrlEncode(party.text());
    const auto trade = Get(orders, bearer(), path + "/business");
    if (!trade) return trade.error();
    const auto money = Get(payments, bearer(), path + "/balance");
    if (!money) return money.error();
    PartyBusiness business;
    if (const auto shop = trade->find("open_shop"); shop != trade->end() && shop->is_string())
      business.open_shop = shop->get<std::string>();
    business.open_orders = NumberIn(*trade, "open_orders");
    business.money_open = NumberIn(*money, "balance_vnd") != 0 || NumberIn(*money, "in_transfer_vnd") != 0;
    return business;
  };
}

}  // namespace accounts
