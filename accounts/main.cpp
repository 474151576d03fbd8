// accounts: who is who. The composition root: the one file that names concrete classes.
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "accounts/events/order_events.hpp"
#include "accounts/flows/commands.hpp"
#include "accounts/flows/deliver_messages.hpp"
#include "accounts/flows/erasures.hpp"
#include "accounts/flows/members.hpp"
#include "accounts/flows/sessions.hpp"
#include "accounts/gateway/http_gateway.hpp"
#include "accounts/http/peers.hpp"
#include "accounts/http/problems.hpp"
#include "accounts/http/routes.hpp"
#include "accounts/keys/make_keys.hpp"
#include "keel/config/checks.hpp"
#include "keel/service/service.hpp"

namespace {

using namespace std::chrono_literals;
using keel::service::Runtime;

constexpr std::int64_t kMostCounted = 1'000'000;

std::vector<keel::ConfigKey> Keys() {
  return {
      {"TOKEN_PRIVATE_KEY_FILE", "PEM file of the ES256 key that signs people's tokens (accounts make-keys)",
       std::nullopt},
      {"GATEWAY_URL", "Address of the message gateway, for example http://127.0.0.1:8111", std::nullopt,
       keel::IsAddress},
      {"PLACES_FILE", "The administrative units, made by the build (share/places.tsv)", std::nullopt},
      {"CODES_PER_PHONE", "One-time codes sent to one phone in 24 hours, at most", "5", keel::Between(1, kMostCounted)},
      {"CODES_PER_ADDRESS", "One-time codes asked for from one network address in 24 hours, at most", "20",
       keel::Between(1, kMostCounted)},
      {"CODES_PER_DEVICE", "One-time codes asked for from one device in 24 hours, at most", "10",
       keel::Between(1, kMostCounted)},
      {"CODE_GAP_S", "Seconds between two codes to one phone, at least", "60", keel::Between(0, 3'600)},
      {"INVITES_PER_ACCOUNT", "People and households one account may invite in 24 hours, at most", "30",
       keel::Between(1, kMostCounted)},
      {"INVITES_PER_PHONE", "Invitations to one phone in 24 hours, at most", "5", keel::Between(1, kMostCounted)},
      {"ERASE_DAYS", "Days within which what is kept of somebody is erased, as he is told; the law says the most", "15",
       keel::Between(1, 90)},
      {"ERASE_WAIT_HOURS",
       "Hours in which who asked to be erased may withdraw it, before it is begun; less than ERASE_DAYS", "24",
       keel::Between(0, 720)},
      {"SESSION_DAYS", "Days a sign-in lasts without being used", "60", keel::Between(1, 400)},
      {"PASSWORD_HASHES_AT_ONCE", "Passwords hashed at the same time (64 MiB each), at most", "2",
       keel::Between(1, 64)},
  };
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw keel::ConfigError("TOKEN_PRIVATE_KEY_FILE: cannot read " + path);
  return text.str();
}

/// What the flows stand on, alive as long as the process.
struct House {
  explicit House(Runtime& runtime)
      : key(runtime.config.SecretText("FIELD_KEY")),
        signer(keel::auth::Signer::Make(keel::Secret(ReadFile(runtime.config.Text("TOKEN_PRIVATE_KEY_FILE"))))),
        gateway(keel::http::Client::Make("gateway", runtime.config.Text("GATEWAY_URL"))),
        hasher(static_cast<int>(runtime.config.Number("PASSWORD_HASHES_AT_ONCE"))),
        deps{*runtime.pool,
             runtime.clock,
             key,
             *signer,
             gateway,
             hasher,
             keel::places::Places::Load(runtime.config.Text("PLACES_FILE")),
             {static_cast<int>(runtime.config.Number("CODES_PER_PHONE")),
              static_cast<int>(runtime.config.Number("CODES_PER_ADDRESS")),
              static_cast<int>(runtime.config.Number("CODES_PER_DEVICE")),
              std::chrono::seconds(runtime.config.Number("CODE_GAP_S"))},
             std::chrono::hours(24 * runtime.config.Number("SESSION_DAYS")),
             accounts::AskTraders(runtime.Peer("orders"), runtime.Peer("payments"),
                                  [runtime] { return runtime.Bearer(); }),
             {static_cast<int>(runtime.config.Number("INVITES_PER_ACCOUNT")),
              static_cast<int>(runtime.config.Number("INVITES_PER_PHONE"))},
             std::chrono::days(runtime.config.Number("ERASE_DAYS")),
             std::chrono::hours(runtime.config.Number("ERASE_WAIT_HOURS"))} {
    if (deps.erase_wait >= deps.erase_within)
      throw keel::ConfigError("ERASE_WAIT_HOURS: what must be done within ERASE_DAYS is begun before they are over");
  }

  keel::crypto::FieldKey key;
  std::unique_ptr<keel::auth::Signer> signer;
  accounts::HttpGateway gateway;
  accounts::PasswordHasher hasher;
  accounts::Deps deps;
};

void Compose(Runtime& runtime) {
  const auto& deps = runtime.Keep<House>(runtime).deps;
  accounts::MountSignInRoutes(runtime.server, runtime.verifier, deps);
  accounts::MountMeRoutes(runtime.server, runtime.verifier, deps);
  accounts::MountPartyRoutes(runtime.server, runtime.verifier, deps);
  accounts::MountMemberRoutes(runtime.server, runtime.verifier, deps);
  accounts::MountErasureRoutes(runtime.server, runtime.verifier, deps);
  accounts::MountInternalRoutes(runtime.server, runtime.verifier, deps);
  accounts::ListenToOrders(runtime.Consume("orders"), deps);
  runtime.Every("deliver-messages", 2s, [&deps] { accounts::DeliverDueMessages(deps); });
  runtime.Every("end-help", 10s, [&deps] { accounts::EndDueHelp(deps); });
  runtime.Every("finish-erasures", 5s, [&deps] {
    accounts::BeginErasures(deps);
    accounts::FinishErasures(deps);
  });
  runtime.Every("tidy", 10min, [&deps] { accounts::Tidy(deps); });
}

int MakeOperatorCommand(Runtime& runtime, const std::vector<std::string>& words) {
  const auto phone = words.size() == 2 || words.size() == 3 ? accounts::Phone::Parse(words[1])
                                                            : keel::Error{keel::Kind::kInvalid, "phone-invalid"};
  if (!phone) {
    std::fputs("usage: accounts make-operator <Vietnamese mobile number> [name]\n", stderr);
    return 2;
  }
  const keel::crypto::FieldKey key(runtime.config.SecretText("FIELD_KEY"));
  const auto id = accounts::MakeOperator(*runtime.pool, runtime.clock, key, *phone, words.size() == 3 ? words[2] : "");
  std::printf("%s %s is an operator\n", id.text().c_str(), phone->Masked().c_str());
  return 0;
}

int AuditVerifyCommand(Runtime& runtime) {
  const keel::crypto::FieldKey key(runtime.config.SecretText("FIELD_KEY"));
  if (const auto broken = accounts::VerifyAudit(*runtime.pool, key)) {
    std::fprintf(stderr, "the audit is broken at entry %lld\n", static_cast<long long>(*broken));
    return 1;
  }
  std::puts("the audit is whole");
  return 0;
}

int Command(Runtime& runtime, const std::vector<std::string>& words) {
  if (!words.empty() && words[0] == "make-operator") return MakeOperatorCommand(runtime, words);
  if (words.size() == 1 && words[0] == "audit-verify") return AuditVerifyCommand(runtime);
  std::fputs("usage: accounts [migrate | config | make-keys <folder> | make-operator <phone> [name] | audit-verify]\n",
             stderr);
  return 2;
}

/// Before any configuration: the service cannot start without the keys that this makes.
int MakeKeysCommand(const std::string& folder) {
  try {
    accounts::MakeKeys(folder);
    return 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "accounts make-keys: %s\n", fault.what());
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "make-keys") return MakeKeysCommand(argv[2]);
  keel::service::Spec spec;
  spec.name = "accounts";
  spec.keys = Keys();
  spec.problems = accounts::Problems();
  spec.max_body = 64 << 10;
  spec.compose = Compose;
  spec.command = Command;
  return keel::service::Run(argc, argv, spec);
}
