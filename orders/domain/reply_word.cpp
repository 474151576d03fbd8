#include "orders/domain/reply_word.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "keel/text/text.hpp"
#include "orders/domain/order_code.hpp"

namespace orders {
namespace {

constexpr std::array<std::string_view, 12> kYes{"co",   "cos",  "c",    "1",    "ok",  "oke",
                                                "duoc", "nhan", "dong", "vang", "yes", "y"};
constexpr std::array<std::string_view, 12> kNo{"khong", "khoong", "ko", "k",  "kg",     "hong",
                                               "hok",   "2",      "tu", "no", "khongg", "n"};
/// After a yes, these make it none: "có mà không đủ", "có nhưng mai mới gửi", "có lẽ không".
constexpr std::array<std::string_view, 9> kBut{"khong", "khoong", "khongg", "ko",   "hong",
                                               "hok",   "nhung",  "neu",    "thieu"};
constexpr std::string_view kPolitely = "da";  // "Dạ có", "dạ không": the word is the one after it.
constexpr std::size_t kMostWords = 12;

template <std::size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

ReplyWord ReadReply(std::string_view text) {
  if (!keel::text::IsUtf8(text)) return {};
  auto words = keel::text::Words(keel::text::Fold(text));
  ReplyWord reply;
  if (words.empty() || words.size() > kMostWords) return reply;
  if (words.size() > 1 && words.front() == kPolitely) words.erase(words.begin());
  if (IsOneOf(kYes, words.front())) reply.word = Word::kYes;
  if (IsOneOf(kNo, words.front())) reply.word = Word::kNo;
  // Who is not sure is asked again: a yes binds him.
  if (reply.word == Word::kYes &&
      std::ranges::any_of(words, [](const std::string& word) { return IsOneOf(kBut, word); }))
    reply.word = Word::kUnclear;
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    std::ranges::transform(*word, word->begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    reply.further.push_back(std::move(*word));
  }
  return reply;
}

bool Names(const ReplyWord& reply, std::string_view code) {
  if (code.size() != 11) return false;
  const std::string middle(code.substr(3, 4)), last(code.substr(8)), whole = middle + last;
  return std::ranges::any_of(reply.further, [&](const std::string& word) {
    return word == middle || word == last || word == whole || word == "CP" + whole;
  });
}

bool NamesSomeOrder(const ReplyWord& reply) {
  return std::ranges::any_of(reply.further, [](const std::string& word) {
    if (word == "CP") return true;
    const bool a_code = word.size() == 7 || (word.size() == 9 && word.starts_with("CP"));
    if (a_code && OrderCode::Parse(word)) return true;
    const bool a_group = word.size() == 3 || word.size() == 4 || a_code;
    return a_group && std::ranges::any_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
  });
}

}  // namespace orders
