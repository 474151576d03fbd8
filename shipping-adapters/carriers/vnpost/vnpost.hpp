#pragma once
#include <memory>
#include <string>

#include "keel/clock.hpp"
#include "keel/config/config.hpp"
#include "shipping-adapters/carriers/carrier.hpp"
#include "shipping-adapters/carriers/vnpost/signature.hpp"

namespace shipping::vnpost {

struct Options {
  std::string url;  ///< "https://connect-my.vnpost.vn/customer-partner": with the prefix where the account has one.
  std::string user;
  keel::Secret password;
  std::string customer_code;         ///< The customer's code in VNPost's books: "T000180585".
  std::string contract_code = {};    ///< May be empty.
  std::string service = "CTN009";    ///< Booked when nobody chose one.
  std::string public_key_file = {};  ///< Empty: all webhooks are refused.
  std::string webhook_recipe = std::string(kDefaultRecipe);
};

/// Vietnam Post's MyVNPost API. See README.md beside it for what is sure and what is not.
std::unique_ptr<Carrier> Make(Options options);

}  // namespace shipping::vnpost
