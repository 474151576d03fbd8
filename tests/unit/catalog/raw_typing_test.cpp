#include "catalog/search/raw_typing.hpp"

#include <gtest/gtest.h>

namespace catalog::search {
namespace {

struct Row {
  const char* typed;
  const char* meant;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.typed; }
};

class RawTyping : public testing::TestWithParam<Row> {};

TEST_P(RawTyping, IsTheWordThatWasMeant) {
  EXPECT_EQ(WithoutTypingKeys(GetParam().typed), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(Telex, RawTyping,
                         testing::Values(Row{"maatj", "mat"}, Row{"matja", "mat"}, Row{"oong", "ong"},
                                         Row{"ruwngf", "rung"}, Row{"rwngf", "rung"}, Row{"dduwowngf", "duong"},
                                         Row{"dongfd", "dong"}, Row{"chef", "che"}, Row{"muoois", "muoi"},
                                         Row{"tieeu", "tieu"}, Row{"gaoj", "gao"}, Row{"nwowcs", "nuoc"}));
INSTANTIATE_TEST_SUITE_P(Vni, RawTyping,
                         testing::Values(Row{"ma65t", "mat"}, Row{"mat65", "mat"}, Row{"ru7ng2", "rung"},
                                         Row{"d9u7o7ng2", "duong"}, Row{"bo7", "bo"}));
INSTANTIATE_TEST_SUITE_P(AsItIs, RawTyping,
                         testing::Values(Row{"mat", "mat"}, Row{"xoai", "xoai"}, Row{"khuyu", "khuyu"},
                                         Row{"quyt", "quyt"}, Row{"gi", "gi"}, Row{"500", "500"}, Row{"dd", "dd"},
                                         Row{"tr", "tr"}, Row{"", ""}));

}  // namespace
}  // namespace catalog::search
