#include "shipping-adapters/carriers/area_book.hpp"

#include <array>

#include "keel/text/text.hpp"

namespace shipping {
namespace {

constexpr std::chrono::hours kFresh{24};

std::string Key(std::string_view name) {
  std::string key;
  for (const auto& word : keel::text::Words(keel::text::Fold(name))) {
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key;
}

}  // namespace

std::string BareAreaName(std::string_view name) {
  constexpr std::array<std::string_view, 8> kKinds{"thanh pho ", "tinh ", "phuong ", "dac khu ",
                                                   "thi tran ",  "tp ",   "xa ",     "p "};
  std::string key = Key(name);
  for (const auto kind : kKinds)
    if (key.starts_with(kind) && key.size() > kind.size()) return key.substr(kind.size());
  return key;
}

keel::Result<std::optional<Area>> AreaBook::Find(const std::string& list, std::string_view name, const Fetch& fetch) {
  const auto now = std::chrono::steady_clock::now();
  const auto look = [&](const Book& book) -> std::optional<Area> {
    if (const auto whole = book.by_name.find(Key(name)); whole != book.by_name.end() && whole->second)
      return whole->second;
    const auto bare = book.by_name.find(BareAreaName(name));
    return bare == book.by_name.end() ? std::nullopt : bare->second;
  };
  {
    const std::lock_guard lock(mutex_);
    const auto found = books_.find(list);
    if (found != books_.end() && now - found->second.fetched < kFresh) return look(found->second);
  }
  auto areas = fetch();  // Outside the lock: two threads may fetch the same list, which does no harm.
  if (!areas) return areas.error();
  Book book{now, {}};
  for (const auto& area : *areas) {
    const auto add = [&](const std::string& key) {
      const auto [at, added] = book.by_name.try_emplace(key, area);
      if (!added && (!at->second || at->second->id != area.id)) at->second.reset();
    };
    add(Key(area.name));
    for (const auto& other : area.other_names) add(Key(other));
  }
  // Bare names never hide a whole one.
  std::map<std::string, std::optional<Area>, std::less<>> bare;
  for (const auto& area : *areas) {
    const auto [at, added] = bare.try_emplace(BareAreaName(area.name), area);
    if (!added && (!at->second || at->second->id != area.id)) at->second.reset();
  }
  for (auto& [key, area] : bare) book.by_name.try_emplace(key, std::move(area));
  const auto result = look(book);
  const std::lock_guard lock(mutex_);
  books_[list] = std::move(book);
  return result;
}

}  // namespace shipping
