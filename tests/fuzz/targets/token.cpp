// Bearer tokens: a text nobody signed lets nobody in, and what a signed one says is taken only where it makes sense.
#include "keel/auth/jwt.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace auth = keel::auth;
  using namespace std::chrono_literals;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const keel::ManualClock clock(keel::Instant(1'767'230'000'000ms));
  static const keel::Secret key("a-key-that-nobody-can-guess-0123");
  static const auto verifier = auth::Verifier::Make("", key, clock);

  if (const auto bytes = auth::FromBase64Url(text))
    fuzz::Demand(auth::Base64Url(*bytes) == text, "bytes have one spelling");
  fuzz::Demand(auth::FromBase64Url(auth::Base64Url(text)) == text, "what was encoded decodes to itself");

  keel::http::Request request;
  request.headers["authorization"] = "Bearer " + std::string(text);
  fuzz::Demand(!verifier->Who(request), "what nobody signed lets nobody in");

  // The same as the payload of a token that was signed.
  const auto signed_part = auth::Base64Url(R"({"alg":"HS256"})") + '.' + auth::Base64Url(text);
  request.headers["authorization"] =
      "Bearer " + signed_part + '.' + auth::Base64Url(auth::HmacSha256(key.Reveal(), signed_part));
  if (const auto who = verifier->Who(request)) {
    fuzz::Demand(who->IsService() && who->expires_at > clock.Now(), "services' tokens name a service, and end");
    fuzz::Demand(fuzz::IsStorable(who->expires_at), "a token ends on a day there is");
  }
  if (const auto person = auth::ReadPayload(auth::Base64Url(text), auth::kPeopleAudience))
    fuzz::Demand(!person->IsService() && !person->subject.empty(), "people's tokens name no service");
  auth::AlgorithmOf(auth::Base64Url(text));
  return 0;
}
