#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"

/// Our books beside the bank's own lines: what each has and the other has not. Pure.
namespace payments {

/// One account of ours, as its lines name it.
struct BankAccountSum {
  std::string account;
  std::int64_t lines = 0;
  keel::Money in, out;  ///< Both above zero.
};

/// One thing that moved money: what the entries about it put to bank:market, and what its lines did. Amounts that left
/// are below zero.
struct BankPair {
  std::string thing;
  keel::Money booked_out, booked_in, seen_out, seen_in;
  std::string entry, line;  ///< An entry ("payout-paid pay_…"), the latest line; empty: none.
  std::optional<keel::Instant> booked_at, seen_at;
};

/// What a person has of an entry on paper, who never saw the id of a row.
struct OnPaper {
  std::string number;  ///< Our reference, and the bank's number, as far as there are any: "TRA… · FT26001".
  std::string whose;   ///< The seller's name, or the codes of the buyer's orders.
};

struct BankFinding {
  std::string row;     ///< The line's id; or the entry, where the bank has shown no line.
  keel::Money amount;  ///< Below zero: it left.
  keel::Instant since{};
  OnPaper paper = {};  ///< Of an entry that is shown.
};
struct BankComparison {
  keel::Money balance;  ///< Of bank:market.
  keel::Money lines;    ///< All that came in by lines, less what left.
  std::vector<BankAccountSum> accounts;
  std::vector<BankFinding> no_entry;  ///< The bank has it, the books have not: to be explained.
  std::vector<BankFinding> not_seen;  ///< The books have it, the bank has not shown it yet. No fault by itself.
};

/// balance - lines is what stands in not_seen less what stands in no_entry.
BankComparison CompareBank(keel::Money balance, std::vector<BankAccountSum> accounts,
                           const std::vector<BankPair>& pairs);

}  // namespace payments
