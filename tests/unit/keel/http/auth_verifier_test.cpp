#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <functional>
#include <memory>

#include "keel/auth/jwt.hpp"
#include "keel/auth/principal.hpp"

namespace {

using keel::Instant;
using keel::ManualClock;
using keel::Secret;
using namespace keel::auth;  // NOLINT: the test is about this namespace.
using std::chrono::minutes;
using std::chrono::seconds;

struct Pair {
  std::string private_pem, public_pem;
};

Pair NewKeys() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const auto text = [&](auto write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    write(bio.get());
    char* data = nullptr;
    const auto length = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(length));
  };
  return {text([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); }),
          text([&](BIO* out) { PEM_write_bio_PUBKEY(out, key.get()); })};
}

const Pair& TheKeys() {
  static const Pair keys = NewKeys();
  return keys;
}

keel::http::Request With(const std::string& authorization) {
  keel::http::Request request;
  if (!authorization.empty()) request.headers["authorization"] = authorization;
  return request;
}

class VerifierTest : public testing::Test {
 protected:
  VerifierTest() {
    person_.subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
    person_.session_id = "ses_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
    person_.memberships = {{"pty_1", "household", "owner"}, {"pty_2", "cooperative", "member"}};
  }
  std::string Token() const { return signer_->Sign(person_, clock_.Now(), minutes(10)); }
  std::string CodeOf(const std::string& authorization) const {
    const auto who = verifier_->Who(With(authorization));
    return who ? "ok" : std::string(who.error().code);
  }
  /// A token of any header and payload, signed with HMAC under `key`.
  static std::string Hs256(const std::string& header, const std::string& payload, const std::string& key) {
    const auto part = Base64Url(header) + '.' + Base64Url(payload);
    return "Bearer " + part + '.' + Base64Url(HmacSha256(key, part));
  }
  std::string Payload(const std::string& subject, const std::string& audience, seconds life = minutes(5)) const {
    Principal principal = person_;
    principal.subject = subject;
    return PayloadOf(principal, clock_.Now(), clock_.Now() + life, audience);
  }

  ManualClock clock_{Instant{seconds{1'795'249'800}}};
  const Secret internal_{"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ="};
  std::unique_ptr<Signer> signer_ = Signer::Make(Secret(TheKeys().private_pem));
  std::unique_ptr<Verifier> verifier_ = Verifier::Make(TheKeys().public_pem, internal_, clock_);
  Principal person_;
};

TEST_F(VerifierTest, KnowsWhoAccountsSigned) {
  const auto who = verifier_->Who(With("Bearer " + Token()));
  ASSERT_TRUE(who) << who.error().code;
  EXPECT_EQ(who->subject, person_.subject);
  EXPECT_EQ(who->session_id, person_.session_id);
  ASSERT_EQ(who->memberships.size(), 2u);
  EXPECT_EQ(who->memberships[1].role, "member");
  EXPECT_FALSE(who->is_operator);
  EXPECT_FALSE(who->IsService());
  EXPECT_TRUE(who->MayActFor("pty_1"));
  EXPECT_FALSE(who->MayActFor("pty_2")) << "a member of a cooperative does not act for it";
  EXPECT_FALSE(who->MayActFor("pty_3"));
  EXPECT_FALSE(who->MayActFor(""));
}

TEST_F(VerifierTest, TakesTheSchemeInAnyLetters) {
  EXPECT_EQ(CodeOf("bEARER " + Token()), "ok");
}

TEST_F(VerifierTest, AsksForSignInWhereThereIsNoToken) {
  for (const char* nothing : {"", "Basic YTpi", "Bearer", "Bearer"})
    EXPECT_EQ(CodeOf(nothing), "sign-in-required") << nothing;
}

TEST_F(VerifierTest, RefusesATokenThatHasExpiredAlsoOneSeenBefore) {
  const auto bearer = "Bearer " + Token();
  EXPECT_EQ(CodeOf(bearer), "ok");
  clock_.Advance(minutes(10));
  EXPECT_EQ(CodeOf(bearer), "token-expired");
}

TEST_F(VerifierTest, RefusesATamperedToken) {
  const auto token = Token();
  const auto first = token.find('.'), second = token.rfind('.');
  for (const std::size_t at : {std::size_t{3}, first + 5, second - 5, second + 1, token.size() - 1}) {
    auto changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(CodeOf("Bearer " + changed), "token-invalid") << at;
  }
  // Somebody else's rights under the first one's signature.
  auto greedy = person_;
  greedy.is_operator = true;
  const auto payload = Base64Url(PayloadOf(greedy, clock_.Now(), clock_.Now() + minutes(5), kPeopleAudience));
  EXPECT_EQ(CodeOf("Bearer " + token.substr(0, first + 1) + payload + token.substr(second)), "token-invalid");
}

TEST_F(VerifierTest, RefusesEveryOtherAlgorithm) {
  const auto payload = Payload(person_.subject, "people");
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"None","typ":"JWT"})", R"({"alg":"HS512"})", R"({"alg":"ES384"})",
        R"({"alg":""})", R"({})", R"([])", "not json", R"({"alg":"HS256","crit":["exp"]})"}) {
    EXPECT_EQ(CodeOf("Bearer " + Base64Url(header) + '.' + Base64Url(payload) + '.'), "token-invalid") << header;
    EXPECT_EQ(CodeOf(Hs256(header, payload, internal_.Reveal())), "token-invalid") << header;
  }
}

