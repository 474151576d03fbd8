#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "catalog/http/json.hpp"
#include "storefront/backends/selling.hpp"
#include "tests/unit/storefront/peer.hpp"

namespace storefront::backends {
namespace {

TEST(OpenReports, NamesTheProductAsCatalogTellsOfIt) {
  const catalog::Report told{.id = catalog::ReportId::New(keel::Instant{}),
                             .product_id = catalog::ProductId::New(keel::Instant{}),
                             .product_slug = "mat-ong-rung",
                             .product_name = "Mật ong rừng",
                             .reason = catalog::ReportReason::kFakeOcop,
                             .note = "Không có sao nào."};
  Peer catalog(nlohmann::json{{"items", {catalog::ToJson(told)}}, {"next", "sau"}}.dump());
  const auto reports = OpenReports(Asker(catalog), Caller{}, "");
  ASSERT_TRUE(reports);
  ASSERT_EQ(reports->items.size(), 1U);
  EXPECT_EQ(reports->next, "sau");
  const Report& one = reports->items.front();
  EXPECT_EQ(one.id, told.id.text());
  EXPECT_EQ(one.product_id, told.product_id.text());
  EXPECT_EQ(one.product_slug, "mat-ong-rung");
  EXPECT_EQ(one.product_name, "Mật ong rừng");
  EXPECT_EQ(one.reason, "fake-ocop");
  EXPECT_EQ(one.note, "Không có sao nào.");
}

}  // namespace
}  // namespace storefront::backends
