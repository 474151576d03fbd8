// What carriers tell of parcels. First line: ghn or vnpost; the rest: the body, tried with and without what proves its
// sender.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "keel/text/text.hpp"
#include "shipping-adapters/carriers/ghn/ghn.hpp"
#include "shipping-adapters/carriers/vnpost/vnpost.hpp"
#include "tests/fuzz/input.hpp"

namespace {

const std::string kNobody = "http://127.0.0.1:1", kSecret = "a-secret-path";
/// A recipe without fields: one signature fits every message, so that a run needs no signing.
const std::string kRecipe = "MYVNP";

/// VNPost's key for this process, its public half in a file that is gone afterwards.
struct Post {
  std::string file = (std::filesystem::temp_directory_path() / ("fuzz-vnpost-" + std::to_string(getpid()))).string();
  std::string signature;
  Post() {
    EVP_PKEY* key = EVP_RSA_gen(2048);
    BIO* pem = BIO_new_file(file.c_str(), "w");
    fuzz::Demand(key != nullptr && pem != nullptr && PEM_write_bio_PUBKEY(pem, key) == 1, "a key can be made");
    BIO_free(pem);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::size_t length = 0;
    const auto* text = reinterpret_cast<const unsigned char*>(kRecipe.data());
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key);
    EVP_DigestSign(context, nullptr, &length, text, kRecipe.size());
    std::string bytes(length, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(bytes.data()), &length, text, kRecipe.size());
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    signature = keel::crypto::Base64Encode(bytes);
  }
  ~Post() { std::filesystem::remove(file); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shipping;
  static const Post post;
  static const auto ghn = ghn::Make({kNobody, keel::Secret("token"), 1, keel::Secret(kSecret)});
  static const auto vnpost = vnpost::Make({.url = kNobody,
                                           .user = "u",
                                           .password = keel::Secret("p"),
                                           .customer_code = "T1",
                                           .public_key_file = post.file,
                                           .webhook_recipe = kRecipe});
  fuzz::Input input(data, size);
  const bool by_post = input.Line() == "vnpost";
  const Carrier& carrier = by_post ? *vnpost : *ghn;
  std::string body(input.Rest());

  fuzz::Demand(!carrier.ReadWebhook({{}, "", body}), "a stranger's call is not believed");
  if (by_post) {
    auto message = keel::http::BoundedJson(body);
    if (!message.is_object()) return 0;
    message["signature"] = post.signature;
    body = message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  const auto heard = carrier.ReadWebhook({{}, by_post ? "" : kSecret, body});
  if (!heard) return 0;
  fuzz::Demand(!heard->empty() && heard->size() <= 500, "a call tells of something");
  for (const auto& one : *heard) {
    fuzz::Demand(!one.tracking_number.empty() && one.tracking_number.size() <= 64, "a parcel has a number");
    fuzz::Demand(!one.update.code.empty() && fuzz::IsStorable(one.update.at), "news have a code and a day");
    fuzz::Demand(by_post || !one.proven, "what nobody signed proves nothing");
    for (const auto& text : {one.tracking_number, one.update.code, one.update.note})
      fuzz::Demand(keel::text::IsUtf8(text), "what a column is to keep is text");
  }
  return 0;
}