TEST_F(VerifierTest, RefusesThePublicKeyUsedAsASharedOne) {
  const std::string header = R"({"alg":"HS256","typ":"JWT"})";
  for (const auto& payload : {Payload(person_.subject, "people"), Payload("svc:orders", "internal")})
    EXPECT_EQ(CodeOf(Hs256(header, payload, TheKeys().public_pem)), "token-invalid");
  EXPECT_EQ(CodeOf(Hs256(header, Payload("svc:orders", "internal"), "")), "token-invalid");
}

TEST_F(VerifierTest, KeepsTheTwoMakesApart) {
  const std::string header = R"({"alg":"HS256","typ":"JWT"})";
  EXPECT_EQ(CodeOf(Hs256(header, Payload("svc:orders", "internal"), internal_.Reveal())), "ok");
  // A service's key does not make people, and accounts' key does not make services.
  EXPECT_EQ(CodeOf(Hs256(header, Payload(person_.subject, "internal"), internal_.Reveal())), "token-invalid");
  EXPECT_EQ(CodeOf(Hs256(header, Payload(person_.subject, "people"), internal_.Reveal())), "token-invalid");
  EXPECT_EQ(CodeOf(Hs256(header, Payload("svc:orders", "people"), internal_.Reveal())), "token-invalid");
  EXPECT_EQ(CodeOf(Hs256(header, Payload("svc:orders", "elsewhere"), internal_.Reveal())), "token-invalid");
  person_.subject = "svc:orders";
  EXPECT_EQ(CodeOf("Bearer " + Token()), "token-invalid");
}

TEST_F(VerifierTest, RefusesAnotherIssuersKey) {
  const auto other = Signer::Make(Secret(NewKeys().private_pem));
  EXPECT_EQ(CodeOf("Bearer " + other->Sign(person_, clock_.Now(), minutes(5))), "token-invalid");
}

TEST_F(VerifierTest, RefusesWhatIsNotAToken) {
  for (const std::string& text :
       {std::string("a"), std::string("a.b"), std::string("a.b.c"), std::string("..."), std::string("a.b.c.d"),
        std::string(".."), std::string("\xff.\xff.\xff"), std::string(100'000, 'a')})
    EXPECT_EQ(CodeOf("Bearer " + text), "token-invalid") << text.substr(0, 20);
}

TEST_F(VerifierTest, RefusesATokenWithoutAnEnd) {
  EXPECT_EQ(CodeOf(Hs256(R"({"alg":"HS256"})", R"({"sub":"svc:orders","aud":"internal"})", internal_.Reveal())),
            "token-invalid");
  EXPECT_EQ(
      CodeOf(Hs256(R"({"alg":"HS256"})", R"({"sub":"svc:orders","aud":"internal","exp":"soon"})", internal_.Reveal())),
      "token-invalid");
}

TEST_F(VerifierTest, RefusesAnEndThatNoCalendarHolds) {
  for (const std::string end : {"9223372036854775807", "-9223372036854775808", "18446744073709551615", "253402300800"})
    EXPECT_EQ(CodeOf(Hs256(R"({"alg":"HS256"})", R"({"sub":"svc:orders","aud":"internal","exp":)" + end + "}",
                           internal_.Reveal())),
              "token-invalid")
        << end;
}

TEST_F(VerifierTest, TellsServicesFromPeople) {
  const auto service = verifier_->Service(With(ServiceBearer("orders", internal_, clock_)));
  ASSERT_TRUE(service) << service.error().code;
  EXPECT_EQ(service->subject, "svc:orders");
  EXPECT_TRUE(service->MayActFor("pty_9"));
  const auto person = verifier_->Service(With("Bearer " + Token()));
  ASSERT_FALSE(person);
  EXPECT_EQ(person.error().code, "not-allowed");
}

TEST_F(VerifierTest, RenewsTheServicesTokenInTime) {
  const auto first = ServiceBearer("catalog", internal_, clock_);
  EXPECT_EQ(ServiceBearer("catalog", internal_, clock_), first);
  clock_.Advance(seconds(45));
  const auto second = ServiceBearer("catalog", internal_, clock_);
  EXPECT_NE(second, first);
  clock_.Advance(-std::chrono::hours(24));  // The demo market moves time both ways.
  EXPECT_EQ(CodeOf(ServiceBearer("catalog", internal_, clock_)), "ok");
}

TEST_F(VerifierTest, TakesNobodysTokenWithoutKeys) {
  const auto keyless = Verifier::Make({}, Secret(), clock_);
  EXPECT_FALSE(keyless->Who(With("Bearer " + Token())));
  EXPECT_FALSE(keyless->Who(With(Hs256(R"({"alg":"HS256"})", Payload("svc:orders", "internal"), ""))));
}

TEST_F(VerifierTest, RemembersWithinBounds) {
  for (int i = 0; i < 5'000; ++i) {
    const auto bearer =
        Hs256(R"({"alg":"HS256"})", Payload("svc:s" + std::to_string(i), "internal"), internal_.Reveal());
    const auto who = verifier_->Who(With(bearer));
    ASSERT_TRUE(who);
    ASSERT_EQ(who->subject, "svc:s" + std::to_string(i));
  }
}

TEST(Keys, OfAnotherKindAreRefusedAtTheStart) {
  const ManualClock clock{Instant{}};
  EXPECT_THROW((void)Verifier::Make("nonsense", Secret(), clock), std::invalid_argument);
  EXPECT_THROW((void)Verifier::Make(TheKeys().private_pem, Secret(), clock), std::invalid_argument);
  EXPECT_THROW((void)Signer::Make(Secret("nonsense")), std::invalid_argument);
  EXPECT_THROW((void)Signer::Make(Secret(TheKeys().public_pem)), std::invalid_argument);
}

}  // namespace
