#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace orders {

enum class Word : std::uint8_t { kYes, kNo, kUnclear };

/// What somebody wrote back: "CO", "có ạ", "Khong", "1", "KHÔNG 9Q4" …
struct ReplyWord {
  Word word = Word::kUnclear;
  std::vector<std::string> further;  ///< The other words, in capitals without diacritics: perhaps a part of a code.
};

/// Takes either Unicode form, no diacritics at all, what a telex keyboard leaves behind ("cos", "khoong"), a key of the
/// telephone (1 yes, 2 no), and looks at the first word alone: "không có" is a no. A long text answers nothing.
ReplyWord ReadReply(std::string_view text);

/// Whether `further` names this order: the code, or its middle or last group.
bool Names(const ReplyWord& reply, std::string_view code);
/// Whether `further` can only be meant as the code of an order, be it mistyped or that of one nobody asks about: "CP",
/// a group with a digit in it, or a whole code.
bool NamesSomeOrder(const ReplyWord& reply);

}  // namespace orders
