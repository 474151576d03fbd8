#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keel/http/server.hpp"

namespace keel::http {

/// One pattern and method: what may answer it, and the name its metrics go by.
struct Route {
  std::string name;  ///< "GET /v1/orders/:id"
  Server::CheapHandler cheap;
  Handler work;
};

/// A trie over path segments: a literal segment wins over ":name", that over "*rest". Built before the server starts,
/// read by all threads after. Segments are compared decoded; "%2F" inside a segment stays inside it.
class Router {
 public:
  Router();
  ~Router();
  /// The route of method and pattern, made if absent. Throws std::logic_error on a pattern that does not begin with
  /// '/', has
  /// "*rest" before its end, or names one position differently than an earlier pattern.
  Route& Add(Method method, std::string_view pattern);

  struct Match {
    const Route* route = nullptr;  ///< Null: no route for this method (or path).
    std::string allow;             ///< When only the method is wrong: "GET, HEAD, OPTIONS"; else empty.
  };
  /// Matches request.target's path; fills request.params. HEAD falls back on GET.
  Match Find(Request& request) const;

  /// Calls `use` for every route; before the start only.
  void Each(const std::function<void(Route&)>& use);

 private:
  struct Node;
  /// `method`: only nodes that have it count; null: any node with a route.
  const Node* Walk(const Node& node, std::string_view rest, const Method* method, Request& request) const;
  static void EachBelow(Node& node, const std::function<void(Route&)>& use);
  std::unique_ptr<Node> root_;
};

}  // namespace keel::http
