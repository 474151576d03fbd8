#include "catalog/domain/listing.hpp"

#include "keel/crypto/sealed.hpp"

namespace catalog {
namespace {

struct Pair {
  std::string_view north, south;  ///< Or how it is written in a shop, and how people type it.
};
/// Folded. Only words whose folded form means little else: "thơm" is a pineapple in the south and a smell everywhere.
constexpr std::array kSameThing{
    Pair{"ngo", "bap"},
    Pair{"lon", "heo"},
    Pair{"lac", "dau phong"},
    Pair{"san", "khoai mi"},
    Pair{"dua", "khom"},
    Pair{"vung", "me"},
    Pair{"moc nhi", "nam meo"},
    Pair{"che", "tra"},
    Pair{"bi do", "bi ro"},
    Pair{"quat", "tac"},
    Pair{"cu dau", "cu san"},
    Pair{"na", "mang cau"},
    Pair{"qua", "trai"},
    Pair{"mien", "bun tau"},
    Pair{"ruoc", "cha bong"},
    Pair{"rau mui", "ngo ri"},
    Pair{"hat dieu", "dao lon hot"},
    Pair{"gio", "cha lua"},
    Pair{"mi chinh", "bot ngot"},
    Pair{"tho cam", "vai det"},
    Pair{"ca phe", "cafe"},
    Pair{"ca phe", "ca fe"},
    Pair{"tieu", "hat tieu"},
    Pair{"mong", "hmong"},
};

}  // namespace

std::vector<std::string_view> SameThing(std::string_view folded_word) {
  std::vector<std::string_view> others;
  for (const auto& pair : kSameThing) {
    if (pair.north == folded_word) others.push_back(pair.south);
    if (pair.south == folded_word) others.push_back(pair.north);
  }
  return others;
}

std::string EncodeCursor(std::string_view text) {
  std::string code = keel::crypto::Base64Encode(text);
  for (char& c : code) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (!code.empty() && code.back() == '=') code.pop_back();
  return code;
}

std::string DecodeCursor(std::string_view cursor) {
  if (cursor.size() > 400) return {};
  std::string code(cursor);
  for (char& c : code) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (code.size() % 4 != 0) code += '=';
  auto text = keel::crypto::Base64Decode(code);
  return EncodeCursor(text) == cursor ? text : std::string();
}

}  // namespace catalog
