#include <nlohmann/json.hpp>

#include "orders/flows/list_orders.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/routes.hpp"

namespace orders {

using keel::Result;
using keel::auth::Principal;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

void MountBoardRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kGet, "/v1/boards/shop/:shop_id",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) -> Result<Reply> {
                const auto board = BoardOfShop(site.context, who, std::string(request.Param("shop_id")));
                if (!board) return board.error();
                return PrivateRead(request, ToJson(*board));
              }));
  server.Work(Method::kGet, "/v1/boards/cooperative/:party_id",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) -> Result<Reply> {
                const auto board = BoardOfCooperative(site.context, who, std::string(request.Param("party_id")));
                if (!board) return board.error();
                return PrivateRead(request, ToJson(*board));
              }));
}

}  // namespace orders
