#pragma once
#include <map>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"

namespace payments {

/// Names of parties by their id; empty for one nobody named.
class PartyNames {
 public:
  explicit PartyNames(std::map<std::string, std::string> names = {}) : names_(std::move(names)) {}
  std::string Of(const std::string& party_id) const {
    const auto name = names_.find(party_id);
    return name == names_.end() ? std::string() : name->second;
  }

 private:
  std::map<std::string, std::string> names_;
};

/// What parties are called, as rows; no rules. Lives as long as its session.
class NameStore {
 public:
  explicit NameStore(keel::sql::Session& session) : session_(session) {}
  /// Keeps what is newer.
  void Put(const std::string& party_id, const std::string& name, std::int64_t version);
  PartyNames All();
  /// Named, sold something, or gave an account for money.
  bool Knows(const std::string& party_id);
  /// Sellers of orders whom nobody named yet.
  std::vector<std::string> Unnamed(std::size_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
