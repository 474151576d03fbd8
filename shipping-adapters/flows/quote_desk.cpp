#include "shipping-adapters/flows/quote_desk.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "shipping-adapters/domain/flat_rate.hpp"

namespace shipping {
namespace {

constexpr std::int64_t kGramStep = 250;
constexpr std::int64_t kDongStep = 100'000;
constexpr std::size_t kQueue = 32;
constexpr std::chrono::milliseconds kWayBack{50};  // Our answer must reach the asker, too.
/// Volume counts in the flat rate as most carriers count it.
constexpr std::int64_t kVolumeDivisor = 6;

std::int64_t Up(std::int64_t value, std::int64_t step) {
  return (value + step - 1) / step * step;
}

std::string KeyOf(std::string_view carrier, const QuoteRequest& request) {
  const auto& p = request.parcel;
  std::string key(carrier);
  for (const auto& part :
       {request.from.commune_code, request.to.commune_code, std::to_string(p.grams), std::to_string(CmUp(p.length_mm)),
        std::to_string(CmUp(p.width_mm)), std::to_string(CmUp(p.height_mm)), std::to_string(request.cod_amount.dong()),
        std::to_string(p.declared_value.dong())})
    (key += ':') += part;
  return key;
}

Quote Guess(const Carrier& carrier, const QuoteRequest& request) {
  const auto service = carrier.DefaultService(request.parcel);
  const auto distance = DistanceBetween(request.from.province_code, request.from.commune_code, request.to.province_code,
                                        request.to.commune_code);
  return {std::string(carrier.code()),
          service.code,
          service.name,
          FlatRate(distance, BillableGrams(request.parcel, kVolumeDivisor), request.cod_amount),
          PromisedHours(distance),
          true};
}

}  // namespace

QuoteRequest Coarse(QuoteRequest request) {
  request.parcel.grams = Up(request.parcel.grams, kGramStep);
  request.parcel.declared_value = keel::Money::Vnd(Up(request.parcel.declared_value.dong(), kDongStep));
  request.cod_amount = keel::Money::Vnd(Up(request.cod_amount.dong(), kDongStep));
  return request;
}

QuoteDesk::QuoteDesk(const Carriers& carriers, QuoteCache& cache, Options options) : options_(options), cache_(cache) {
  for (const auto& carrier : carriers.All()) {
    auto& lane = *lanes_.emplace_back(std::make_unique<Lane>());
    lane.carrier = carrier.get();
    for (std::size_t i = 0; i < options_.threads; ++i) lane.threads.emplace_back([this, &lane] { Serve(lane); });
  }
}

QuoteDesk::~QuoteDesk() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& lane : lanes_)
    for (auto& thread : lane->threads) thread.join();
}

void QuoteDesk::Serve(Lane& lane) {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return stopping_ || !lane.queue.empty(); });
    if (stopping_) return;
    const auto work = std::move(lane.queue.front());
    lane.queue.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

/// Joins a question that is under way already; else queues it, or answers false at once when the queue is full.
QuoteDesk::Answer QuoteDesk::Start(Lane& lane, const std::string& key, const QuoteRequest& request) {
  const std::lock_guard lock(mutex_);
  if (const auto same = lane.under_way.find(key); same != lane.under_way.end()) return same->second;
  auto promise = std::make_shared<std::promise<bool>>();
  Answer answer = promise->get_future().share();
  if (lane.queue.size() >= kQueue || stopping_) {
    promise->set_value(false);
    return answer;
  }
  lane.under_way.emplace(key, answer);
  lane.queue.push_back([this, &lane, key, request, promise] {
    bool known = false;
    try {
      const auto started = std::chrono::steady_clock::now();
      const auto quotes = lane.carrier->Quotes(request, started + options_.call_time);
      keel::metrics::Observe("carrier_quote_seconds",
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count(),
                             lane.carrier->code());
      if (quotes) cache_.Put(key, *quotes);
      known = static_cast<bool>(quotes);
    } catch (const std::exception& fault) {
      keel::log::Fault("quote-fault", {{"carrier", lane.carrier->code()}, {"what", fault.what()}});
    }
    {
      const std::lock_guard done(mutex_);
      lane.under_way.erase(key);
    }
    promise->set_value(known);
  });
  wake_.notify_all();
  return answer;
}

std::vector<Quote> QuoteDesk::Ask(const QuoteRequest& exact, Deadline deadline) {
  const auto request = Coarse(exact);
  const auto until = std::min(deadline - kWayBack, std::chrono::steady_clock::now() + options_.patience);
  struct Asked {
    Lane* lane;
    std::string key;
    Answer answer;
  };
  std::vector<Quote> quotes;
  std::vector<Asked> asked;
  const auto take = [&](const std::vector<Quote>& some) { quotes.insert(quotes.end(), some.begin(), some.end()); };
  for (auto& lane : lanes_) {
    auto key = KeyOf(lane->carrier->code(), request);
    if (const auto fresh = cache_.Fresh(key)) {
      take(*fresh);
      continue;
    }
    auto answer = Start(*lane, key, request);
    asked.push_back({lane.get(), std::move(key), std::move(answer)});
  }
  for (const auto& [lane, key, answer] : asked) {
    const bool in_time = answer.wait_until(until) == std::future_status::ready && answer.get();
    const auto fresh = in_time ? cache_.Fresh(key) : std::nullopt;
    if (fresh) {
      take(*fresh);
      continue;
    }
    keel::metrics::Add("quotes_estimated_total", lane->carrier->code());
    auto last = cache_.LastKnown(key);
    if (!last) last = std::vector<Quote>{Guess(*lane->carrier, request)};
    for (auto& quote : *last) quote.estimated = true;
    take(*last);
  }
  std::ranges::stable_sort(quotes, {}, &Quote::price);
  return quotes;
}

}  // namespace shipping
