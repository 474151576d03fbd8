#include "keel/outbox/feed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>

#include "keel/http/query.hpp"
#include "keel/outbox/feed_page.hpp"
#include "keel/outbox/relay.hpp"
#include "keel/sql/many_rows.hpp"

namespace keel::outbox {
namespace {

constexpr std::string_view kNewest = "SELECT last, feed FROM outbox_position WHERE id = 1";
constexpr std::string_view kAfter =
    "SELECT position, topic, subject, body, at FROM outbox WHERE position > ? ORDER BY position LIMIT ?";
// The index is forced, for the topic alone would find nothing and the positions are to be walked in order.
constexpr std::string_view kAfterOfTopics =
    "SELECT position, topic, subject, body, at FROM outbox FORCE INDEX (uq_outbox_position) WHERE position > ? AND "
    "topic IN (";
constexpr std::string_view kFirst = "SELECT position FROM outbox WHERE position > 0 ORDER BY position LIMIT 1";
constexpr std::string_view kInOrder = ") ORDER BY position LIMIT ?";
constexpr std::size_t kMostTopics = 16;
constexpr std::int64_t kDefaultLimit = 200;
constexpr std::int64_t kLongest = 1'000;

std::string Quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The topics asked for, by commas; none: all.
Result<std::vector<std::string>> Topics(const http::Request& request) {
  std::vector<std::string> topics;
  for (const auto word : std::views::split(request.QueryOr("topics", ""), ','))
    topics.emplace_back(word.begin(), word.end());
  const auto well_formed = [](const std::string& topic) {
    return !topic.empty() && topic.size() <= 64 &&
           std::ranges::all_of(topic, [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '-'; });
  };
  if (topics.size() > kMostTopics || !std::ranges::all_of(topics, well_formed))
    return Error{Kind::kInvalid, "field-out-of-range", "Topics are names with commas between them.", "topics"};
  return topics;
}

sql::Rows EventsAfter(sql::Session& session, std::int64_t after, std::int64_t limit,
                      const std::vector<std::string>& topics) {
  if (topics.empty()) return session.Query(kAfter, {after, limit});
  sql::Values values{after};
  for (const auto& topic : topics) values.emplace_back(topic);
  values.emplace_back(limit);
  return session.Query(sql::WithGroups(kAfterOfTopics, "?", topics.size(), kInOrder), values);
}

http::Reply Gap(std::int64_t after, const http::Request& request) {
  return http::Problem(
      {Kind::kConflict, "feed-gap", "Events after that position are not kept any more.", std::to_string(after)},
      request);
}

/// Whether the event directly after `after` was swept away. Positions have no gaps, and the sweep begins at the first.
bool WasSwept(sql::Session& session, std::int64_t after) {
  auto rows = session.Query(kFirst);
  return !rows.Next() || rows.Int(0) > after + 1;
}

http::Reply Answer(sql::Pool& pool, const http::Request& request, std::int64_t after, std::int64_t limit,
                   const std::vector<std::string>& topics) {
  // What is committed by now is in the answer, even if the relay has not come round yet: who asks after being told
  // "it is done" (Consumer::CatchUp) must find it.
  if (request.QueryOr("numbered", "") != "only") NumberCommitted(pool, /*wait=*/true);
  auto session = pool.Take();
  // The end is read first: it may then be behind the events, never ahead of what was there to read.
  auto newest = session->Query(kNewest);
  if (!newest.Next()) throw std::runtime_error("outbox_position has no row");
  auto rows = EventsAfter(*session, after, limit, topics);
  // Looked at afterwards, so that a sweep in between is seen; and only where there is something that was passed over.
  if (after < newest.Int(0) && WasSwept(*session, after)) return Gap(after, request);
  session.reset();
  const bool whole = std::cmp_less(rows.size(), limit);  // Up to the feed's end there is nothing more.
  auto upto = whole ? std::max(after, newest.Int(0)) : after;
  // Bodies are JSON already: they are put in as they stand.
  std::string body = R"({"events":[)";
  for (bool first = true; rows.Next(); first = false) {
    if (!first) body += ',';
    body += R"({"position":)" + rows.Text(0) + R"(,"topic":)" + Quoted(rows.Text(1)) + R"(,"subject":)" +
            Quoted(rows.Text(2)) + R"(,"at":")" + ToRfc3339(rows.At(4)) + R"(","body":)" + rows.Text(3) + '}';
    upto = std::max(upto, rows.Int(0));
  }
  body += R"(],"upto":)" + std::to_string(upto) + R"(,"last":)" + newest.Text(0) + R"(,"feed":)" +
          Quoted(newest.Text(1)) + '}';
  http::Reply reply;
  reply.body = std::move(body);
  return std::move(reply).With("Cache-Control", "private, no-store");
}

}  // namespace

void MountFeed(http::Server& server, sql::Pool& pool, const auth::Verifier& verifier) {
  server.Work(http::Method::kGet, "/internal/events", [&pool, &verifier](const http::Request& request) {
    const auto who = verifier.Service(request);
    if (!who) return http::Problem(who.error(), request);
    const auto after = http::QueryNumberOr(request, "after", 0, 0, INT64_MAX);
    if (!after) return http::Problem(after.error(), request);
    const auto limit = http::QueryNumberOr(request, "limit", kDefaultLimit, 1, kLongest);
    if (!limit) return http::Problem(limit.error(), request);
    const auto topics = Topics(request);
    if (!topics) return http::Problem(topics.error(), request);
    return Answer(pool, request, *after, *limit, *topics);
  });
}

Result<FeedPage> ReadFeed(http::Client& peer, const std::string& bearer, const FeedAsk& ask, http::Deadline deadline) {
  auto path = "/internal/events?after=" + std::to_string(ask.after) +
              "&limit=" + std::to_string(std::min<std::size_t>(ask.limit, kLongest));
  for (const auto& topic : ask.topics) path += (&topic == ask.topics.data() ? "&topics=" : ",") + topic;
  if (!ask.newest) path += "&numbered=only";
  const auto answer = peer.Send(
      {.path = std::move(path), .headers = {{"authorization", bearer}}, .deadline = deadline, .idempotent = true});
  if (!answer) return answer.error();
  if (answer->status == 409 && answer->ProblemCode() == "feed-gap")
    return Error{
        Kind::kUnavailable, "feed-gap",
        "The peer has swept away events after position " + std::to_string(ask.after) + " that were not read here."};
  if (answer->status != 200)
    return Error{Kind::kUnavailable, "feed-refused",
                 "The peer's feed answered " + std::to_string(answer->status) + '.'};
  try {
    const auto json = nlohmann::json::parse(answer->body);
    FeedPage page{.events = {},
                  .upto = json.at("upto").get<std::int64_t>(),
                  .last = json.at("last").get<std::int64_t>(),
                  .feed = json.value("feed", std::string())};
    for (const auto& event : json.at("events")) {
      const auto at = FromRfc3339(event.at("at").get_ref<const std::string&>());
      if (!at) throw std::runtime_error("an event's time is malformed");
      page.events.push_back({event.at("position").get<std::int64_t>(), event.at("topic").get<std::string>(),
                             event.at("subject").get<std::string>(), event.at("body").dump(), *at});
    }
    return page;
  } catch (const std::exception& fault) {
    return Error{Kind::kUnavailable, "feed-unreadable", std::string("The peer's feed cannot be read: ") + fault.what()};
  }
}

}  // namespace keel::outbox
