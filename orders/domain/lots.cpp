#include "orders/domain/lots.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace orders {
namespace {

using keel::Error;
using keel::Kind;

constexpr std::chrono::hours kVietnam{7};

std::chrono::year_month_day DateOf(std::string_view day) {
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : day.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  return std::chrono::year(number(0, 4)) / number(5, 2) / number(8, 2);
}

/// GS1: from the right, without the check digit, weights 3, 1, 3 …; the check digit fills up to a multiple of ten.
int CheckDigit(std::string_view digits) {
  int sum = 0;
  int weight = 3;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, weight = 4 - weight) sum += (*at - '0') * weight;
  return (10 - sum % 10) % 10;
}

/// "2026-11-21" as GS1 writes it: 261121.
std::string SixDigits(const std::string& day) {
  return day.substr(2, 2) + day.substr(5, 2) + day.substr(8, 2);
}

}  // namespace

std::optional<LotState> FindLotState(std::string_view name) {
  const auto at = std::ranges::find(kLotStates, name);
  if (at == kLotStates.end()) return std::nullopt;
  return LotState(at - kLotStates.begin());
}

bool IsDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !text.starts_with("20")) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9')) return false;
  return DateOf(text).ok();
}

std::optional<keel::Instant> EndOfDay(const std::string& day) {
  if (!IsDay(day)) return std::nullopt;
  return std::chrono::sys_days(DateOf(day)) + std::chrono::days(1) - kVietnam;
}

std::string DayOf(keel::Instant at) {
  return keel::ToRfc3339(at + kVietnam).substr(0, 10);
}

keel::Result<keel::Done> CheckDays(const Lot& lot, keel::Instant now) {
  const auto today = DayOf(now);
  if (lot.harvested_on > today) return Error{Kind::kInvalid, "lot-not-yet", "That day has not come.", "harvested_on"};
  if (lot.produced_on > today) return Error{Kind::kInvalid, "lot-not-yet", "That day has not come.", "produced_on"};
  for (const auto* from : {&lot.harvested_on, &lot.produced_on})
    if (!from->empty() && !lot.expires_on.empty() && *from > lot.expires_on)
      return Error{Kind::kInvalid, "lot-days-order", "A lot cannot expire before it was made.", "expires_on"};
  return keel::Done{};
}

std::string LotCodeFrom(std::uint64_t number) {
  constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string code = "L";
  for (int i = 0; i < 8; ++i, number /= kAlphabet.size()) code += kAlphabet[number % kAlphabet.size()];
  return code;
}

keel::Result<std::string> ReadGtin(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const bool length = text.size() == 8 || (text.size() >= 12 && text.size() <= 14);
  if (!digits || !length || CheckDigit(text.substr(0, text.size() - 1)) != text.back() - '0')
    return Error{Kind::kInvalid, "gtin-invalid", "That is no GTIN.", "gtin"};
  return std::string(14 - text.size(), '0') + std::string(text);
}

std::string OwnGtin(std::string_view variant_id) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;  // FNV-1a
  for (const char c : variant_id) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  auto number = std::to_string(hash % 10'000'000'000ULL);
  number.insert(0, 10 - number.size(), '0');
  const std::string body = "004" + number;  // 14 digits with the leading 0 of a GTIN-13 and the check digit.
  return body + static_cast<char>('0' + CheckDigit(body));
}

std::string DigitalLink(const Lot& lot) {
  std::string link = "/01/" + lot.gtin + "/10/" + lot.code;
  char sign = '?';
  const auto add = [&](std::string_view identifier, const std::string& day) {
    if (day.empty()) return;
    link += sign;
    link += identifier;
    link += '=' + SixDigits(day);
    sign = '&';
  };
  add("11", lot.produced_on);
  add("17", lot.expires_on);
  add("7007", lot.harvested_on);
  return link;
}

void SortFirstExpiredFirst(std::vector<BinLevel>& bins) {
  const auto key = [](const BinLevel& b) {
    return std::tuple(b.state == LotState::kGrowing, b.sold_until.value_or(keel::Instant::max()),
                      std::string_view(b.harvested_on), std::string_view(b.bin.lot_id),
                      std::string_view(b.bin.place_id));
  };
  std::ranges::sort(bins, [&](const BinLevel& a, const BinLevel& b) { return key(a) < key(b); });
}

std::vector<Take> TakeFirstExpired(std::vector<BinLevel>& sorted, std::int64_t pieces, keel::Instant now) {
  std::vector<Take> takes;
  for (BinLevel& bin : sorted) {
    if (pieces == 0) break;
    if (!bin.Sellable(now) || bin.free() <= 0) continue;
    const auto some = std::min(pieces, bin.free());
    takes.push_back({bin.bin, some});
    bin.reserved += some;
    pieces -= some;
  }
  return takes;
}

std::vector<Take> GiveBack(const std::vector<Take>& promised, const std::vector<BinLevel>& sorted,
                           std::int64_t pieces) {
  auto order = promised;
  const auto rank = [&](const Take& take) {
    return std::ranges::find(sorted, take.bin, &BinLevel::bin) - sorted.begin();
  };
  std::ranges::sort(order, [&](const Take& a, const Take& b) {
    const auto known = [&](const Take& t) { return rank(t) < std::ssize(sorted) ? rank(t) : -1; };
    return std::tuple(known(a), a.bin) > std::tuple(known(b), b.bin);
  });
  std::vector<Take> back;
  for (const Take& take : order) {
    if (pieces == 0) break;
    const auto some = std::min(pieces, take.pieces);
    if (some <= 0) continue;
    back.push_back({take.bin, some});
    pieces -= some;
  }
  return back;
}

}  // namespace orders
