#include "keel/http/router.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/http/wire.hpp"

namespace keel::http {

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::string parameter_name;
  std::unique_ptr<Node> rest;  // "*name"; always a leaf.
  std::string rest_name;
  std::map<Method, std::unique_ptr<Route>> routes;
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

Route& Router::Add(Method method, std::string_view pattern) {
  const std::string whole(pattern);
  if (!pattern.starts_with('/')) throw std::logic_error("a route begins with '/': " + whole);
  Node* node = root_.get();
  const auto child = [&](std::unique_ptr<Node>& slot, std::string& name, std::string_view given) {
    if (slot && name != given)
      throw std::logic_error("two names for one position: " + whole + " has " + name + " already");
    if (!slot) slot = std::make_unique<Node>();
    name = given;
    return slot.get();
  };
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    const auto segment = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(segment.size());
    if (segment.starts_with('*')) {
      if (!pattern.empty()) throw std::logic_error("\"*rest\" stands last: " + whole);
      node = child(node->rest, node->rest_name, segment.substr(1));
    } else if (segment.starts_with(':')) {
      node = child(node->parameter, node->parameter_name, segment.substr(1));
    } else {
      auto& slot = node->literals[std::string(segment)];
      if (!slot) slot = std::make_unique<Node>();
      node = slot.get();
    }
  }
  auto& route = node->routes[method];
  if (!route) {
    route = std::make_unique<Route>();
    route->name = std::string(MethodName(method)) + ' ' + whole;
  }
  return *route;
}

namespace {

/// Ids, codes and slugs are plain ASCII. What is not names nothing, and no database column it is compared with takes
/// it.
bool IsPlain(std::string_view segment) {
  return !segment.empty() && std::ranges::all_of(segment, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

const Router::Node* Router::Walk(const Node& node, std::string_view rest, const Method* method,
                                 Request& request) const {
  const auto counts = [&](const Node& leaf) {
    return method == nullptr ? !leaf.routes.empty() : leaf.routes.contains(*method);
  };
  // `rest` begins with '/' or is empty: everything was matched.
  if (rest.empty()) return counts(node) ? &node : nullptr;
  const auto end = rest.find('/', 1);
  const auto raw = rest.substr(1, end == rest.npos ? rest.npos : end - 1);
  const auto after = end == rest.npos ? std::string_view{} : rest.substr(end);

  std::string decoded;
  std::string_view segment = raw;
  if (raw.find('%') != raw.npos) {
    auto text = DecodePath(raw);
    if (!text) return nullptr;
    decoded = *std::move(text);
    segment = decoded;
  }
  if (const auto literal = node.literals.find(segment); literal != node.literals.end())
    if (const auto* found = Walk(*literal->second, after, method, request)) return found;
  if (node.parameter && IsPlain(segment))
    if (const auto* found = Walk(*node.parameter, after, method, request)) {
      request.params.insert_or_assign(node.parameter_name, std::string(segment));
      return found;
    }
  if (node.rest && rest.size() > 1 && counts(*node.rest)) {
    auto text = DecodePath(rest.substr(1));
    if (!text) return nullptr;
    request.params.insert_or_assign(node.rest_name, *std::move(text));
    return node.rest.get();
  }
  return nullptr;
}

Router::Match Router::Find(Request& request) const {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const auto get = Method::kGet;
  if (const auto* node = Walk(*root_, path, &request.method, request))
    return {node->routes.find(request.method)->second.get(), {}};
  if (request.method == Method::kHead)
    if (const auto* node = Walk(*root_, path, &get, request)) return {node->routes.find(get)->second.get(), {}};

  Match match;
  const auto* node = Walk(*root_, path, nullptr, request);
  if (node == nullptr) return match;
  for (const auto& [method, route] : node->routes) {
    match.allow += std::string(MethodName(method)) + ", ";
    if (method == Method::kGet && !node->routes.contains(Method::kHead)) match.allow += "HEAD, ";
  }
  match.allow += "OPTIONS";
  return match;
}

void Router::EachBelow(Node& node, const std::function<void(Route&)>& use) {
  for (auto& [method, route] : node.routes) use(*route);
  for (auto& [segment, child] : node.literals) EachBelow(*child, use);
  if (node.parameter) EachBelow(*node.parameter, use);
  if (node.rest) EachBelow(*node.rest, use);
}

void Router::Each(const std::function<void(Route&)>& use) {
  EachBelow(*root_, use);
}

}  // namespace keel::http
