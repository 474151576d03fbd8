#include "storefront/routes/parts/draft.hpp"

#include <gtest/gtest.h>

namespace storefront {
namespace {

TEST(Draft, ComesBackAsItWas) {
  Draft draft;
  draft.name = "Lý Thị Mẩy";
  draft.phone = "0912 345 678";
  draft.address.province_code = "15";
  draft.address.commune_code = "02905";
  draft.address.hamlet = "Na Áng";
  draft.address.old_ward = "Lùng Phình";
  draft.mode = "cu";
  draft.payment = "vietqr";
  draft.freight["sho_1"] = "ghn express";
  draft.payments["sho_2"] = "cod";
  draft.faults = {"ten", "xa"};
  const Draft back = Unpacked(Packed(draft));
  EXPECT_EQ(back.name, draft.name);
  EXPECT_EQ(back.phone, draft.phone);
  EXPECT_EQ(back.address.commune_code, "02905");
  EXPECT_EQ(back.address.hamlet, "Na Áng");
  EXPECT_EQ(back.address.old_ward, "Lùng Phình");
  EXPECT_EQ(back.mode, "cu");
  EXPECT_EQ(back.payment, "vietqr");
  EXPECT_EQ(back.freight, draft.freight);
  EXPECT_EQ(back.PaymentOf("sho_1"), "vietqr");
  EXPECT_EQ(back.PaymentOf("sho_2"), "cod");
  EXPECT_TRUE(back.IsFaulty("xa"));
  EXPECT_FALSE(back.IsFaulty("dien_thoai"));
}

TEST(Draft, OfNonsenseIsEmpty) {
  EXPECT_FALSE(Unpacked("nonsense \x1e\x1e without names").HasPlace());
  EXPECT_EQ(Unpacked("").payment, "cod");
}

}  // namespace
}  // namespace storefront
