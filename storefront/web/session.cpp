#include "storefront/web/session.hpp"

#include "keel/crypto/sealed.hpp"

namespace storefront::web {
namespace {

constexpr std::chrono::seconds kRemembered{30};

}  // namespace

std::optional<Session> Sessions::Verified(const std::string& access_token) const {
  if (access_token.empty()) return std::nullopt;
  keel::http::Request request;
  request.headers["authorization"] = "Bearer " + access_token;
  auto principal = verifier_.Who(request);
  if (!principal || principal->IsService()) return std::nullopt;
  return Session{access_token, *std::move(principal)};
}

std::shared_ptr<Sessions::Renewal> Sessions::RenewalOf(const std::string& refresh_token) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(renewals_, [&](const auto& entry) {
    const auto& [key, renewal] = entry;
    return renewal.use_count() == 1 && renewal->at + kRemembered < now;
  });
  auto& renewal = renewals_[keel::crypto::Sha256Hex(refresh_token)];
  if (!renewal) renewal = std::make_shared<Renewal>();
  return renewal;
}

Opened Sessions::Open(std::string_view access_token, std::string_view refresh_token, const backends::Caller& caller) {
  if (auto session = Verified(std::string(access_token))) return {std::move(session), {}, false};
  if (refresh_token.empty()) return {{}, {}, !access_token.empty()};

  const auto renewal = RenewalOf(std::string(refresh_token));
  const std::lock_guard lock(renewal->mutex);
  if (!renewal->tokens) {
    auto tokens = accounts_.Refresh(caller, std::string(refresh_token));
    renewal->at = std::chrono::steady_clock::now();
    if (!tokens) return {{}, {}, !tokens.failure().down() && tokens.failure().status != 429};
    renewal->tokens = *std::move(tokens);
  }
  auto session = Verified(renewal->tokens->access_token);
  if (!session) return {{}, {}, true};
  return {std::move(session), renewal->tokens, false};
}

}  // namespace storefront::web
