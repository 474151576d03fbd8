#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/simulators/bank/transfer.hpp"

namespace bank_simulator {

/// What stands in the form.
struct Form {
  std::string payload, amount, memo, account;
  std::string back;     ///< A path of the market's site to return to; empty: none.
  std::string problem;  ///< A sentence about what is wrong with the last try; empty: nothing.
};

/// The page /mo-phong/ngan-hang: a small banking app. `done`: the transfer just made.
std::string BankPage(const Form& form, const std::optional<Transfer>& done, const std::vector<Transfer>& newest);
std::string_view BankStyle();

}  // namespace bank_simulator
