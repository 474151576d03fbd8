#pragma once
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/result.hpp"
#include "keel/sql/sql.hpp"

/// What stores do with an answer: `read` makes a thing of the row it stands at.
namespace payments {

template <class Read>
using ReadOf = std::invoke_result_t<Read, const keel::sql::Rows&>;

/// A `read` that needs the key by which some of the row is sealed.
template <class Read>
auto Opening(const keel::crypto::FieldKey& seal, Read read) {
  return [&seal, read](const keel::sql::Rows& row) { return read(row, seal); };
}

/// Every row.
template <class Read>
std::vector<ReadOf<Read>> ReadEach(keel::sql::Rows rows, Read read) {
  std::vector<ReadOf<Read>> all;
  while (rows.Next()) all.push_back(read(rows));
  return all;
}

/// The one that may be there.
template <class Read>
std::optional<ReadOf<Read>> ReadMaybe(keel::sql::Rows rows, Read read) {
  return rows.Next() ? std::optional(read(rows)) : std::nullopt;
}

/// The one that is to be there, else `missing`.
template <class Read>
keel::Result<ReadOf<Read>> ReadOne(keel::sql::Rows rows, Read read, keel::Error missing) {
  if (rows.Next()) return read(rows);
  return missing;
}

}  // namespace payments
