#pragma once
#include <nlohmann/json_fwd.hpp>

#include "payments/domain/provider.hpp"

/// What reading bank lines has in common, whoever tells of them.
namespace payments::bank {

keel::Error Forged();
keel::Error Unreadable(std::string field);

std::string Header(const Webhook& webhook, std::string_view lower_case_name);  ///< Empty when absent.
bool IsDigits(std::string_view text, std::size_t most);
/// Hex of either case, in constant time.
bool SameHex(std::string given, const std::string& right);
/// `timestamp` (Unix seconds, or milliseconds when longer) lies within five minutes of now, by either clock.
/// Errors: "webhook-forged" when it is no number, "webhook-stale".
keel::Result<keel::Done> Fresh(const Webhook& webhook, const std::string& timestamp);

/// Text of a field that senders write as text or as a number, at most `longest` bytes of it; empty when absent, null or
/// anything else.
std::string TextOf(const nlohmann::json& line, const char* name, std::size_t longest);
/// A line's number under `name`, as our column keeps it: one that is longer, or ends in a blank that the column does
/// not tell from none, by its beginning and its hash. Empty when absent.
std::string IdOf(const nlohmann::json& line, const char* name);
/// "2026-11-21 15:31:07" in Vietnam; `otherwise` when it cannot be read: no reason to refuse money.
keel::Instant LocalTime(const std::string& text, keel::Instant otherwise);
/// A whole amount of either sign, never 0. Errors: "webhook-unreadable".
keel::Result<std::int64_t> AmountOf(const nlohmann::json& line, const char* name);

/// Whose account the money came from, as Casso and payOS write it (counterAccount…); nothing where they do not.
void ReadPayer(const nlohmann::json& line, BankLine& into);

/// SePay's shape, which the house's own feed has too: {id, gateway, transactionDate, accountNumber, content,
/// transferType, transferAmount, referenceCode}. Errors: "webhook-unreadable".
keel::Result<BankLine> ReadSepayLine(const nlohmann::json& line, keel::Instant received_at);

}  // namespace payments::bank
