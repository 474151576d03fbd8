/// bench-orders: places purchases as fast as N buyers can, over the public API.
///
/// Makes carts first (each with some lines of one shop), then N clients place them for T seconds, each waiting for its
/// answer before the next. Prints one JSON object: {clients, lines, placed, per_second, p50_ms, p99_ms, errors,
/// first_error?}. Goods come from --variants, or from the catalog at --catalog; with INTERNAL_KEY in the environment
/// their stock is counted up first, so that nothing runs out on the way.
#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <thread>

#include "keel/auth/principal.hpp"
#include "tests/bench/orders/latencies.hpp"
#include "tests/bench/orders/plain_client.hpp"

namespace {

using bench::PlainClient;
using nlohmann::json;
using Steady = std::chrono::steady_clock;

struct Options {
  std::string orders = "http://127.0.0.1:8103";
  std::string catalog = "http://127.0.0.1:8102";
  std::string variants;
  int clients = 16;
  int seconds = 8;
  int lines = 3;
  int shops = 200;
  int carts_per_second = 2'600;  ///< Carts made for each second of placing; when they run out the run ends early.
};

/// Goods by shop; each shop has as many as a cart takes.
using Goods = std::vector<std::vector<std::string>>;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "bench-orders: %s\n", why.c_str());
  std::exit(1);
}

/// Đồng. A number without a history may order only so much to be paid at the door; a cart of dearer goods would be
/// refused.
constexpr std::int64_t kDearest = 1'000'000;

Goods FromCatalog(const Options& options) {
  PlainClient catalog(options.catalog);
  std::map<std::string, std::vector<std::string>> by_shop;
  Goods goods;
  std::string cursor;
  for (int page = 0; page < 200 && goods.size() < static_cast<std::size_t>(options.shops); ++page) {
    const auto answer = catalog.Ask("GET", "/v1/products?limit=100" + (cursor.empty() ? "" : "&cursor=" + cursor));
    if (answer.status != 200) Fail("the catalog answered " + std::to_string(answer.status));
    const auto list = json::parse(answer.body);
    for (const auto& card : list.at("items")) {
      const auto product = catalog.Ask("GET", "/v1/products/" + card.at("slug").get<std::string>());
      if (product.status != 200) continue;
      const auto body = json::parse(product.body);
      auto& variants = by_shop[body.at("shop").at("id").get<std::string>()];
      if (variants.size() >= static_cast<std::size_t>(options.lines) || body.at("variants").empty()) continue;
      const auto& variant = body.at("variants").at(0);
      if (variant.at("price").at("amount").get<std::int64_t>() > kDearest) continue;
      variants.push_back(variant.at("id").get<std::string>());
      if (variants.size() == static_cast<std::size_t>(options.lines)) goods.push_back(variants);
      if (goods.size() == static_cast<std::size_t>(options.shops)) break;
    }
    cursor = list.value("next", "");
    if (cursor.empty()) break;
  }
  // Shops with fewer goods than a cart takes serve when there is nothing better.
  if (goods.empty())
    for (const auto& [shop, variants] : by_shop)
      if (!variants.empty()) goods.push_back(variants);
  return goods;
}

Goods FromWords(const Options& options) {
  Goods goods(1);
  std::string list = options.variants;
  if (list.starts_with('@')) {
    std::ifstream file(list.substr(1));
    if (!std::getline(file, list)) Fail("cannot read " + options.variants.substr(1));
  }
  std::stringstream words(list);
  for (std::string variant; std::getline(words, variant, ',');) {
    if (goods.back().size() == static_cast<std::size_t>(options.lines)) goods.emplace_back();
    goods.back().push_back(variant);
  }
  return goods;
}

void CountUp(const Options& options, const Goods& goods) {
  const char* key = std::getenv("INTERNAL_KEY");
  if (key == nullptr || *key == '\0') return;
  const keel::SystemClock clock;
  const auto bearer = "Authorization: " + keel::auth::ServiceBearer("bench", keel::Secret(key), clock) + "\r\n";
  PlainClient orders(options.orders);
  for (const auto& shop : goods)
    for (const auto& variant : shop) {
      const auto answer = orders.Ask("PUT", "/v1/stock/" + variant, R"({"on_hand":5000000,"why":"bench"})", bearer);
      if (answer.status != 200) Fail("counting stock answered " + std::to_string(answer.status) + ' ' + answer.body);
    }
}

/// Runs `work(index)` in so many threads and waits for all.
template <class Work>
void InThreads(int count, Work work) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
}

