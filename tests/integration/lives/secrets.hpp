#pragma once

namespace lives {

/// What the house's own bank feed signs with.
inline constexpr auto kBankSecret = "lives-secret-0123456789abcdef";

}  // namespace lives
