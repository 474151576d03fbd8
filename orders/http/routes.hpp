#pragma once
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "orders/flows/consign_order.hpp"
#include "orders/flows/context.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/evidence.hpp"
#include "orders/flows/placement_desk.hpp"
#include "orders/http/lookups.hpp"

/// Who serves what; each function's file reads as the list of its routes.
namespace orders {

/// What handlers share. Outlives the server.
struct Site {
  const Context& context;
  const keel::auth::Verifier& verifier;
  PlacementDesk& desk;
  LookupLimit& lookups;
  AskFreight ask_freight;
  AskContact ask_contact;
  PhotoRoom photos;
  AskPhoneIndex ask_index = {};  ///< Empty: by the account alone.
  EvidenceLimits evidence = {};
};

void MountCartRoutes(keel::http::Server& server, const Site& site);
void MountPlaceRoutes(keel::http::Server& server, const keel::places::Places& places);
void MountPurchaseRoutes(keel::http::Server& server, const Site& site);
void MountBuyerRoutes(keel::http::Server& server, const Site& site);
void MountSellerRoutes(keel::http::Server& server, const Site& site);
void MountAmendRoutes(keel::http::Server& server, const Site& site);
void MountSplitRoutes(keel::http::Server& server, const Site& site);
/// `secret`: what answers by telephone are signed with; empty refuses them all.
void MountReplyRoutes(keel::http::Server& server, const Site& site, std::string secret);
void MountClockRoutes(keel::http::Server& server, const Site& site);
void MountCaseRoutes(keel::http::Server& server, const Site& site);
void MountEvidenceRoutes(keel::http::Server& server, const Site& site);
void MountSubstituteRoutes(keel::http::Server& server, const Site& site);
void MountStockRoutes(keel::http::Server& server, const Site& site);
void MountLotRoutes(keel::http::Server& server, const Site& site);
void MountFillRoutes(keel::http::Server& server, const Site& site);
void MountHarvestRoutes(keel::http::Server& server, const Site& site);
void MountWeightRoutes(keel::http::Server& server, const Site& site);
void MountBoardRoutes(keel::http::Server& server, const Site& site);
void MountPersonalRoutes(keel::http::Server& server, const Site& site);
void MountInternalRoutes(keel::http::Server& server, const Site& site);

}  // namespace orders
