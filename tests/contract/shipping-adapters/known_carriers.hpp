#pragma once
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "shipping-adapters/carriers/ghn/ghn.hpp"
#include "shipping-adapters/carriers/vnpost/vnpost.hpp"

/// Every carrier with its simulator and how it is reached; the contract suite and the stories run over all rows.
struct CarrierRow {
  std::string code, program;
  std::map<std::string, std::string> settings;  ///< Of the simulator.
  std::string webhook_path;                     ///< On our side.
  std::string webhook_secret;
  std::function<std::unique_ptr<shipping::Carrier>(const std::string& url)> make;
  std::string refused_at_pickup;  ///< A plan of its simulator that ends in a return.

  friend void PrintTo(const CarrierRow& row, std::ostream* out) { *out << row.code; }
};

/// Where VNPost's simulator writes its public key; gone with the test program.
inline const std::string& VnPostKeyFile() {
  struct File {
    std::string path =
        (std::filesystem::temp_directory_path() / ("vnpost-" + std::to_string(::getpid()) + ".pem")).string();
    ~File() {
      std::error_code gone;
      std::filesystem::remove(path, gone);
    }
  };
  static const File kFile;
  return kFile.path;
}

inline std::vector<CarrierRow> CarrierRows() {
  return {{"ghn",
           GHN_SIMULATOR,
           {{"GHN_TOKEN", "a-token"}, {"GHN_SHOP_ID", "100001"}},
           "/webhooks/ghn/the-secret",
           "the-secret",
           [](const std::string& url) {
             return shipping::ghn::Make(
                 {url + "/shiip/public-api", keel::Secret("a-token"), 100'001, keel::Secret("the-secret"), 5'000'000});
           },
           "return"},
          {"vnpost",
           VNPOST_SIMULATOR,
           {{"VNPOST_USER", "user"},
            {"VNPOST_PASSWORD", "password"},
            {"VNPOST_CUSTOMER", "T000000001"},
            {"PUBLIC_KEY_FILE", VnPostKeyFile()}},
           "/webhooks/vnpost",
           "",
           [](const std::string& url) {
             shipping::vnpost::Options options;
             options.url = url;
             options.user = "user";
             options.password = keel::Secret("password");
             options.customer_code = "T000000001";
             options.public_key_file = VnPostKeyFile();
             return shipping::vnpost::Make(std::move(options));
           },
           "return"}};
}
