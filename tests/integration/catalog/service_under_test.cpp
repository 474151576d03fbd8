// clang-format off
#include <nlohmann/json.hpp>
#include "tests/integration/catalog/service_under_test.hpp"
// clang-format on

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "keel/crypto/sealed.hpp"
#include "keel/id.hpp"

namespace catalog_test {
namespace {

using nlohmann::json;
const keel::Secret kInternalKey(keel::crypto::Base64Encode(std::string(32, 'k')));

struct PartyTag {
  static constexpr std::string_view kPrefix = "pty";
};

int FreePort() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(descriptor, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  close(descriptor);
  return ntohs(address.sin_port);
}

/// A fresh key pair: the private half as text, the public half into `public_file`.
keel::Secret MakeKeys(const std::string& public_file) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<BIO, int (*)(BIO*)> secret(BIO_new(BIO_s_mem()), BIO_free),
      open(BIO_new_file(public_file.c_str(), "w"), BIO_free);
  PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_PUBKEY(open.get(), key.get());
  char* text = nullptr;
  const long length = BIO_get_mem_data(secret.get(), &text);
  return keel::Secret(std::string(text, std::size_t(length)));
}

}  // namespace

struct FakePeer::State {
  std::mutex mutex;
  std::vector<std::string> events;  ///< JSON, by position from 1.
};

FakePeer::FakePeer()
    : state_(std::make_shared<State>()), server_(keel::http::Server::Make({.io_threads = 1, .workers = 2})) {
  server_->Work(keel::http::Method::kGet, "/internal/events", [state = state_](const keel::http::Request& request) {
    const auto after = std::size_t(std::stoull(request.QueryOr("after", "0")));
    const std::lock_guard lock(state->mutex);
    std::string body = R"({"events":[)";
    for (auto at = after; at < state->events.size(); ++at) body += (at > after ? "," : "") + state->events[at];
    keel::http::Reply reply;
    reply.body = body + R"(],"upto":)" + std::to_string(state->events.size()) + R"(,"last":)" +
                 std::to_string(state->events.size()) + R"(,"feed":"one"})";
    return reply;
  });
  server_->Start();
}

FakePeer::~FakePeer() {
  server_->Drain(std::chrono::seconds(1));
}

void FakePeer::Tell(std::string topic, std::string subject, const json& body) {
  const std::lock_guard lock(state_->mutex);
  state_->events.push_back(json{
      {"position", state_->events.size() + 1},
      {"topic", topic},
      {"subject", subject},
      {"at", "2026-01-01T00:00:00.000Z"},
      {"body", body}}.dump());
}

std::string FakePeer::address() const {
  return "http://127.0.0.1:" + std::to_string(server_->port());
}

ServiceUnderTest& ServiceUnderTest::Shared() {
  static ServiceUnderTest service;
  return service;
}

ServiceUnderTest::ServiceUnderTest() {
  const auto options = rig::PrivateDatabase::Shared().NewSchema("catalog/store/migrations");
  pool_ = keel::sql::Pool::Open(options);
  signer_ = keel::auth::Signer::Make(MakeKeys(folder_.path() + "/public.pem"));
  environment_ = {{"DB_SOCKET", options.socket},
                  {"DB_SCHEMA", options.schema},
                  {"DB_USER", options.user},
                  {"DB_PASSWORD", options.password.Reveal()},
                  {"REDIS_SOCKET", redis_.socket()},
                  {"INTERNAL_KEY", kInternalKey.Reveal()},
                  {"FIELD_KEY", kInternalKey.Reveal()},
                  {"TOKEN_PUBLIC_KEY_FILE", folder_.path() + "/public.pem"},
                  {"MIGRATIONS", rig::SourcePath("catalog/store/migrations")},
                  {"LOG_LEVEL", "info"},
                  {"ALLOW_CLOCK", "1"},
                  {"PEER_ACCOUNTS", accounts_.address()},
                  {"PEER_ORDERS", orders_.address()},
                  {"MEDIA_DIR", media_folder()},
                  {"MEDIA_WORKER", CATALOG_MEDIA_WORKER},
                  {"SEARCH_DIR", search_folder()},
                  {"PLACES_FILE", CATALOG_PLACES},
                  {"ASAN_OPTIONS", "detect_leaks=0"}};
  Start();
}

