#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "accounts/domain/ids.hpp"
#include "accounts/domain/phone.hpp"
#include "keel/names.hpp"

namespace accounts {

enum class Language : std::uint8_t { kVi, kEn };
inline constexpr auto kLanguageNames = keel::NamesOf<Language>({{Language::kVi, "vi"}, {Language::kEn, "en"}});

/// A person, known by one phone number. The password, if any, is elsewhere and is loaded only to be compared.
struct Account {
  AccountId id;
  Phone phone;
  std::string name;  ///< Empty until the person or an inviter says it.
  Language language = Language::kVi;
  bool is_operator = false;
  bool has_password = false;
};

/// Where an act came from, for throttles and the audit. Either may be empty: asked directly, without the edge.
struct Where {
  std::string address;  ///< IPv4 address, or IPv6 address.
  std::string device;   ///< The device's own opaque name (X-Device).
};

}  // namespace accounts
