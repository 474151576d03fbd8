#pragma once
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/clock.hpp"
#include "keel/http/client.hpp"
#include "storefront/backends/accounts.hpp"
#include "storefront/backends/catalog.hpp"
#include "storefront/backends/orders.hpp"
#include "storefront/backends/payments.hpp"
#include "storefront/backends/shipping.hpp"
#include "storefront/view/templates.hpp"
#include "storefront/web/page_cache.hpp"
#include "storefront/web/seal.hpp"
#include "storefront/web/session.hpp"

namespace storefront {

struct Settings {
  std::string public_url;  ///< "https://chophien.example" without a slash at the end: canonical addresses, sitemap,
                           ///< share cards.
  std::string static_dir;  ///< Built assets.
  std::string template_dir;
  std::string locale_dir;
  std::string bank_sim_url;  ///< Link to the bank simulator on payment pages; empty in production.
  std::string inbox_url;     ///< Link to the simulated message inbox on the sign-in page; empty in production.
  std::string contact;       ///< How people reach the operators, in their own words; empty: the help pages do not say.
  std::int64_t evidence_days = 180;  ///< As orders deletes photos of returns and disputes; the privacy page says it.
  std::int64_t cart_days = 60;       ///< As orders removes a guest's cart; its cookie lives as long.
  std::int64_t erase_days = 15;      ///< As accounts tells who asks to be erased; the privacy page says it.
  bool secure = false;               ///< Cookies carry Secure, answers HSTS.
  std::size_t page_cache_bytes = 64U << 20;
};

struct Peers {
  keel::http::Client &accounts, &catalog, &orders, &payments, &shipping;
};

/// Everything the routes stand on; made once in main.cpp, outlives the server. Members are safe from several threads.
struct App {
  App(Settings given, const Peers& peers, const keel::auth::Verifier& verifier, const keel::Secret& internal_key,
      const keel::Clock& the_clock)
      : settings(std::move(given)),
        clock(the_clock),
        messages(view::Messages::Load(settings.locale_dir)),
        assets(view::Assets::Load(settings.static_dir)),
        templates(view::Templates::Load(settings.template_dir, messages, assets)),
        accounts(peers.accounts),
        catalog(peers.catalog),
        orders(peers.orders),
        payments(peers.payments),
        shipping(peers.shipping),
        sessions(verifier, accounts),
        seal(internal_key),
        pages(settings.page_cache_bytes) {}

  const Settings settings;
  const keel::Clock& clock;
  const view::Messages messages;
  const view::Assets assets;
  const view::Templates templates;
  const backends::Accounts accounts;
  const backends::Catalog catalog;
  const backends::Orders orders;
  const backends::Payments payments;
  const backends::Shipping shipping;
  web::Sessions sessions;
  const web::Seal seal;
  web::PageCache pages;
};

}  // namespace storefront