std::vector<std::string> MakeCarts(const Options& options, const Goods& goods) {
  std::vector<std::string> carts(static_cast<std::size_t>(options.carts_per_second) *
                                 static_cast<std::size_t>(options.seconds));
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::string wrong;
  InThreads(32, [&](int) {
    PlainClient client(options.orders);
    for (auto i = next++; i < carts.size(); i = next++) {
      const auto made = client.Ask("POST", "/v1/carts", "{}");
      if (made.status != 201) {
        const std::lock_guard lock(mutex);
        wrong = "making a cart answered " + std::to_string(made.status) + ' ' + made.body;
        return;
      }
      const auto id = json::parse(made.body).at("id").get<std::string>();
      for (const auto& variant : goods[i % goods.size()]) {
        const auto put = client.Ask("PUT", "/v1/carts/" + id + "/lines/" + variant, R"({"quantity":1})");
        if (put.status != 200) {
          const std::lock_guard lock(mutex);
          wrong = "filling a cart answered " + std::to_string(put.status) + ' ' + put.body;
          return;
        }
      }
      carts[i] = id;
    }
  });
  if (!wrong.empty()) Fail(wrong);
  return carts;
}

json Place(const Options& options, const std::vector<std::string>& carts) {
  PlainClient places(options.orders);
  const auto provinces = json::parse(places.Ask("GET", "/v1/places/provinces").body);
  const auto province = provinces.at("items").at(0).at("code").get<std::string>();
  const auto communes = json::parse(places.Ask("GET", "/v1/places/provinces/" + province + "/communes").body);
  const auto commune = communes.at("items").at(0).at("code").get<std::string>();

  // Each buyer has a number of their own, as people do; what many numbers cost is part of what is measured.
  const auto first_number = std::random_device{}();
  const auto run = std::to_string(first_number);
  std::vector<std::vector<std::uint32_t>> times(static_cast<std::size_t>(options.clients));
  std::atomic<std::size_t> next{0}, errors{0};
  std::mutex mutex;
  std::string first_error;
  const auto begun = Steady::now();
  const auto until = begun + std::chrono::seconds(options.seconds);
  InThreads(options.clients, [&](int index) {
    PlainClient client(options.orders);
    auto& mine = times[static_cast<std::size_t>(index)];
    mine.reserve(carts.size() / static_cast<std::size_t>(options.clients) + 1'000);
    for (auto i = next++; i < carts.size(); i = next++) {
      const auto asked = Steady::now();
      if (asked >= until) return;
      const auto phone = "09" + std::to_string(10'000'000 + (first_number + i) % 90'000'000);
      const auto body = R"({"cart_id":")" + carts[i] + R"(","buyer":{"name":"Khách đo tốc độ","phone":")" + phone +
                        R"("},"address":{"province_code":")" + province + R"(","commune_code":")" + commune +
                        R"(","hamlet":"thôn Mẫu"},"payment":"cod"})";
      const auto answer =
          client.Ask("POST", "/v1/purchases", body, "Idempotency-Key: bench-" + run + '-' + std::to_string(i) + "\r\n");
      if (answer.status == 201) {
        mine.push_back(static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - asked).count()));
      } else {
        ++errors;
        const std::lock_guard lock(mutex);
        if (first_error.empty()) first_error = std::to_string(answer.status) + ' ' + answer.body;
      }
    }
  });
  const double took = std::chrono::duration<double>(Steady::now() - begun).count();
  std::vector<std::uint32_t> all;
  for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
  json result{{"clients", options.clients},
              {"lines", options.lines},
              {"placed", all.size()},
              {"per_second", std::round(static_cast<double>(all.size()) / took * 10) / 10},
              {"p50_ms", bench::Percentile(all, 50)},
              {"p99_ms", bench::Percentile(all, 99)},
              {"errors", errors.load()}};
  if (!first_error.empty()) result["first_error"] = first_error;
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Places purchases over the API and says how many a second.");
  app.add_option("--orders", options.orders, "Address of orders");
  app.add_option("--catalog", options.catalog, "Address of the catalog, asked for goods when --variants is not given");
  app.add_option("--variants", options.variants,
                 "Variants to buy, with commas, or @ and a file that holds them; as many as --lines make one cart");
  app.add_option("--clients", options.clients, "Buyers at the same time");
  app.add_option("--seconds", options.seconds, "How long to place");
  app.add_option("--lines", options.lines, "Lines a cart");
  app.add_option("--shops", options.shops, "Shops to buy from, at most");
  app.add_option("--carts-per-second", options.carts_per_second, "Carts made for each second of placing");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto goods = options.variants.empty() ? FromCatalog(options) : FromWords(options);
    if (goods.empty()) Fail("there is nothing to buy");
    CountUp(options, goods);
    const auto carts = MakeCarts(options, goods);
    std::puts(Place(options, carts).dump().c_str());
    return 0;
  } catch (const std::exception& fault) {
    Fail(fault.what());
  }
}
