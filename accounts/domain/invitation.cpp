#include "accounts/domain/invitation.hpp"

#include <algorithm>

#include "keel/text/text.hpp"

namespace accounts {
namespace {

constexpr std::size_t kMostLettersOfAName = 40;

/// Letters, digits and single blanks.
std::string Plain(std::string_view name) {
  std::string plain;
  for (const char c : keel::text::Ascii(name)) {
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_word)
      plain += c;
    else if (!plain.empty() && plain.back() != ' ')
      plain += ' ';
  }
  if (plain.size() > kMostLettersOfAName) plain.resize(kMostLettersOfAName);
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

struct Words {
  std::string_view vi, en;
};
//                                            as kRoleNames
constexpr std::array<Words, 6> kAskedToBe{{{"cung lam chu", "to be an owner"},
                                           {"cung quan ly don hang", "to look after its orders"},
                                           {"giup ban hang", "to help it sell"},
                                           {"lam thanh vien", "to be a member"},
                                           {"lam can bo chuong trinh", "to be a programme officer"},
                                           {"lam nguoi van hanh", "to be an operator"}}};
static_assert(kAskedToBe.size() == kRoleNames.size());

}  // namespace

keel::Result<keel::Done> MayInvite(const Sent& by_account, const Sent& to_phone, const InviteLimits& limits,
                                   keel::Instant now) {
  const int wait_s = std::max(DayWait(by_account, limits.per_account, now), DayWait(to_phone, limits.per_phone, now));
  if (wait_s == 0) return keel::Done{};
  return keel::Error{keel::Kind::kTooMany, "too-many-invitations", "Too many people were asked today.",
                     std::to_string(wait_s), wait_s};
}

std::string InvitedText(const Invitation& invitation, std::string_view party_name, Language language) {
  const std::string name = Plain(party_name);
  if (language == Language::kEn) {
    const std::string_view what =
        invitation.role ? kAskedToBe[std::size_t(*invitation.role)].en : "to join with your household";
    return "Cho Phien: " + name + " asks you " + std::string(what) +
           ". Sign in and open Me to say yes or no. If you do not know them, say no.";
  }
  const std::string_view what =
      invitation.role ? kAskedToBe[std::size_t(*invitation.role)].vi : "dua ho cua ban vao hop tac xa";
  return "Cho Phien: " + name + " moi ban " + std::string(what) +
         ". Dang nhap cho, mo muc Toi de dong y hay tu choi. Neu khong quen, hay tu choi.";
}

std::string AnsweredText(std::string_view who, std::string_view party_name, bool accepted, Language language) {
  const std::string person = Plain(who), party = Plain(party_name);
  if (language == Language::kEn)
    return "Cho Phien: " + person + (accepted ? " said yes to " : " said no to ") + party + ".";
  return "Cho Phien: " + person + (accepted ? " da dong y voi " : " da tu choi ") + party + ".";
}

std::string HelpCodeText(std::string_view who, const std::string& code, Language language) {
  const std::string person = Plain(who);
  if (language == Language::kEn)
    return "Cho Phien: " + person +
           " asks to help you sell: to see and accept your orders, no money. If you agree, read them " + code +
           " within 5 minutes. If not, tell nobody.";
  return "Cho Phien: " + person +
         " xin giup ban ban hang: xem va nhan don thay, khong dung den tien. Dong y thi doc ma " + code +
         " cho nguoi ay trong 5 phut. Khong dong y thi dung doc cho ai.";
}

std::string HelpEndedText(std::string_view who, std::string_view party_name, Language language) {
  const std::string person = Plain(who), party = Plain(party_name);
  if (language == Language::kEn)
    return "Cho Phien: " + (who.empty() ? party + " no longer asks for your help. Thank you."
                                        : person + " no longer helps " + party + ".");
  return "Cho Phien: " + (who.empty() ? party + " khong nho ban giup ban hang nua. Cam on ban."
                                      : person + " da thoi giup ban hang cho " + party + ".");
}

}  // namespace accounts
