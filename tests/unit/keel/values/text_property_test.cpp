#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <string>

#include "keel/text/text.hpp"

namespace keel::text {
namespace {

std::string Nfd(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::Normalizer2::getNFDInstance(status)->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
  return out;
}

/// Any code points, with Latin, Vietnamese and marks much more often than chance would have it.
rc::Gen<std::string> AnyText() {
  const auto code_point = rc::gen::weightedOneOf<char32_t>({{4, rc::gen::inRange<char32_t>(0x20, 0x250)},
                                                            {4, rc::gen::inRange<char32_t>(0x1E00, 0x1F00)},
                                                            {3, rc::gen::inRange<char32_t>(0x300, 0x370)},
                                                            {2, rc::gen::inRange<char32_t>(0x1100, 0x1200)},
                                                            {1, rc::gen::inRange<char32_t>(1, 0xD800)},
                                                            {1, rc::gen::inRange<char32_t>(0xE000, 0x110000)}});
  return rc::gen::map(rc::gen::container<std::u32string>(code_point), [](const std::u32string& points) {
    std::string out;
    icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(points.data()), static_cast<int>(points.size()))
        .toUTF8String(out);
    return out;
  });
}

void Holds(const char* what, const std::function<void()>& property) {
  EXPECT_TRUE(rc::check(what, property));
}

TEST(FoldProperty, IsTheSameTwice) {
  Holds("Fold(Fold(x)) == Fold(x)", [] {
    const auto text = *AnyText();
    const auto folded = Fold(text);
    RC_ASSERT(Fold(folded) == folded);
  });
}

TEST(FoldProperty, DoesNotSeeTheUnicodeForm) {
  Holds("Fold(NFC(x)) == Fold(NFD(x)) == Fold(x)", [] {
    const auto text = *AnyText();
    RC_ASSERT(Fold(Nfc(text)) == Fold(Nfd(text)));
    RC_ASSERT(Fold(text) == Fold(Nfc(text)));
  });
}

TEST(ExactProperty, IsTheSameTwiceAndInBothForms) {
  Holds("Exact", [] {
    const auto text = *AnyText();
    RC_ASSERT(Exact(Exact(text)) == Exact(text));
    RC_ASSERT(Exact(Nfd(text)) == Exact(text));
  });
}

TEST(TextProperty, AnyBytesAreSurvived) {
  Holds("no function throws, all answers are UTF-8", [] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    for (const auto& answer : {Nfc(bytes), Fold(bytes), Exact(bytes), Slug(bytes), Ascii(bytes)})
      RC_ASSERT(IsUtf8(answer));
    for (const auto& word : Words(bytes)) RC_ASSERT(IsUtf8(word));
    RC_ASSERT(Length(bytes) <= bytes.size());
    RC_ASSERT(Trim(Trim(bytes)) == Trim(bytes));
    RC_ASSERT(Fold(Slug(bytes)) == Slug(bytes));
  });
}

}  // namespace
}  // namespace keel::text
