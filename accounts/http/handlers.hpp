#pragma once
#include "accounts/domain/account.hpp"
#include "keel/http/answers.hpp"
#include "keel/http/handlers.hpp"

/// What every route of accounts does alike, so that a route file reads: parse, one flow, answer.
namespace accounts {

using keel::http::ForServices, keel::http::Open, keel::http::Signed;
using keel::http::Private, keel::http::PrivateRead;

/// X-Real-Ip, which the edge sets, and X-Device.
Where WhereFrom(const keel::http::Request& request);

inline constexpr int kMostLimit = 100;
/// `limit`, 1..kMostLimit, `usual` when absent. Errors: kInvalid "field-out-of-range".
keel::Result<int> LimitFrom(const keel::http::Request& request, int usual = 24);

}  // namespace accounts
