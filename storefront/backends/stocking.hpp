#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storefront/backends/orders.hpp"

/// A seller's stock: lots, places, harvests, weights; a cooperative's fills; what everybody may know of a lot. Free
/// functions over the Asker of orders; safe from several threads. Callers carry the person's token, except for lots.
namespace storefront::backends {

struct Lot {
  std::string id, code, gtin, digital_link, state, label, harvested_on, produced_on, expires_on, note;
  std::int64_t version = 0;
};
struct PublicLot {
  Lot lot;
  std::string product_name, product_slug, variant_name, unit, shop_name, shop_slug;
};
/// By what a label or a QR says. Needs no token.
Got<PublicLot> FindLot(const Asker& orders, const Caller& caller, const std::string& code);

struct StockPlace {
  std::string id, name, kind;
  bool closed = false;
};
struct StockBin {
  std::optional<Lot> lot;
  std::string place_id, place_name;
  std::int64_t on_hand = 0, reserved = 0, free = 0;
  bool sellable = true;
};
struct VariantStock {
  std::string variant_id, product_name, variant_name, unit, party_id;
  std::int64_t on_hand = 0, reserved = 0, held = 0, kept = 0, free = 0;
  bool tracked = false;
  std::vector<StockBin> bins;
  std::vector<StockPlace> places;
  std::optional<std::int64_t> lighter_bp =
      {};  ///< Weighed before packing; it may be so much lighter without a question.
};
Got<VariantStock> StockOfVariant(const Asker& orders, const Caller& caller, const std::string& variant_id);

/// Fields of a deed as the API names them; empty texts are left out.
using Wish = std::vector<std::pair<std::string, std::string>>;
using Numbers = std::vector<std::pair<std::string, std::int64_t>>;
/// A deed on a variant's stock: moves, spoiled, sales, kept (PUT), weighed (PUT), supplies (PUT), or "" to count it.
Got<Nothing> DoStock(const Asker& orders, const Caller& caller, const std::string& variant_id, const std::string& deed,
                     const Wish& texts, const Numbers& numbers, bool flag_on = true);
Got<Lot> OpenLot(const Asker& orders, const Caller& caller, const Wish& texts, std::int64_t quantity, bool from_stock);
Got<Nothing> ChangeLot(const Asker& orders, const Caller& caller, const std::string& lot_id, const std::string& state,
                       std::int64_t version);
struct LotTaker {
  std::string code, state, buyer_name, buyer_phone;
  std::int64_t pieces = 0;
};
Got<std::vector<LotTaker>> LotTakers(const Asker& orders, const Caller& caller, const std::string& lot_id);
Got<std::vector<StockPlace>> StockPlaces(const Asker& orders, const Caller& caller, const std::string& party_id);
Got<Nothing> OpenPlace(const Asker& orders, const Caller& caller, const std::string& party_id, const std::string& name,
                       const std::string& kind);

struct HarvestShare {
  std::int64_t position = 0, wanted = 0, given = 0, ahead = 0;
  std::string code, order_id;
  bool secured = true;
};
struct Harvest {
  std::string id, variant_id, product_name, variant_name, unit, state, ready_on, rule;
  std::int64_t forecast = 0, confidence = 0, cap = 0, promised = 0, cut = 0, graded = 0, packed = 0, version = 0;
  std::vector<HarvestShare> shares;
};
Got<std::vector<Harvest>> ShopHarvests(const Asker& orders, const Caller& caller, const std::string& shop_id);
Got<Harvest> FindHarvest(const Asker& orders, const Caller& caller, const std::string& id);
/// For everybody; codes are masked.
Got<Harvest> PrintedHarvest(const Asker& orders, const Caller& caller, const std::string& id);
Got<Harvest> OpenHarvest(const Asker& orders, const Caller& caller, const Wish& texts, const Numbers& numbers);
/// `deed`: "" corrects the forecast, "cut" cuts it.
Got<Harvest> DoHarvest(const Asker& orders, const Caller& caller, const std::string& id, const std::string& deed,
                       const Wish& texts, const Numbers& numbers);
/// What of a product can be ordered ahead.
struct Ahead {
  std::string variant_id, ready_on, rule;
  std::int64_t left = 0;
};
/// What a buyer should know of a product's goods before he orders them.
struct SoldHow {
  std::vector<Ahead> ahead;
  std::optional<std::int64_t> lighter_bp;  ///< Weighed before packing; it may be so much lighter without a question.
};
Got<SoldHow> HowSold(const Asker& orders, const Caller& caller, const std::string& product_id);

struct WeighedLine {
  std::string line_id, title, outcome;
  std::int64_t ordered_g = 0, packed_g = 0;
  keel::Money agreed, total;
  keel::Instant answer_until{};
};
struct Weights {
  std::string order_id, code, state;
  bool asked = false;
  std::vector<WeighedLine> lines, pending;
};
Got<Weights> WeightsOfOrder(const Asker& orders, const Caller& caller, const std::string& order_id);
Got<Weights> WeighOrder(const Asker& orders, const Caller& caller, const std::string& order_id,
                        const std::vector<std::pair<std::string, std::int64_t>>& grams);
Got<Weights> BuyersWeights(const Asker& orders, const Caller& caller, const std::string& code,
                           const std::string& phone);
Got<Weights> AnswerWeights(const Asker& orders, const Caller& caller, const std::string& code, const std::string& phone,
                           bool accept);

/// Keeps the goods of an unpaid purchase while its buyer looks at how to pay. How it went matters to nobody.
void HoldGoods(const Asker& orders, const Caller& caller, const std::string& purchase_id, const std::string& phone);

struct FillPart {
  std::int64_t round = 1, position = 1, has = 0, has_all = 0, wanted = 0, given = 0, received = 0;
  std::string member_name, state, why;
  std::int64_t let_go = 0;
};
struct Fill {
  std::string id, product_name, variant_name, unit, rule, note;
  std::int64_t wanted = 0, promised = 0, received = 0, missing = 0;
  keel::Instant opened_at{}, closed_at{};
  std::vector<FillPart> parts;
};
Got<std::vector<Fill>> FillsOf(const Asker& orders, const Caller& caller, const std::string& party_id);
Got<Fill> FindFill(const Asker& orders, const Caller& caller, const std::string& id);
/// `order_code`: the cooperative's order it is for, or empty.
Got<Fill> OpenFill(const Asker& orders, const Caller& caller, const std::string& variant_id, std::int64_t wanted,
                   const std::string& rule, const std::string& note, const std::string& order_code);
Got<Fill> ReceivePart(const Asker& orders, const Caller& caller, const std::string& id, const Numbers& numbers,
                      const std::string& why);
/// Nothing more is brought for it; what members still promised is theirs again.
Got<Fill> CloseFill(const Asker& orders, const Caller& caller, const std::string& id);
struct Supply {
  std::string member_variant_id, member_name, product_name, variant_name;
  std::int64_t free = 0;
};
Got<std::vector<Supply>> SuppliesOf(const Asker& orders, const Caller& caller, const std::string& variant_id);

}  // namespace storefront::backends
