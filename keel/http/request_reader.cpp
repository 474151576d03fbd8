#include <algorithm>
#include <charconv>

#include "keel/http/wire.hpp"

namespace keel::http {

void RequestReader::Next() {
  request = Request{};
  framing = Framing{};
  phase_ = Phase::kHead;
  head_.clear();
  line_start_ = 0;
  line_.clear();
  trailer_bytes_ = 0;
}

RequestReader::Event RequestReader::Refuse(int status, std::string_view code) {
  refusal = {status, code};
  return Event::kRefused;
}

RequestReader::Event RequestReader::Take(std::string_view& bytes) {
  if (phase_ == Phase::kHead) return TakeHead(bytes);
  if (phase_ == Phase::kWhole) return Event::kWhole;
  if (phase_ == Phase::kBody) return TakeBody(bytes);
  return TakeChunks(bytes);
}

RequestReader::Event RequestReader::TakeHead(std::string_view& bytes) {
  // Blank lines before a request are forgiven, as the standard asks.
  while (head_.empty() && bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  if (bytes.empty()) return Event::kMore;

  // A head that comes whole in one read, as nearly all do, is parsed where it lies.
  const bool whole_here = head_.empty();
  std::size_t from = head_.size();
  if (!whole_here) {
    // The lone CR of a forgiven blank line cut in two.
    if (head_ == "\r" && bytes.front() == '\n') {
      head_.clear();
      bytes.remove_prefix(1);
      return TakeHead(bytes);
    }
    head_.append(bytes.substr(0, limits_.head + 1));
  }
  const std::string_view seen = whole_here ? bytes : std::string_view(head_);

  while (true) {
    const auto feed = seen.find('\n', std::max(from, line_start_));
    if (feed == seen.npos) break;
    if (feed == 0 || seen[feed - 1] != '\r') return Refuse(400, "malformed-request");
    if (feed - 1 > line_start_) {
      if (line_start_ == 0 && feed - 1 > limits_.line) return Refuse(414, "request-line-too-long");
      line_start_ = feed + 1;
      continue;
    }
    // The blank line: the head ends here.
    if (feed + 1 > limits_.head) return Refuse(431, "headers-too-large");
    const auto refused = ParseHead(seen.substr(0, feed - 3), limits_, request, framing);
    bytes.remove_prefix(feed + 1 - (whole_here ? 0 : from));
    if (refused) return Refuse(refused->status, refused->code);
    phase_ = framing.chunked ? Phase::kChunkSize : Phase::kBody;
    const auto event = framing.chunked ? TakeChunks(bytes) : TakeBody(bytes);
    return event == Event::kMore && framing.expects_continue && request.body.empty() ? Event::kContinue : event;
  }
  if (line_start_ == 0 && seen.size() > limits_.line + 1) return Refuse(414, "request-line-too-long");
  if (seen.size() > limits_.head) return Refuse(431, "headers-too-large");
  if (whole_here) head_.assign(bytes);
  bytes = {};
  return Event::kMore;
}

RequestReader::Event RequestReader::TakeBody(std::string_view& bytes) {
  const auto missing = framing.content_length - request.body.size();
  const auto taken = bytes.substr(0, missing);
  // Memory follows what really came, not what was announced.
  request.body.append(taken);
  bytes.remove_prefix(taken.size());
  if (request.body.size() < framing.content_length) return Event::kMore;
  phase_ = Phase::kWhole;
  return Event::kWhole;
}

bool RequestReader::TakeLine(std::string_view& bytes, std::size_t limit) {
  const auto feed = bytes.find('\n');
  line_.append(bytes.substr(0, feed));
  bytes.remove_prefix(feed == bytes.npos ? bytes.size() : feed + 1);
  if (line_.size() > limit + 1) {
    broken_ = true;
    return false;
  }
  if (feed == std::string_view::npos) return false;
  if (line_.empty() || line_.back() != '\r') {
    broken_ = true;
    return false;
  }
  line_.pop_back();
  return true;
}

RequestReader::Event RequestReader::TakeChunks(std::string_view& bytes) {
  broken_ = false;
  while (!bytes.empty()) {
    switch (phase_) {
      case Phase::kChunkSize: {
        if (!TakeLine(bytes, 256)) break;
        const auto digits = TrimBlanks(std::string_view(line_).substr(0, line_.find(';')));
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), chunk_left_, 16);
        if (digits.empty() || error == std::errc::invalid_argument || end != digits.data() + digits.size())
          return Refuse(400, "malformed-request");
        if (error != std::errc{} || chunk_left_ > limits_.body - request.body.size())
          return Refuse(413, "body-too-large");
        line_.clear();
        phase_ = chunk_left_ == 0 ? Phase::kTrailer : Phase::kChunkData;
        break;
      }
      case Phase::kChunkData: {
        const auto taken = bytes.substr(0, chunk_left_);
        request.body.append(taken);
        bytes.remove_prefix(taken.size());
        chunk_left_ -= taken.size();
        if (chunk_left_ == 0) phase_ = Phase::kChunkEnd;
        break;
      }
      case Phase::kChunkEnd:
        if (!TakeLine(bytes, 0)) break;
        if (!line_.empty()) return Refuse(400, "malformed-request");
        phase_ = Phase::kChunkSize;
        break;
      case Phase::kTrailer:
        if (!TakeLine(bytes, 1024)) break;
        if (line_.empty()) {
          phase_ = Phase::kWhole;
          return Event::kWhole;
        }
        // Trailers are read and dropped: nothing of ours uses them.
        if ((trailer_bytes_ += line_.size()) > limits_.head) return Refuse(431, "headers-too-large");
        line_.clear();
        break;
      default:
        return Refuse(400, "malformed-request");
    }
    if (broken_) return Refuse(400, "malformed-request");
  }
  return Event::kMore;
}

}  // namespace keel::http
