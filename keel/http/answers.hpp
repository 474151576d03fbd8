#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "keel/http/encoding.hpp"
#include "keel/http/message.hpp"

/// What every service answers reads and deeds with.
namespace keel::http {

/// For one person: kept by no cache on the way.
Reply Private(int status, const nlohmann::json& body);
/// The same, with an ETag of the body: 304 to who has it already. Never compressed (encoding.hpp says why).
Reply PrivateRead(const Request& request, const nlohmann::json& body);
/// The same bytes for everybody, good for `seconds`: with an ETag, in the encoding this reader likes best.
Reply PublicRead(const Request& request, const nlohmann::json& body, int seconds = 1);

/// What a public read says beside its body, for who keeps the bytes himself. `etag` is of the plain body.
Reply PublicBytes(const Request& request, const std::string& etag, Encoding encoding, const std::string& body,
                  int seconds = 1);
/// Of a body: short, without quotes.
std::string EtagOf(std::string_view body);

}  // namespace keel::http
