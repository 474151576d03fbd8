#pragma once
#include <nlohmann/json_fwd.hpp>

#include "payments/providers/vietqr/vietqr_provider.hpp"

/// Services that tell a market of its bank account's lines, each with its own shape and its own proof of who speaks.
namespace payments::bank {

/// "sepay": SePay's JSON; `X-SePay-Signature: sha256=` hex HMAC-SHA256(secret, X-SePay-Timestamp + "." + raw body),
/// within five minutes, or `Authorization: Apikey <key>`. "casso": version 2, `X-Casso-Signature: t=…,v1=` hex
/// HMAC-SHA512(key, t + "." + the JSON with sorted names), or version 1 with `secure-token` and several lines. "payos":
/// `signature` in the body, hex HMAC-SHA256(key, the sorted fields of `data` as name=value joined by '&'). Errors:
/// "webhook-unknown" for another name or one without a secret, "webhook-forged", "webhook-stale", "webhook-unreadable".
keel::Result<std::vector<BankLine>> ReadFeed(const BankFeeds& feeds, std::string_view feed, const Webhook& webhook);

/// What payOS signs of `data`.
std::string PayosText(const nlohmann::json& data);
/// What Casso signs behind the time and the dot: as JavaScript writes JSON, or as PHP does.
std::string CassoText(const nlohmann::json& body, bool as_php);

}  // namespace payments::bank
