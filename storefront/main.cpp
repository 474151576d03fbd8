#include <cstdio>

#include "keel/config/checks.hpp"
#include "keel/service/service.hpp"
#include "storefront/routes/routes.hpp"
#include "storefront/web/dropper.hpp"

/// The composition root: the one file that knows the runtime, the peers' addresses and the settings.
namespace storefront {
namespace {

constexpr std::size_t kLargestForm = 12U << 20;  // A photo of 10 MB and the fields around it.

std::vector<keel::ConfigKey> Keys() {
  const std::string share = STOREFRONT_SHARE_DIR;
  return {
      {"PUBLIC_URL", "the market's address as people type it, without a slash at the end", "http://127.0.0.1:8080",
       keel::IsAddress},
      {"COOKIES_SECURE", "1: cookies only over TLS, and HSTS (production)", "0", keel::IsFlag},
      {"STATIC_DIR", "built assets and their manifest.json", share + "/storefront"},
      {"TEMPLATE_DIR", "page templates", share + "/templates"},
      {"LOCALE_DIR", "compiled message catalogues", share + "/locale"},
      {"BANK_SIM_URL", "link to the bank simulator on payment pages; empty in production", ""},
      {"CONTACT", "how people reach the operators, as the help pages say it: a telephone number, an office", ""},
      {"EVIDENCE_DAYS",
       "days that photos of returns and disputes are kept, as orders is told; the privacy page says it", "180",
       keel::Between(1, 3'650)},
      {"CART_DAYS", "days that a guest's cart is kept untouched, as orders is told; the privacy page says it", "60",
       keel::Between(1, 365)},
      {"ERASE_DAYS",
       "days within which what is kept of somebody is erased, as accounts is told; the privacy page says it", "15",
       keel::Between(1, 90)},
      {"INBOX_URL", "link to the simulated message inbox on the sign-in page; empty in production", ""},
      {"PAGE_CACHE_MB", "memory for rendered pages, in MB", "64", keel::Between(1, 65'536)},
  };
}

Settings SettingsFrom(const keel::Config& config) {
  Settings settings;
  settings.public_url = config.Text("PUBLIC_URL");
  settings.static_dir = config.Text("STATIC_DIR");
  settings.template_dir = config.Text("TEMPLATE_DIR");
  settings.locale_dir = config.Text("LOCALE_DIR");
  settings.bank_sim_url = config.Text("BANK_SIM_URL");
  settings.inbox_url = config.Text("INBOX_URL");
  settings.contact = config.Text("CONTACT");
  settings.evidence_days = config.Number("EVIDENCE_DAYS");
  settings.cart_days = config.Number("CART_DAYS");
  settings.erase_days = config.Number("ERASE_DAYS");
  settings.secure = config.Flag("COOKIES_SECURE");
  settings.page_cache_bytes = static_cast<std::size_t>(config.Number("PAGE_CACHE_MB")) << 20;
  return settings;
}

using Followers = std::vector<std::unique_ptr<keel::outbox::Follower>>;

std::unique_ptr<keel::outbox::Follower> Follow(keel::service::Runtime& runtime, const std::string& peer,
                                               web::Dropper& dropper) {
  auto follower = keel::outbox::Follower::Make({.peer_name = peer,
                                                .service_name = "storefront",
                                                .internal_key = runtime.InternalKey(),
                                                .topics = web::Dropper::Topics()},
                                               runtime.Peer(peer), runtime.redis, runtime.clock);
  follower->Start(
      [&dropper](const keel::outbox::Event& event) {
        dropper.OnEvent(event.topic, event.body, std::chrono::steady_clock::now());
      },
      [&dropper] { dropper.OnGap(); });
  return follower;
}

void Compose(keel::service::Runtime& runtime) {
  const Peers peers{runtime.Peer("accounts"), runtime.Peer("catalog"), runtime.Peer("orders"), runtime.Peer("payments"),
                    runtime.Peer("shipping")};
  App& app =
      runtime.Keep<App>(SettingsFrom(runtime.config), peers, runtime.verifier, runtime.InternalKey(), runtime.clock);
  MountAll(runtime.Keep<Mount>(app, runtime.server));

  auto& dropper = runtime.Keep<web::Dropper>(app.pages);
  // Owned by the repeated work, which ends before the runtime lets go of the peers the followers ask; what is kept ends
  // after.
  const auto followers = std::make_shared<Followers>();
  for (const char* peer : {"catalog", "orders", "accounts"}) followers->push_back(Follow(runtime, peer, dropper));
  runtime.Every("drop-pages", std::chrono::milliseconds(500),
                [&dropper, followers] { dropper.DropDue(std::chrono::steady_clock::now()); });
}

}  // namespace
}  // namespace storefront

int main(int argc, char** argv) {
  try {
    return keel::service::Run(argc, argv,
                              {.name = "storefront",
                               .has_database = false,
                               .keys = storefront::Keys(),
                               .problems = {},
                               .max_body = storefront::kLargestForm,
                               .compose = storefront::Compose});
  } catch (const std::exception& fault) {  // A template or catalogue that cannot be read: say which, and do not start.
    std::fprintf(stderr, "storefront: %s\n", fault.what());
    return 2;
  }
}
