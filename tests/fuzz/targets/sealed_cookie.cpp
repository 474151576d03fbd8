// Cookies and form tokens that only we can make.
#include "storefront/web/seal.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace std::chrono_literals;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const storefront::web::Seal seal(keel::Secret("a-key-that-nobody-can-guess-0123"));
  static const keel::Instant now(1'767'230'000'000ms);

  fuzz::Demand(!seal.Open(text, "buyer", now), "nobody seals but us");
  fuzz::Demand(!seal.IsFormToken("browser", text), "nobody makes form tokens but us");
  const auto closed = seal.Close(text, "buyer", now + 1min);
  fuzz::Demand(seal.Open(closed, "buyer", now) == text, "what was sealed opens");
  fuzz::Demand(!seal.Open(closed, "cart", now) && !seal.Open(closed, "buyer", now + 2min), "for its use and time only");
  if (!text.empty()) fuzz::Demand(seal.IsFormToken(text, seal.FormToken(text)), "a form token is taken back");

  const auto bytes = keel::crypto::Base64Decode(text);
  if (!bytes.empty()) fuzz::Demand(keel::crypto::Base64Encode(bytes) == text, "bytes have one spelling");
  return 0;
}
