#pragma once
#include <nlohmann/json.hpp>

#include "orders/http/handlers.hpp"

namespace orders {

/// {"items": […]} of what a flow found for whoever asked, each as `to_json` writes it. Errors: those of the flow.
template <class Found, class ToJson>
keel::Result<keel::http::Reply> PrivateItems(const keel::http::Request& request, const Found& found, ToJson to_json) {
  if (!found) return found.error();
  auto items = nlohmann::json::array();
  for (const auto& one : *found) items.push_back(to_json(one));
  return PrivateRead(request, {{"items", std::move(items)}});
}

}  // namespace orders
