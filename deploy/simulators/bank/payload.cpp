#include "deploy/simulators/bank/payload.hpp"

#include <charconv>
#include <cstdio>

namespace bank_simulator {
namespace {

std::optional<int> Number(std::string_view digits) {
  int number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// The value of `wanted` among the items of one level; empty when absent or the text breaks off before.
std::string_view Field(std::string_view items, std::string_view wanted) {
  while (items.size() >= 4) {
    const auto tag = items.substr(0, 2);
    const auto length = Number(items.substr(2, 2));
    if (!length || *length < 0 || items.size() < 4 + static_cast<std::size_t>(*length)) return {};
    const auto value = items.substr(4, static_cast<std::size_t>(*length));
    if (tag == wanted) return value;
    items.remove_prefix(4 + value.size());
  }
  return {};
}

unsigned Checksum(std::string_view bytes) {
  unsigned register_ = 0xFFFF;
  for (const char byte : bytes)
    for (int bit = 7; bit >= 0; --bit) {
      const bool in = ((static_cast<unsigned char>(byte) >> bit) & 1) != 0;
      const bool out = (register_ & 0x8000) != 0;
      register_ = (register_ << 1) & 0xFFFF;
      if (in != out) register_ ^= 0x1021;
    }
  return register_;
}

}  // namespace

std::optional<Payload> ReadPayload(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (text.size() < 12 || !text.starts_with("000201") || text.substr(text.size() - 8, 4) != "6304") return std::nullopt;
  unsigned given = 0;
  const auto hex = text.substr(text.size() - 4);
  const auto [end, fault] = std::from_chars(hex.data(), hex.data() + hex.size(), given, 16);
  if (fault != std::errc() || end != hex.data() + hex.size() || given != Checksum(text.substr(0, text.size() - 4)))
    return std::nullopt;

  const auto transfer = Field(text, "38");
  if (Field(transfer, "00") != "A000000727") return std::nullopt;
  const auto beneficiary = Field(transfer, "01");
  Payload read{std::string(Field(beneficiary, "00")),
               std::string(Field(beneficiary, "01")),
               std::string(Field(Field(text, "62"), "08")),
               {}};
  if (read.bin.empty() || read.account.empty()) return std::nullopt;
  if (const auto amount = Field(text, "54"); !amount.empty()) {
    std::int64_t dong = 0;
    const auto [last, wrong] = std::from_chars(amount.data(), amount.data() + amount.size(), dong);
    if (wrong != std::errc() || last != amount.data() + amount.size()) return std::nullopt;
    read.amount = dong;
  }
  return read;
}

}  // namespace bank_simulator
