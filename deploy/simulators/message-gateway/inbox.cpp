#include "deploy/simulators/message-gateway/inbox.hpp"

#include <algorithm>
#include <unordered_set>

namespace message_gateway_simulator {

std::string NormalPhone(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.starts_with("0")) digits.replace(0, 1, "84");
  return digits;
}

Inbox::Kept Inbox::Add(const std::string& to, const std::string& text, const std::string& dedupe_id, keel::Instant at,
                       int copies) {
  const std::lock_guard lock(mutex_);
  if (!dedupe_id.empty())
    if (const auto known = by_dedupe_id_.find(dedupe_id); known != by_dedupe_id_.end()) return {known->second, true};
  const auto id = ++last_id_;
  if (!dedupe_id.empty()) by_dedupe_id_[dedupe_id] = id;
  for (int copy = 0; copy < copies; ++copy) messages_.push_back({id, to, text, dedupe_id, at});
  while (messages_.size() > kMost) {
    by_dedupe_id_.erase(messages_.front().dedupe_id);
    messages_.pop_front();
  }
  return {id, false};
}

std::vector<Message> Inbox::Newest(std::string_view to, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  std::vector<Message> found;
  for (auto message = messages_.rbegin(); message != messages_.rend() && found.size() < most; ++message)
    if (to.empty() || message->to == to) found.push_back(*message);
  return found;
}

std::vector<std::string> Inbox::Phones(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> phones;
  std::unordered_set<std::string> seen;
  for (auto message = messages_.rbegin(); message != messages_.rend() && phones.size() < most; ++message)
    if (seen.insert(message->to).second) phones.push_back(message->to);
  return phones;
}

}  // namespace message_gateway_simulator
