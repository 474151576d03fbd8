#pragma once
#include <chrono>

#include "accounts/domain/account.hpp"
#include "accounts/domain/codes.hpp"
#include "accounts/domain/erasure.hpp"
#include "accounts/domain/invitation.hpp"
#include "accounts/flows/ask_business.hpp"
#include "accounts/flows/message_gateway.hpp"
#include "accounts/flows/password_hasher.hpp"
#include "keel/auth/principal.hpp"
#include "keel/clock.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/places/places.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

inline constexpr std::chrono::seconds kAccessTokenLife{10 * 60};

/// What the flows stand on. Made once in main; everything in it is safe from several threads and outlives the server.
struct Deps {
  keel::sql::Pool& pool;
  const keel::Clock& clock;
  const keel::crypto::FieldKey& key;
  const keel::auth::Signer& signer;
  MessageGateway& gateway;
  PasswordHasher& hasher;
  const keel::places::Places& places;
  SendLimits limits;
  std::chrono::hours refresh_life{24 * 60};  ///< From the last refresh.
  AskBusiness ask_business = {};             ///< Empty: nobody trades here.
  InviteLimits invite_limits = {};
  std::chrono::days erase_within = kEraseWithin;
  std::chrono::hours erase_wait = kEraseWait;  ///< Zero: what is asked for is begun at once.
};

}  // namespace accounts
