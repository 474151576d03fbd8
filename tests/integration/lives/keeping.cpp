// What is on shelves, in fields and in members' houses.
#include <stdexcept>

#include "keel/clock.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/fill_order.hpp"
#include "orders/flows/harvest.hpp"
#include "orders/flows/move_stock.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using orders::test::OwnerOf;
using orders::test::VariantId;

void Market::NoteShortage(const std::string& variant) {
  const auto level = house_.LevelOf(variant);
  if (level.on_hand < level.reserved) short_.insert(variant);
}

void Market::OpenHarvest(const Step& step) {
  if (house_.Number("SELECT COUNT(*) FROM harvests WHERE state = 'open'") > 0) return;
  const auto ready = keel::ToRfc3339(house_.clock().Now() + std::chrono::days(5)).substr(0, 10);
  if (In(house_.pool(), [&](auto& t) {
        return orders::OpenHarvest(t, house_.context(), OwnerOf("a"),
                                   {VariantId("manga"), ready, 12 + step.a % 20, 50 + step.b % 50,
                                    step.c % 2 == 0 ? orders::ShortRule::kFirstCome : orders::ShortRule::kProRata});
      }))
    Happened("harvest sold ahead");
}

void Market::CutHarvest(const Step& step) {
  std::string id;
  std::int64_t version = 0;
  {
    const auto session = house_.pool().Take();
    auto rows = session->Query("SELECT id, version FROM harvests WHERE state = 'open'");
    if (!rows.Next()) return;
    id = rows.Text(0);
    version = rows.Int(1);
  }
  const std::int64_t packed = step.b % 14;
  const auto until = keel::ToRfc3339(house_.clock().Now() + std::chrono::days(6)).substr(0, 10);
  const auto cut = In(house_.pool(), [&](auto& t) {
    return orders::CutHarvest(t, house_.context(), OwnerOf("a"), id,
                              {packed + 9, packed + 3, packed, "", step.c % 2 == 0 ? until : "", version});
  });
  if (!cut) return;
  bool short_of = false;
  for (const auto& share : cut->shares) short_of = short_of || share.share.given < share.share.wanted;
  Happened(short_of ? "harvest fell short" : "harvest was enough", std::to_string(packed) + " packed");
}

void Market::OpenFill(const Step& step) {
  const bool turns = step.b % 2 == 0;
  if (In(house_.pool(), [&](auto& t) {
        return orders::OpenFill(
            t, house_.context(), OwnerOf("k"),
            {VariantId("matk"), 1 + step.a % 6, turns ? orders::FillRule::kRotation : orders::FillRule::kProRata,
             "bếp ăn trường học"});
      }))
    Happened(turns ? "fill shared by turns" : "fill shared pro rata");
}

void Market::BringPart(const Step& step) {
  std::string fill;
  std::int64_t round = 0, position = 0, given = 0;
  {
    const auto session = house_.pool().Take();
    auto rows = session->Query(
        "SELECT p.fill_id, p.round, p.position, p.given FROM fill_parts p JOIN fills f ON f.id = p.fill_id WHERE "
        "p.state = 'promised' ORDER BY f.opened_at DESC, p.round DESC, p.position LIMIT 4");
    for (unsigned i = 0; i <= step.a % 4; ++i) {
      if (!rows.Next()) break;
      fill = rows.Text(0);
      round = rows.Int(1);
      position = rows.Int(2);
      given = rows.Int(3);
    }
  }
  if (fill.empty()) return;
  const auto who = OwnerOf("k");
  const auto pieces = step.b % 3 == 0 ? 0 : step.b % 3 == 1 ? given : step.c % (given + 1);
  const auto done = In(house_.pool(), [&](auto& t) {
    return orders::ReceivePart(t, house_.context(), who, fill, round, position, pieces,
                               pieces == 0 ? "đường sạt lở" : "");
  });
  if (!done) return;
  Happened(pieces == given ? "member brought all" : pieces == 0 ? "member failed" : "member brought less");
  for (const auto& part : done->parts)
    if (part.round > round && part.given > 0) return Happened("member replaced");
}

void Market::Count(const Step& step) {
  const auto& variant = variants_[step.b % variants_.size()];
  const auto who = OwnerOf(variant.substr(variant.size() - 1));
  if (In(house_.pool(), [&](auto& t) {
        return orders::CountStock(t, house_.context(), who, VariantId(variant), 4 + step.c % 20, "đếm lại");
      }))
    Happened("shelf counted", variant);
  NoteShortage(variant);
}

void Market::Spoil(const Step& step) {
  const auto& variant = variants_[step.b % variants_.size()];
  const auto who = OwnerOf(variant.substr(variant.size() - 1));
  if (In(house_.pool(), [&](auto& t) {
        return orders::SpoilStock(t, house_.context(), who, VariantId(variant), {}, 1 + step.c % 2, "mốc");
      }))
    Happened("goods thrown away", variant);
  NoteShortage(variant);
}

}  // namespace lives
