#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/money.hpp"
#include "keel/result.hpp"

/// The file in which a carrier says what it collected at the doors. Pure.
namespace payments {

/// One parcel of it, as the carrier wrote it.
struct CodRow {
  std::size_t line = 0;             ///< In the file, from 1.
  std::string tracking, reference;  ///< The carrier's number, and ours as it copied it; at most 64 characters.
  std::optional<keel::Money> collected, fee;
  bool readable = false;  ///< The quotes close, and every amount that stands there is one.
};

/// What an order may be called by our reference as a carrier wrote it: an id, also of a parcel that was booked anew
/// ("ord_…-2") or in other letters, or a code. In the order to look them up.
std::vector<std::string> OrderNamesIn(const std::string& reference);

/// Columns order, collected and, where the carrier writes them, its fees (one, several, or their sum) and tracking,
/// under the names they go by. Errors: those of ReadTable.
keel::Result<std::vector<CodRow>> ReadCodStatement(std::string_view csv);

}  // namespace payments
