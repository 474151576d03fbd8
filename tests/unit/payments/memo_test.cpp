#include "payments/domain/memo.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace payments {
namespace {

using namespace std::chrono_literals;

std::string Fresh() {
  return ReferenceOf("CPT", IntentId::New(keel::Instant(1'767'000'000'000ms)));
}

TEST(Reference, IsShortPlainAndAlwaysTheSame) {
  const auto id = IntentId::FromRow("int_01J9ZQ8XW3K5T7V2N4M6P8R0AB");
  const auto reference = ReferenceOf("CPT", id);
  EXPECT_EQ(reference, ReferenceOf("CPT", id));
  EXPECT_EQ(reference.size(), 10U);
  EXPECT_TRUE(IsReference("CPT", reference));
  for (const char letter : reference.substr(3)) EXPECT_NE(kMemoAlphabet.find(letter), kMemoAlphabet.npos);
}

TEST(Reference, DiffersBetweenIntents) {
  std::set<std::string> seen;
  for (int i = 0; i < 2'000; ++i) seen.insert(Fresh());
  EXPECT_GE(seen.size(), 1'999U);
}

TEST(FindReferences, FindsItInWhateverABankMakesOfIt) {
  const auto reference = ReferenceOf("CPT", IntentId::FromRow("int_01J9ZQ8XW3K5T7V2N4M6P8R0AB"));
  auto lower = reference, spaced = reference, dashed = reference;
  std::ranges::transform(lower, lower.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
  spaced.insert(5, " ");
  dashed.insert(3, "-");
  for (const auto& text :
       {reference, lower, spaced, dashed, "MBVCB.3278907687." + reference + ".CT tu 0123 NGUYEN VAN A toi 0000",
        "CT DEN:" + reference + "FT24123456789", "NGUYỄN VĂN ĐỨC chuyển tiền " + reference + " cảm ơn",
        reference.substr(0, 6) + "\n" + reference.substr(6), "CPT" + reference + "CPT"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(FindReferences("CPT", text), std::vector{reference});
  }
}

TEST(FindReferences, FindsEachOnceInOrder) {
  const auto one = Fresh(), two = Fresh();
  EXPECT_EQ(FindReferences("CPT", two + " " + one + " " + two), (std::vector{two, one}));
}

TEST(FindReferences, FindsNothingWhereNothingIs) {
  for (const auto* text : {"", "chuyen tien", "CPT", "CPT234567", "CP-7K3M-9Q2", "\xff\xfe broken", "0123456789"}) {
    SCOPED_TRACE(text);
    EXPECT_TRUE(FindReferences("CPT", text).empty());
  }
}

RC_GTEST_PROP(Reference, OneWrongLetterIsAlwaysNoticed, ()) {
  auto reference = Fresh();
  const auto at = *rc::gen::inRange<std::size_t>(3, reference.size());
  const char other = kMemoAlphabet[*rc::gen::inRange<std::size_t>(0, kMemoAlphabet.size())];
  RC_PRE(other != reference[at]);
  reference[at] = other;
  RC_ASSERT(!IsReference("CPT", reference));
}

RC_GTEST_PROP(Reference, IsFoundInAnyText, (const std::string& before, const std::string& after)) {
  const auto reference = Fresh();
  // Broken UTF-8 at the seam could swallow a letter: a bank's text is a string of its own on either side.
  const auto found = FindReferences("CPT", before + " " + reference + " " + after);
  RC_ASSERT(std::ranges::find(found, reference) != found.end());
}

}  // namespace
}  // namespace payments