ServiceUnderTest::~ServiceUnderTest() {
  if (process_ <= 0) return;
  if (waitpid(process_, nullptr, WNOHANG) == process_) {  // It died under a test: its last words help.
    std::ifstream in(folder_.path() + "/log");
    const std::string log((std::istreambuf_iterator<char>(in)), {});
    std::fputs(log.substr(log.size() - std::min<std::size_t>(log.size(), 12'000)).c_str(), stderr);
    return;
  }
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

void ServiceUnderTest::Start() {
  // A free port may be somebody's before the service listens: then it leaves, and the next port is tried.
  for (int attempt = 0; attempt < 3; ++attempt)
    if (StartAt(FreePort())) return;
  std::ifstream in(folder_.path() + "/log");
  throw std::runtime_error("catalog does not become ready:\n" + std::string(std::istreambuf_iterator<char>(in), {}));
}

bool ServiceUnderTest::StartAt(int port) {
  environment_["LISTEN_PORT"] = std::to_string(port);
  std::vector<std::string> lines;
  for (const auto& [name, value] : environment_) lines.push_back(name + '=' + value);
  std::vector<char*> environment;
  for (auto& line : lines) environment.push_back(line.data());
  environment.push_back(nullptr);
  std::string program = CATALOG_PROGRAM;
  std::array<char*, 2> arguments{program.data(), nullptr};
  const std::string log = folder_.path() + "/log";
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, 1);
    dup2(file, 2);
    execve(program.c_str(), arguments.data(), environment.data());
    _exit(127);
  }
  client_ = keel::http::Client::Make("catalog", "http://127.0.0.1:" + std::to_string(port));
  bool ready = false;
  rig::Eventually([&] {
    const bool left = waitpid(process_, nullptr, WNOHANG) == process_;
    if (left) process_ = -1;
    ready = !left && Get("/readyz").status == 200;
    return ready || left;
  });
  if (!ready && process_ > 0) Kill();
  return ready;
}

void ServiceUnderTest::Kill() {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

ServiceUnderTest::Got ServiceUnderTest::Send(keel::http::Method method, const std::string& path, std::string body,
                                             std::string_view token, std::map<std::string, std::string> headers) {
  keel::http::Ask ask{.method = method, .path = path, .body = std::move(body)};
  ask.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  if (const auto type = headers.extract("content-type"); !type.empty()) ask.content_type = type.mapped();
  for (auto& [name, value] : headers) ask.headers[name] = value;
  if (!token.empty()) ask.headers["authorization"] = "Bearer " + std::string(token);
  const auto answer = client_->Send(ask);
  if (!answer) return {};
  Got got{answer->status, answer->Json(), answer->body, {}};
  for (const auto& [name, value] : answer->headers) got.headers[name] = value;
  return got;
}

ServiceUnderTest::Got ServiceUnderTest::Post(const std::string& path, const json& body, std::string_view token,
                                             std::string key) {
  std::map<std::string, std::string> headers;
  if (!key.empty()) headers["idempotency-key"] = std::move(key);
  return Send(keel::http::Method::kPost, path, body.dump(), token, std::move(headers));
}

void ServiceUnderTest::MoveClock(keel::Instant at) {
  const keel::SystemClock real;
  const auto bearer = keel::auth::ServiceBearer("test", kInternalKey, real);
  const auto got = Send(keel::http::Method::kPost, "/internal/clock",
                        json{{"offset_ms", (at - real.Now()).count()}}.dump(), bearer.substr(7));
  if (got.status != 200) throw std::runtime_error("the clock does not move: " + got.body);
}

void ServiceUnderTest::ClockBack() {
  MoveClock(keel::SystemClock().Now());
}

std::string ServiceUnderTest::Token(const std::string& party_id, bool is_operator, std::string_view account) const {
  keel::auth::Principal who;
  who.subject = account;
  who.is_operator = is_operator;
  if (!party_id.empty()) who.memberships.push_back({party_id, "cooperative", "owner"});
  const keel::SystemClock real;
  return signer_->Sign(who, real.Now(), std::chrono::hours(24 * 365 * 9));
}

std::string ServiceUnderTest::NewParty() {
  return keel::Id<PartyTag>::New(keel::SystemClock().Now()).text();
}

std::string ServiceUnderTest::NewShop(std::string& token, const std::string& name) {
  const auto party = NewParty();
  token = Token(party);
  const auto got = Post(
      "/v1/shops",
      {{"party_id", party}, {"name", name}, {"province_code", "15"}, {"commune_code", "02839"}, {"sells", "nông sản"}},
      token);
  if (got.status != 201) throw std::runtime_error("no shop: " + got.body);
  return got.json["id"];
}

json ServiceUnderTest::NewProduct(const std::string& shop, std::string_view token, const std::string& name,
                                  std::int64_t price, json more) {
  json body{
      {"shop_id", shop},
      {"name", name},
      {"category", "mat-ong-nong-san-khac"},
      {"publish", true},
      {"variants", {{{"unit", "kg"}, {"net_weight_g", 500}, {"price", {{"amount", price}, {"currency", "VND"}}}}}}};
  body.update(more);
  const auto got = Post("/v1/products", body, token);
  if (got.status != 201) throw std::runtime_error("no product: " + got.body);
  return got.json;
}

json ServiceUnderTest::Find(const std::string& query, const std::function<bool(const json&)>& enough) {
  json page;
  rig::Eventually([&] {
    page = Get("/v1/products?" + query).json;
    return page.is_object() && page.contains("items") && enough(page);
  });
  return page;
}

std::vector<std::string> NamesOf(const json& page) {
  std::vector<std::string> names;
  if (page.is_object() && page.contains("items"))
    for (const auto& item : page["items"]) names.push_back(item["name"]);
  return names;
}

}  // namespace catalog_test
