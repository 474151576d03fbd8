#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"

/// What the carriers' simulators share. Programs of their own: no service links this, and this links none.
namespace carrier_simulation {

struct Step {
  std::string status;
  keel::Instant at;
};

/// A parcel the simulated carrier has. `data` is the request it came with, as JSON text.
struct Parcel {
  std::string code, client_code, inner_id;
  std::string data;
  std::int64_t fee = 0;
  std::vector<Step> log;           ///< What happened, oldest first; never empty.
  std::vector<std::string> ahead;  ///< What is still to happen, next first.
  bool cancelled = false;

  const std::string& status() const { return log.back().status; }
};

/// The parcels of one carrier. Kept in a file (when `state_file` is given), so that a restarted market finds its
/// parcels. Every method locks; safe from several threads.
class Yard {
 public:
  /// Called under the lock before a parcel takes its next step; may rewrite `ahead`.
  using BeforeStep = std::function<void(Parcel&)>;

  Yard(const keel::Clock& clock, std::string state_file, BeforeStep before_step);
  ~Yard();

  Parcel Add(Parcel parcel, std::string_view first_status);
  /// Adds unless `client_code` is known (and not cancelled): then the parcel that is there.
  Parcel AddOnce(Parcel parcel, std::string_view first_status);
  bool Find(std::string_view code, Parcel* parcel) const;
  bool FindByClient(std::string_view client_code, Parcel* parcel) const;
  std::vector<Parcel> All() const;
  /// Runs `change` on the parcel; false when there is none.
  bool Change(std::string_view code, const std::function<void(Parcel&)>& change);
  /// Puts a status that is not on the plan, at the present moment.
  void Put(Parcel& parcel, std::string_view status) const;

  /// Every parcel (or the one with `code`) takes up to `steps` steps; answers the parcels as they were after each step.
  std::vector<Parcel> Advance(int steps, std::string_view code = {});

  void Save();  ///< When something changed since the last time.

 private:
  Parcel AddLocked(Parcel parcel, std::string_view first_status);
  void Load();

  const keel::Clock& clock_;
  std::string state_file_;
  BeforeStep before_step_;
  mutable std::mutex mutex_;
  std::map<std::string, Parcel, std::less<>> parcels_;
  bool dirty_ = false;
};

}  // namespace carrier_simulation
