#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/money.hpp"
#include "keel/result.hpp"

/// EMVCo merchant-presented QR text as NAPAS uses it for VietQR: a string of tag (2 digits), length (2 digits), value.
/// Pure and thread-safe.
namespace payments {

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, no reflection. "123456789" gives 0x29B1.
std::uint16_t Crc16(std::string_view bytes);

struct QrItem {
  std::string tag, value;
};

/// Splits one level of tag-length-value. Lengths count characters (code points), as wallets read them.
/// Errors: kInvalid "qr-malformed": the text is not UTF-8, a tag or length is no number, a value is cut off or empty, a
/// tag stands twice.
keel::Result<std::vector<QrItem>> ReadItems(std::string_view text);
/// Errors: kInvalid "qr-malformed" for a value that is empty or longer than 99 characters.
keel::Result<std::string> WriteItems(const std::vector<QrItem>& items);

/// Tag 38: an account or card that NAPAS 247 can credit.
struct QrBeneficiary {
  std::string bin;      ///< Six digits: the bank.
  std::string account;  ///< At most 19 letters and digits.
  std::string service;  ///< QRIBFTTA to an account, QRIBFTTC to a card, QRCASH at a machine.
};

struct QrCode {
  bool dynamic = false;                      ///< Made for one order (tag 01 = 12) or printed at a stall (11).
  std::optional<QrBeneficiary> beneficiary;  ///< Empty for a code of another scheme (tag 26).
  std::optional<keel::Money> amount;
  std::string category, name, city, postcode;     ///< Tags 52, 59, 60, 61; empty when absent.
  std::map<std::string, std::string> additional;  ///< Tag 62 by sub-tag; "08" is what banks copy into the transfer.
};

/// Reads strictly: 00 first, 63 last, checksum over every byte before it, currency 704, country VN, nested lengths
/// exact. The checksum's case does not matter; an amount in a static code is accepted, as banks print such. Errors:
/// kInvalid "qr-checksum", "qr-malformed" with the rule in `detail`.
keel::Result<QrCode> ReadQr(std::string_view payload);

/// Writes tags in ascending order with an upper-case checksum. Text is reduced to printable ASCII first, since wallets
/// disagree whether lengths count characters or bytes. Errors: kInvalid "qr-malformed".
keel::Result<std::string> WriteQr(const QrCode& code);

}  // namespace payments
