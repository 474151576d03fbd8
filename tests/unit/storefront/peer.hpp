#pragma once
#include <string>
#include <utility>

#include "keel/http/client.hpp"

namespace storefront {

/// A peer that answers every ask alike, and remembers the last.
class Peer : public keel::http::Client {
 public:
  explicit Peer(std::string body = "{}", int status = 200) : body_(std::move(body)), status_(status) {}
  keel::Result<keel::http::Answer> Send(const keel::http::Ask& ask) override {
    last = ask;
    keel::http::Answer answer;
    answer.status = status_;
    answer.body = body_;
    return answer;
  }
  keel::http::Ask last;

 private:
  std::string body_;
  int status_;
};

}  // namespace storefront
