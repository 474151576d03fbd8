#include "tests/integration/accounts/house.hpp"

#include <atomic>
#include <fstream>
#include <sstream>

#include "accounts/flows/commands.hpp"
#include "accounts/keys/make_keys.hpp"

namespace accounts {
namespace {

const std::string kFieldKey = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

class TwoProvinces : public keel::places::Places {
 public:
  std::span<const keel::places::Province> Provinces() const override { return provinces_; }
  std::span<const keel::places::Commune> Communes(std::string_view) const override { return communes_; }
  const keel::places::Province* FindProvince(std::string_view code) const override {
    for (const auto& province : provinces_)
      if (province.code == code) return &province;
    return nullptr;
  }
  const keel::places::Commune* FindCommune(std::string_view code) const override {
    for (const auto& commune : communes_)
      if (commune.code == code) return &commune;
    return nullptr;
  }
  const keel::places::Province* ProvinceNamed(std::string_view) const override { return nullptr; }
  const keel::places::Commune* CommuneNamed(std::string_view, std::string_view) const override { return nullptr; }
  std::vector<keel::places::Translation> FromOld(std::string_view, std::string_view, std::string_view) const override {
    return {};
  }
  std::vector<const keel::places::Commune*> Suggest(std::string_view, std::size_t) const override { return {}; }

 private:
  std::vector<keel::places::Province> provinces_{{"15", "Lào Cai", "Tỉnh Lào Cai"},
                                                 {"08", "Tuyên Quang", "Tỉnh Tuyên Quang"}};
  std::vector<keel::places::Commune> communes_{{"02671", "15", "Bắc Hà", "Xã Bắc Hà"},
                                               {"00724", "08", "Đồng Văn", "Xã Đồng Văn"}};
};

std::string TextOf(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<keel::sql::Pool> SharedPool() {
  static const std::shared_ptr<keel::sql::Pool> pool =
      keel::sql::Pool::Open(rig::PrivateDatabase::Shared().NewSchema("accounts/store/migrations"));
  return pool;
}

/// Every test lives on a day of its own: what the days before sent no longer counts.
keel::Instant NextDay() {
  static std::atomic<int> day = 0;
  return *keel::FromRfc3339("2026-11-21T08:00:00Z") + std::chrono::hours(72) * ++day;
}

std::string NextAddress() {
  static std::atomic<int> last = 0;
  const int n = ++last;
  return "198.51." + std::to_string(n / 250) + "." + std::to_string(n % 250 + 1);
}

}  // namespace

keel::Result<keel::Done> FakeGateway::Send(const Phone& to, std::string_view text, std::string_view dedupe_id,
                                           keel::http::Deadline) {
  if (down) return keel::Error{keel::Kind::kUnavailable, "gateway-unavailable"};
  sent.push_back({to.e164(), std::string(text), std::string(dedupe_id)});
  return keel::Done{};
}

const keel::places::Places& FewPlaces() {
  static const TwoProvinces places;
  return places;
}

const TestKeys& Keys() {
  static const TestKeys keys = [] {
    const rig::TemporaryFolder folder;
    MakeKeys(folder.path());
    return TestKeys{keel::auth::Signer::Make(keel::Secret(TextOf(folder.path() + "/token-private.pem"))),
                    TextOf(folder.path() + "/token-public.pem")};
  }();
  return keys;
}

AccountsTest::AccountsTest()
    : pool(SharedPool()),
      clock(NextDay()),
      key(keel::Secret(kFieldKey)),
      deps{*pool, clock, key, *Keys().signer, gateway, hasher, FewPlaces(), {}, std::chrono::hours(24 * 60)},
      where{NextAddress(), {}} {}

Phone AccountsTest::NewPhone() {
  static std::atomic<int> last = 0;
  const auto digits = std::to_string(10'000'000 + ++last);
  return *Phone::Parse("09" + digits);
}

std::string AccountsTest::CodeSentTo(const Phone& phone) const {
  for (auto message = gateway.sent.rbegin(); message != gateway.sent.rend(); ++message) {
    if (message->to != phone.e164()) continue;
    const auto start = message->text.find_first_of("0123456789");
    return message->text.substr(start, 6);
  }
  return {};
}

SignedIn AccountsTest::SignIn(const Phone& phone, const std::string& name) {
  clock.Advance(std::chrono::minutes(2));
  const auto challenge = AskCode(deps, phone, {NextAddress(), {}});
  if (!challenge) throw std::runtime_error("no code: " + CodeOf(challenge));
  auto signed_in = VerifyCode(deps, *challenge, CodeSentTo(phone), name);
  if (!signed_in) throw std::runtime_error("not signed in: " + CodeOf(signed_in));
  return *std::move(signed_in);
}

keel::auth::Principal AccountsTest::PrincipalOf(const SignedIn& signed_in) const {
  keel::auth::Principal principal;
  principal.subject = signed_in.account.id.text();
  principal.session_id = signed_in.session.text();
  principal.is_operator = signed_in.account.is_operator;
  return principal;
}

SignedIn AccountsTest::SignInAsOperator() {
  const auto phone = NewPhone();
  MakeOperator(*pool, clock, key, phone, "Người vận hành");
  return SignIn(phone);
}

keel::Result<Party> AccountsTest::Create(const SignedIn& owner, PartyKind kind, const std::string& name) {
  return As(owner, [&](keel::sql::Transaction& transaction, const Caller& caller) {
    return CreateParty(transaction, deps, caller, {kind, name, "15", "02671", "thôn Na Hối", false});
  });
}

PersonInParty AccountsTest::Belong(const SignedIn& by, const PartyId& party, const SignedIn& who, Role role,
                                   const std::string& called) {
  const auto invitation = As(by, [&](keel::sql::Transaction& transaction, const Caller& caller) {
    return Invite(transaction, deps, caller, party, {who.account.phone, called, role, {}});
  });
  if (!invitation) throw std::runtime_error("not invited: " + CodeOf(invitation));
  const auto joined = As(who, [&](keel::sql::Transaction& transaction, const Caller& caller) {
    return AcceptInvitation(transaction, deps, caller, party, invitation->id, {});
  });
  if (!joined) throw std::runtime_error("not joined: " + CodeOf(joined));
  return std::get<PersonInParty>(*joined);
}

std::int64_t AccountsTest::Count(std::string_view statement, const keel::sql::Values& values) {
  auto rows = pool->Take()->Query(statement, values);
  rows.Next();
  return rows.Int(0);
}

std::vector<std::string> AccountsTest::Events(std::string_view topic, const std::string& subject) {
  auto rows =
      pool->Take()->Query("SELECT body FROM outbox WHERE topic = ? AND subject = ? ORDER BY seq", {topic, subject});
  std::vector<std::string> bodies;
  while (rows.Next()) bodies.push_back(rows.Text(0));
  return bodies;
}

}  // namespace accounts
