#pragma once
#include <set>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/fill_store.hpp"

/// What members promise to a fill: stock of theirs reserved for it, and given free again.
namespace orders {

/// One round of sharing out `wanted` among the members whose goods are not in `without`. Nothing is written when they
/// have too little and `all_or_nothing`. Members hear what was promised of theirs. Errors: kConflict "fill-too-few"
/// (argument: how many all members have).
keel::Result<std::vector<FillPart>> ShareOut(keel::sql::Transaction& transaction, const Context& context,
                                             const Fill& fill, std::int64_t round, std::int64_t wanted,
                                             const std::set<std::string>& without, bool all_or_nothing,
                                             const std::string& by);

/// The fills' order needs only `needed` more of the goods, all of them together: what members promised beyond that is
/// theirs again, by the rule each fill was shared by, and they hear how much is still to be brought. The fills are open
/// and their rows locked.
void LetGo(keel::sql::Transaction& transaction, const Context& context, const std::vector<Fill>& fills,
           std::int64_t needed, const std::string& by);

/// Ends the fill: what was promised and not brought is its members' again, and they hear of it; what is settled stays.
/// The fill's row is locked.
void Release(keel::sql::Transaction& transaction, const Context& context, const Fill& fill, const std::string& by);

}  // namespace orders
