#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// Carts, checkout and orders as buyers' pages see them.
namespace storefront::backends {

struct CartLine {
  std::string variant_id, product_slug, product_name, variant_name, unit, photo;  ///< photo: "/anh/…" or empty.
  keel::Money unit_price, line_total;
  std::int64_t quantity = 0;
  std::int64_t available = -1;  ///< -1: as much as one likes.
  std::string ripe_on;          ///< Day of the harvest it is sold ahead of; empty for what is there.
  std::string problem;  ///< "unavailable", "out-of-stock", "not-enough", "price-changed"; empty when nothing is wrong.
  bool Buyable() const { return problem.empty() || problem == "price-changed"; }
};
struct CartShop {
  std::string shop_id, slug, name, party_id;
  std::vector<CartLine> lines;
  keel::Money subtotal;
};
struct Cart {
  std::string id;
  std::vector<CartShop> shops;
  std::int64_t count = 0;  ///< Lines' quantities added up.
  keel::Money total;
};

struct Province {
  std::string code, name;
};
struct Commune {
  std::string code, name, province_code, province_name;
  bool is_probable = false;  ///< A translation of an old address that the person must confirm.
};

/// Where a purchase goes. Either the commune of today, or the names of before 1 July 2025.
struct Address {
  std::string province_code, commune_code, street, hamlet, landmark;
  std::string old_province, old_district, old_ward;
  bool is_old() const { return commune_code.empty() && !old_ward.empty(); }
};

struct FreightOption {
  std::string carrier, service;
  std::string name;  ///< What the carrier calls the service; may be empty.
  keel::Money price;
  std::int64_t promised_hours = 0;
  bool is_estimated = false;
};
struct QuotedShop {
  std::string shop_id;
  keel::Money goods;
  std::vector<FreightOption> options;
};
struct Quote {
  std::vector<QuotedShop> shops;
  keel::Money goods, freight, total;  ///< With the cheapest option of each shop.
};

struct PurchaseWish {
  std::string cart_id, name, phone, note;
  Address address;
  std::string payment;                          ///< "cod", "vietqr", "vnpay", "momo" or "zalopay".
  std::map<std::string, std::string> payments;  ///< shop id → way of paying, where it is not `payment`; may be empty.
  std::map<std::string, std::pair<std::string, std::string>> freight;  ///< shop id → carrier, service; may be empty.
  keel::Money expected_total;
  bool freight_confirmed = false;  ///< The buyer saw that the freight is high.
};

struct OrderLine {
  std::string product_name, variant_name, unit, photo;
  std::int64_t quantity = 0;
  keel::Money unit_price, total;
};
struct OrderStep {
  std::string state;
  keel::Instant at{};
  std::string why;
  std::string by;  ///< An account or party; told to sellers only.
};
struct ParcelEvent {
  std::string state, note;
  keel::Instant at{};
};
struct OrderView {
  std::string id, code, state, payment, shop_name, shop_slug, purchase_id, address, buyer_name, note;
  std::vector<OrderLine> lines;
  keel::Money goods, freight, total;
  std::vector<OrderStep> history;
  std::string carrier, tracking_number;
  std::vector<ParcelEvent> parcel;
  bool can_cancel = false;  ///< By the buyer, now.
  std::string answer_step;  ///< Who is asked for a yes: shop, helper, cooperative; empty when nobody is.
  keel::Instant answer_until{};
  std::optional<keel::Instant> pack_by;  ///< While it is accepted and not packed.
  keel::Money return_freight;            ///< What the way back would cost; for those who send it.
  struct Link {
    std::string id, code;
  };
  Link follows;                   ///< The order of which this is the rest; empty: it is whole, or the first part.
  std::vector<Link> followed_by;  ///< The orders that bring the rest of it.
  std::string freight_goes_with;  ///< The order its freight goes with, were it cancelled now; empty: back to the buyer.
  keel::Money post;               ///< What the parcel of a rest costs the shop; for those who send it.
  bool can_split = false;         ///< A part of it may go now.
  std::optional<keel::Instant> return_answer_by;   ///< A return waits for the shop's answer.
  std::optional<keel::Instant> dispute_answer_by;  ///< So does a dispute.
  std::string dispute_state;                       ///< Of the last one; empty: there was none.
  keel::Money given_back;                          ///< By returns and disputes.
  std::string ripe_on;                             ///< The day by which all that still grows should be cut; or empty.
};
struct Purchase {
  std::string id;
  std::vector<OrderView> orders;
  keel::Money goods, freight, total;
};

/// Safe from several threads. A cart's id is itself the right to it, unless it is an account's.
class Orders {
 public:
  explicit Orders(keel::http::Client& client) : ask_(client) {}
  Got<Cart> MakeCart(const Caller& caller) const;
  Got<Cart> FindCart(const Caller& caller, const std::string& cart_id) const;
  Got<Cart> MyCart(const Caller& caller) const;
  Got<Cart> AddLine(const Caller& caller, const std::string& cart_id, const std::string& variant_id,
                    std::int64_t quantity) const;
  Got<Cart> SetLine(const Caller& caller, const std::string& cart_id, const std::string& variant_id,
                    std::int64_t quantity) const;
  Got<Cart> Merge(const Caller& caller, const std::string& into_cart_id, const std::string& from_cart_id) const;

  Got<std::vector<Province>> Provinces(const Caller& caller) const;
  Got<std::vector<Commune>> Communes(const Caller& caller, const std::string& province_code) const;
  Got<std::vector<Commune>> SuggestPlaces(const Caller& caller, const std::string& text) const;
  Got<std::vector<Commune>> TranslatePlace(const Caller& caller, const Address& old_address) const;

  Got<Quote> QuoteCart(const Caller& caller, const std::string& cart_id, const Address& address) const;
  /// Needs caller.idempotency_key.
  Got<Purchase> Place(const Caller& caller, const PurchaseWish& wish) const;
  Got<Purchase> FindPurchase(const Caller& caller, const std::string& purchase_id, const std::string& phone) const;
  Got<OrderView> FindOrder(const Caller& caller, const std::string& code, const std::string& phone) const;
  Got<OrderView> CancelOrder(const Caller& caller, const std::string& code, const std::string& phone) const;
  /// For what only sellers, cooperatives and operators do: their clients stand in files of their own.
  const Asker& ask() const { return ask_; }

 private:
  Asker ask_;
};

}  // namespace storefront::backends
