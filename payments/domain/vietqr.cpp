#include "payments/domain/vietqr.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "keel/text/text.hpp"

namespace payments {
namespace {

constexpr std::string_view kNapas = "A000000727";
constexpr std::size_t kChecksumLength = 8;  // "6304" and four hex digits.

keel::Error Malformed(std::string detail) {
  return {keel::Kind::kInvalid, "qr-malformed", std::move(detail)};
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Bytes that the first `characters` code points of `text` take; npos when there are fewer.
std::size_t BytesOf(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (characters > 0 && at < text.size()) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    --characters;
  }
  return characters == 0 ? at : text.npos;
}

std::string Find(const std::vector<QrItem>& items, std::string_view tag) {
  const auto item = std::ranges::find(items, tag, &QrItem::tag);
  return item == items.end() ? std::string() : item->value;
}

std::string Hex4(std::uint16_t number) {
  std::array<char, 5> text{};
  std::snprintf(text.data(), text.size(), "%04X", static_cast<unsigned>(number));
  return text.data();
}

std::string Printable(std::string_view text, std::size_t longest) {
  std::string kept;
  for (const char c : keel::text::Ascii(text))
    if (c >= ' ' && c <= '~' && kept.size() < longest) kept += c;
  return kept;
}

/// Tag 38. Its beneficiary template holds the bank and the account and nothing else: a length that swallows the service
/// code is thereby found, which the checksum cannot do.
keel::Result<QrBeneficiary> ReadBeneficiary(std::string_view text) {
  const auto items = ReadItems(text);
  if (!items) return items.error();
  if (items->front().tag != "00" || items->front().value != kNapas) return Malformed("38: not a NAPAS account.");
  for (const auto& item : *items)
    if (item.tag != "00" && item.tag != "01" && item.tag != "02")
      return Malformed("38: unknown field " + item.tag + ".");
  const auto account = ReadItems(Find(*items, "01"));
  if (!account) return account.error();
  for (const auto& item : *account)
    if (item.tag != "00" && item.tag != "01") return Malformed("38-01: unknown field " + item.tag + ".");
  QrBeneficiary read{Find(*account, "00"), Find(*account, "01"), Find(*items, "02")};
  if (read.bin.size() != 6 || !IsDigits(read.bin)) return Malformed("38-01-00: a bank is six digits.");
  if (read.account.empty() || read.account.size() > 19 || !std::ranges::all_of(read.account, IsLetterOrDigit))
    return Malformed("38-01-01: an account is 1 to 19 letters and digits.");
  if (read.service != "QRIBFTTA" && read.service != "QRIBFTTC" && read.service != "QRCASH")
    return Malformed("38-02: no known service.");
  return read;
}

keel::Result<keel::Done> CheckChecksum(std::string_view payload) {
  if (payload.size() < kChecksumLength) return Malformed("The checksum is missing.");
  const auto start = payload.size() - kChecksumLength;
  if (payload.substr(start, 4) != "6304") return Malformed("63: the checksum is missing.");
  std::string given(payload.substr(start + 4));
  for (char& c : given)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  if (given != Hex4(Crc16(payload.substr(0, start + 4))))
    return keel::Error{keel::Kind::kInvalid, "qr-checksum", "63: the checksum does not fit the text."};
  return keel::Done{};
}

}  // namespace

std::uint16_t Crc16(std::string_view bytes) {
  std::uint32_t crc = 0xFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(byte)) << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xFFFF;
  }
  return static_cast<std::uint16_t>(crc);
}

keel::Result<std::vector<QrItem>> ReadItems(std::string_view text) {
  // Of broken letters everybody counts another number.
  if (!keel::text::IsUtf8(text)) return Malformed("The text is not UTF-8.");
  std::vector<QrItem> items;
  while (!text.empty()) {
    if (text.size() < 4 || !IsDigits(text.substr(0, 4))) return Malformed("A tag or a length is not a number.");
    const std::string tag(text.substr(0, 2));
    const std::size_t characters =
        static_cast<std::size_t>(text[2] - '0') * 10 + static_cast<std::size_t>(text[3] - '0');
    text.remove_prefix(4);
    const auto bytes = BytesOf(text, characters);
    if (characters == 0 || bytes == text.npos) return Malformed(tag + ": empty or cut off.");
    if (std::ranges::find(items, tag, &QrItem::tag) != items.end()) return Malformed(tag + ": stands twice.");
    items.push_back({tag, std::string(text.substr(0, bytes))});
    text.remove_prefix(bytes);
  }
  if (items.empty()) return Malformed("Nothing to read.");
  return items;
}

