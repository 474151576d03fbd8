#include "shipping-adapters/carriers/simulation/yard.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace carrier_simulation {
namespace {

/// Carriers speak in whole seconds; so a call and a later look at the history name the same moment.
keel::Instant WholeSeconds(keel::Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at);
}

}  // namespace

Yard::Yard(const keel::Clock& clock, std::string state_file, BeforeStep before_step)
    : clock_(clock), state_file_(std::move(state_file)), before_step_(std::move(before_step)) {
  Load();
}

Yard::~Yard() {
  Save();
}

void Yard::Put(Parcel& parcel, std::string_view status) const {
  auto at = WholeSeconds(clock_.Now());
  if (!parcel.log.empty()) at = std::max(at, parcel.log.back().at + std::chrono::seconds(1));
  parcel.log.push_back({std::string(status), at});
}

Parcel Yard::AddLocked(Parcel parcel, std::string_view first_status) {
  Put(parcel, first_status);
  dirty_ = true;
  return parcels_.insert_or_assign(parcel.code, std::move(parcel)).first->second;
}

Parcel Yard::Add(Parcel parcel, std::string_view first_status) {
  const std::lock_guard lock(mutex_);
  return AddLocked(std::move(parcel), first_status);
}

Parcel Yard::AddOnce(Parcel parcel, std::string_view first_status) {
  const std::lock_guard lock(mutex_);
  if (!parcel.client_code.empty())
    for (const auto& [code, known] : parcels_)
      if (known.client_code == parcel.client_code) return known;
  return AddLocked(std::move(parcel), first_status);
}

bool Yard::Find(std::string_view code, Parcel* parcel) const {
  const std::lock_guard lock(mutex_);
  const auto found = parcels_.find(code);
  if (found != parcels_.end()) *parcel = found->second;
  return found != parcels_.end();
}

bool Yard::FindByClient(std::string_view client_code, Parcel* parcel) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [code, known] : parcels_) {
    if (known.client_code != client_code) continue;
    *parcel = known;
    return true;
  }
  return false;
}

std::vector<Parcel> Yard::All() const {
  const std::lock_guard lock(mutex_);
  std::vector<Parcel> all;
  for (const auto& [code, parcel] : parcels_) all.push_back(parcel);
  return all;
}

bool Yard::Change(std::string_view code, const std::function<void(Parcel&)>& change) {
  const std::lock_guard lock(mutex_);
  const auto found = parcels_.find(code);
  if (found == parcels_.end()) return false;
  change(found->second);
  dirty_ = true;
  return true;
}

std::vector<Parcel> Yard::Advance(int steps, std::string_view code) {
  const std::lock_guard lock(mutex_);
  std::vector<Parcel> moved;
  for (auto& [own, parcel] : parcels_) {
    if (!code.empty() && own != code) continue;
    for (int step = 0; step < steps && !parcel.ahead.empty() && !parcel.cancelled; ++step) {
      before_step_(parcel);
      if (parcel.ahead.empty()) break;
      Put(parcel, parcel.ahead.front());
      parcel.ahead.erase(parcel.ahead.begin());
      moved.push_back(parcel);
      dirty_ = true;
    }
  }
  return moved;
}

void Yard::Save() {
  if (state_file_.empty()) return;
  const std::lock_guard lock(mutex_);
  if (!dirty_) return;
  auto rows = nlohmann::json::array();
  for (const auto& [code, p] : parcels_) {
    auto log = nlohmann::json::array();
    for (const auto& step : p.log) log.push_back({step.status, keel::ToRfc3339(step.at)});
    rows.push_back({code, p.client_code, p.inner_id, p.data, p.fee, log, p.ahead, p.cancelled});
  }
  const std::string next = state_file_ + ".next";
  {
    std::ofstream file(next, std::ios::binary | std::ios::trunc);
    file << rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (!file.flush()) return;  // A full disk: the old file stays.
  }
  if (std::rename(next.c_str(), state_file_.c_str()) == 0) dirty_ = false;
}

void Yard::Load() {
  if (state_file_.empty()) return;
  std::ifstream file(state_file_, std::ios::binary);
  if (!file) return;
  std::ostringstream text;
  text << file.rdbuf();
  for (const auto& row : nlohmann::json::parse(text.str())) {
    Parcel p{row.at(0), row.at(1), row.at(2), row.at(3), row.at(4), {}, row.at(6), row.at(7)};
    for (const auto& step : row.at(5))
      p.log.push_back({step.at(0), keel::FromRfc3339(step.at(1).get<std::string>()).value()});
    parcels_.emplace(p.code, std::move(p));
  }
}

}  // namespace carrier_simulation
