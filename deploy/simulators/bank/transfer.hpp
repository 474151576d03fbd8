#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "keel/clock.hpp"

namespace bank_simulator {

/// How the bank is to misbehave with one transfer. All off: one line, told once, at once, rightly signed.
struct Behaviour {
  bool twice = false;            ///< The payer presses the button twice: two lines of the account.
  bool wrong_signature = false;  ///< The message is signed with another secret.
  bool outgoing = false;         ///< The money leaves the market's account: its own transfer, a fee of the bank.
  int late_s = 0;                ///< Seconds until the bank tells.
  int repeat = 0;                ///< How many times more the same message is sent after it was taken.
  int timestamp_skew_s = 0;      ///< Added to X-Timestamp: an old or a future message.
  std::string content;           ///< Sent word for word in place of what the bank makes of the memo.
};

/// What the bank has to say about one line of the account, and how the market took it.
struct Message {
  std::int64_t bank_id = 0;  ///< The bank's number of the line.
  std::string body;          ///< The JSON that is signed and sent.
  int sent = 0;              ///< How often.
  int status = 0;            ///< The market's last answer; 0: none yet.
  std::string answer;        ///< Its body, cut short.
  bool finished = false;     ///< Nothing more will be sent.
};

struct Transfer {
  std::int64_t number = 0;
  std::int64_t amount = 0;  ///< Whole đồng.
  std::string memo, account;
  keel::Instant at{};
  Behaviour behave;
  std::vector<Message> messages;
};

/// The line as a bank-feed service tells it. Banks put their own words around what the payer wrote.
std::string LineOf(const Transfer& transfer, std::int64_t bank_id);

/// Hex HMAC-SHA256(secret, timestamp + "." + body).
std::string Signature(const std::string& secret, const std::string& timestamp, const std::string& body);

}  // namespace bank_simulator