keel::Result<std::string> WriteItems(const std::vector<QrItem>& items) {
  std::string text;
  for (const auto& item : items) {
    const auto characters = keel::text::Length(item.value);
    if (item.tag.size() != 2 || !IsDigits(item.tag)) return Malformed("A tag is two digits.");
    if (characters < 1 || characters > 99) return Malformed(item.tag + ": 1 to 99 characters.");
    text += item.tag;
    text += static_cast<char>('0' + characters / 10);
    text += static_cast<char>('0' + characters % 10);
    text += item.value;
  }
  return text;
}

keel::Result<QrCode> ReadQr(std::string_view payload) {
  if (const auto sound = CheckChecksum(payload); !sound) return sound.error();
  const auto items = ReadItems(payload);
  if (!items) return items.error();
  if (items->front().tag != "00" || items->front().value != "01") return Malformed("00: must stand first and be 01.");
  if (items->back().tag != "63" || items->back().value.size() != 4) return Malformed("63: must stand last.");
  const auto initiation = Find(*items, "01");
  if (initiation != "11" && initiation != "12") return Malformed("01: must be 11 or 12.");
  if (Find(*items, "53") != "704") return Malformed("53: the currency must be 704.");
  if (Find(*items, "58") != "VN") return Malformed("58: the country must be VN.");
  if (std::ranges::none_of(*items, [](const QrItem& item) { return item.tag >= "02" && item.tag <= "51"; }))
    return Malformed("No account to pay to.");

  QrCode code{.dynamic = initiation == "12",
              .category = Find(*items, "52"),
              .name = Find(*items, "59"),
              .city = Find(*items, "60"),
              .postcode = Find(*items, "61")};
  if (const auto account = Find(*items, "38"); !account.empty()) {
    const auto beneficiary = ReadBeneficiary(account);
    if (!beneficiary) return beneficiary.error();
    code.beneficiary = *beneficiary;
  }
  if (const auto amount = Find(*items, "54"); !amount.empty()) {
    if (!IsDigits(amount) || amount.size() > 13) return Malformed("54: whole đồng, at most 13 digits.");
    code.amount = keel::Money::Vnd(std::stoll(amount));
  }
  if (const auto additional = Find(*items, "62"); !additional.empty()) {
    const auto inner = ReadItems(additional);
    if (!inner) return inner.error();
    for (const auto& item : *inner) code.additional[item.tag] = item.value;
  }
  return code;
}

keel::Result<std::string> WriteQr(const QrCode& code) {
  std::vector<QrItem> items{{"00", "01"}, {"01", code.dynamic ? "12" : "11"}};
  if (!code.beneficiary) return Malformed("38: an account to pay to is needed.");
  const auto account = WriteItems({{"00", code.beneficiary->bin}, {"01", code.beneficiary->account}});
  if (!account) return account.error();
  const auto beneficiary =
      WriteItems({{"00", std::string(kNapas)}, {"01", *account}, {"02", code.beneficiary->service}});
  if (!beneficiary) return beneficiary.error();
  if (const auto readable = ReadBeneficiary(*beneficiary); !readable) return readable.error();
  items.push_back({"38", *beneficiary});
  if (!code.category.empty()) items.push_back({"52", code.category});
  items.push_back({"53", "704"});
  if (code.amount) {
    const auto amount = std::to_string(code.amount->dong());
    if (code.amount->dong() < 0 || amount.size() > 13) return Malformed("54: whole đồng, at most 13 digits.");
    items.push_back({"54", amount});
  }
  items.push_back({"58", "VN"});
  if (const auto name = Printable(code.name, 25); !name.empty()) items.push_back({"59", name});
  if (const auto city = Printable(code.city, 15); !city.empty()) items.push_back({"60", city});
  if (const auto postcode = Printable(code.postcode, 10); !postcode.empty()) items.push_back({"61", postcode});
  std::vector<QrItem> inner;
  for (const auto& [tag, value] : code.additional) inner.push_back({tag, Printable(value, 25)});
  if (!inner.empty()) {
    const auto additional = WriteItems(inner);
    if (!additional) return additional.error();
    items.push_back({"62", *additional});
  }
  auto text = WriteItems(items);
  if (!text) return text.error();
  *text += "6304";
  *text += Hex4(Crc16(*text));
  return text;
}

}  // namespace payments
