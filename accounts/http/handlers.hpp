#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "accounts/domain/account.hpp"
#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"

/// What every route of accounts does alike, so that a route file reads: parse, one flow, answer.
namespace accounts {

/// For everybody: an Error becomes its problem document.
keel::http::Handler Open(std::function<keel::Result<keel::http::Reply>(const keel::http::Request&)> work);

/// For signed-in people. Errors: those of Verifier::Who.
using SignedWork =
    std::function<keel::Result<keel::http::Reply>(const keel::http::Request&, const keel::auth::Principal&)>;
keel::http::Handler Signed(const keel::auth::Verifier& verifier, SignedWork work);

/// For the other services. Errors: those of Verifier::Service.
keel::http::Handler ForServices(const keel::auth::Verifier& verifier, SignedWork work);

/// X-Real-Ip, which the edge sets, and X-Device.
Where WhereFrom(const keel::http::Request& request);

inline constexpr int kMostLimit = 100;
/// `limit`, 1..kMostLimit, `usual` when absent. Errors: kInvalid "field-out-of-range".
keel::Result<int> LimitFrom(const keel::http::Request& request, int usual = 24);

/// A personal answer: never kept by a cache on the way; with an ETag of the body on reads.
keel::http::Reply Private(int status, const nlohmann::json& body);
keel::http::Reply PrivateRead(const keel::http::Request& request, const nlohmann::json& body);

}  // namespace accounts
