#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keel/service/service.hpp"
#include "shipping-adapters/carriers/simulation/caller.hpp"
#include "shipping-adapters/carriers/simulation/faults.hpp"
#include "shipping-adapters/carriers/simulation/yard.hpp"

namespace carrier_simulation {

/// What makes one carrier: its ways and how it calls.
struct Manner {
  std::string_view api_prefix;  ///< Faults of the API concern paths that start so.
  /// By plan ("deliver", "fail-once", "return", "cancel", "lost"): the statuses after the first one. A missing plan is
  /// refused.
  std::map<std::string, std::vector<std::string>, std::less<>> plans;
  std::string_view delivered;            ///< The status before which "fail-delivery" strikes.
  std::vector<std::string> return_path;  ///< What follows then.
  /// The body of a call about this parcel; `lie` when it is to be wrong.
  std::function<std::string(const Parcel&, bool lie)> call_body;
};

/// The common part of a simulator: parcels that move by themselves, calls, faults and the /control/ routes.
///   POST /control/advance {steps, order_code?}       moves parcels now
///   POST /control/plan    {order_code, plan}         changes what will happen to one
///   POST /control/fault   {kind, times, delay_ms?}   see faults.hpp
///   POST /control/clock   {offset_ms}                the past, for the demo market
///   GET  /control/orders                             all parcels, and how many calls are still to be made
class Simulator {
 public:
  Simulator(keel::service::Runtime& runtime, Manner manner);

  Yard& yard() { return *yard_; }
  Faults& faults() { return faults_; }
  /// Tells the market of the parcel's newest status.
  void Tell(const Parcel& parcel);
  /// Plan for a new parcel: delivered, but for the share of SIM_FAIL_PERCENT.
  std::vector<std::string> NewPlan() const;

  /// Settings all simulators have.
  static std::vector<keel::ConfigKey> Keys();

 private:
  void Mount(keel::service::Runtime& runtime);

  Manner manner_;
  std::int64_t fail_percent_;
  Faults faults_;
  std::unique_ptr<Yard> yard_;
  std::unique_ptr<Caller> caller_;
};

/// 0 same commune … 3 across regions, by official codes; carriers' own notion of distance.
int DistanceClass(std::string_view from_province, std::string_view from_commune, std::string_view to_province,
                  std::string_view to_commune);

/// `length` letters and digits no two of which look alike.
std::string RandomCode(std::size_t length);

}  // namespace carrier_simulation
