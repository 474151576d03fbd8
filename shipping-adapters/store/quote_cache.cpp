#include "shipping-adapters/store/quote_cache.hpp"

#include <nlohmann/json.hpp>

namespace shipping {
namespace {

constexpr std::size_t kMost = 20'000;  // About 8 MB; then it starts anew.
constexpr std::chrono::hours kLastKnown{24};
constexpr std::string_view kPrefix = "quote:1:";

std::string ToText(const std::vector<Quote>& quotes) {
  auto list = nlohmann::json::array();
  for (const auto& quote : quotes)
    list.push_back({quote.carrier, quote.service, quote.service_name, quote.price.dong(), quote.promised_hours});
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::vector<Quote>> FromText(const std::string& text) {
  try {
    std::vector<Quote> quotes;
    for (const auto& row : nlohmann::json::parse(text))
      quotes.push_back(
          {row.at(0), row.at(1), row.at(2), keel::Money::Vnd(row.at(3).get<std::int64_t>()), row.at(4), false});
    return quotes;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;  // Somebody else's bytes: as good as nothing.
  }
}

}  // namespace

std::optional<QuoteCache::Entry> QuoteCache::Here(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

void QuoteCache::Remember(const std::string& key, const std::vector<Quote>& quotes,
                          std::chrono::steady_clock::time_point at) {
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kMost) entries_.clear();
  entries_.insert_or_assign(key, Entry{at, quotes});
}

std::optional<std::vector<Quote>> QuoteCache::Fresh(const std::string& key) {
  const auto now = std::chrono::steady_clock::now();
  if (auto here = Here(key); here && now - here->at < life_) return std::move(here->quotes);
  const auto text = redis_.Get(std::string(kPrefix) + key);
  if (!text) return std::nullopt;
  auto quotes = FromText(*text);
  // Its age is not told; half a life keeps what is passed on from outliving two.
  if (quotes) Remember(key, *quotes, now - life_ / 2);
  return quotes;
}

std::optional<std::vector<Quote>> QuoteCache::LastKnown(const std::string& key) {
  auto here = Here(key);
  if (!here || std::chrono::steady_clock::now() - here->at > kLastKnown) return std::nullopt;
  return std::move(here->quotes);
}

void QuoteCache::Put(const std::string& key, const std::vector<Quote>& quotes) {
  Remember(key, quotes, std::chrono::steady_clock::now());
  redis_.Set(std::string(kPrefix) + key, ToText(quotes), life_);
}

}  // namespace shipping
