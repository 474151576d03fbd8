// Callbacks of VNPAY, MoMo and ZaloPay. First line: which; the rest: the query or body, tried as a stranger's and as
// signed by the provider.
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/providers/momo/momo.hpp"
#include "payments/providers/vnpay/vnpay.hpp"
#include "payments/providers/zalopay/zalopay.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace payments;
using nlohmann::json;

const std::string kKey = "a-key-of-the-providers", kNobody = "http://127.0.0.1:1";
const keel::Instant kNow(std::chrono::milliseconds(1'767'230'000'000));

std::string Written(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The message as its provider would have signed it; empty where it cannot have been signed.
std::string Signed(std::string_view provider, const std::string& message) {
  if (provider == "vnpay") {
    const auto query = message + "&vnp_TmnCode=T1";
    return query + "&vnp_SecureHash=" + wire::HmacSha512Hex(kKey, vnpay::CallbackText(query));
  }
  if (provider == "zalopay") {
    const auto text = json::parse(Written(message)).get<std::string>();  // As JSON can carry it.
    return Written({{"data", text}, {"mac", keel::crypto::HmacSha256Hex(kKey, text)}});
  }
  auto body = keel::http::BoundedJson(message);
  if (!body.is_object()) return {};
  body["partnerCode"] = "P1";
  std::vector<std::pair<std::string, std::string>> fields{{"accessKey", "A1"}};
  for (const auto* name : {"amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode",
                           "payType", "requestId", "responseTime", "resultCode", "transId"})
    fields.emplace_back(name, wire::TextOf(body, name));
  body["signature"] = keel::crypto::HmacSha256Hex(kKey, momo::SignedText(fields));
  return Written(body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const keel::Secret key(kKey);
  static const auto vnpay = MakeVnpay({.tmn_code = "T1", .hash_secret = key, .pay_url = kNobody, .api_url = kNobody});
  static const auto momo = MakeMomo({.partner_code = "P1", .access_key = "A1", .secret_key = key, .api_url = kNobody});
  static const auto zalopay = MakeZalopay({.app_id = "2553", .key1 = key, .key2 = key, .api_url = kNobody});
  fuzz::Input input(data, size);
  const auto name = input.Line();
  const auto* provider = name == "vnpay" ? vnpay.get() : name == "zalopay" ? zalopay.get() : momo.get();
  const std::string message(input.Rest());

  const auto read = [&](std::string_view text) {
    return provider->gateway()->ReadCallback(
        {.headers = {}, .raw_body = text, .received_at = kNow, .machine_time = kNow});
  };
  fuzz::Demand(!read(message), "an unsigned callback is not believed");
  const auto genuine = Signed(provider->code(), message);
  const auto standing = read(genuine);
  if (!standing) return 0;
  fuzz::Demand(!standing->key.empty() && standing->amount >= keel::Money(), "an attempt has a key and an amount");
  fuzz::Demand(standing->outcome != Standing::Outcome::kPaid || !standing->number.empty(), "a payment has a number");
  fuzz::Demand(fuzz::IsStorable(standing->at), "a payment has a day there is");
  return 0;
}
