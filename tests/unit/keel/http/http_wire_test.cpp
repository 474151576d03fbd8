#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "keel/http/wire.hpp"

namespace {

using namespace keel::http;  // NOLINT: the test is about this namespace.
using Event = RequestReader::Event;

Limits SmallLimits() {
  Limits limits;
  limits.line = 200;
  limits.head = 600;
  limits.headers = 10;
  limits.body = 100;
  return limits;
}

struct Bad {
  const char* name;
  std::string bytes;
  int status;
  std::string_view code;
  friend void PrintTo(const Bad& row, std::ostream* out) { *out << row.name; }
};

std::string Get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}
std::string Post(const std::string& headers, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}

const Bad kBad[] = {
    {"NoTarget", "GET\r\n\r\n", 400, "malformed-request"},
    {"NoVersion", "GET /\r\n\r\n", 400, "malformed-request"},
    {"BareLineFeeds", "GET / HTTP/1.1\nHost: x\n\n", 400, "malformed-request"},
    {"UnknownVersion", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, "version-unsupported"},
    {"NotHttp", "GET / FTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed-request"},
    {"UnknownMethod", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501, "method-unknown"},
    {"MethodWithControl", "G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed-request"},
    {"RelativeTarget", Get("a/b"), 400, "malformed-request"},
    {"BlankInTarget", Get("/a b"), 400, "malformed-request"},
    {"FragmentInTarget", Get("/a#b"), 400, "malformed-request"},
    {"NulInPath", Get("/a%00b"), 400, "malformed-request"},
    {"BrokenUtf8InPath", Get("/%ff%fe"), 400, "malformed-request"},
    {"OverlongUtf8InPath", Get("/%c0%af"), 400, "malformed-request"},
    {"SurrogateInPath", Get("/%ed%a0%80"), 400, "malformed-request"},
    {"RawBrokenUtf8InPath", Get("/\xff"), 400, "malformed-request"},
    {"BrokenEscape", Get("/%4"), 400, "malformed-request"},
    {"NotHexEscape", Get("/%zz"), 400, "malformed-request"},
    {"DotSegments", Get("/a/../b"), 400, "malformed-request"},
    {"EncodedDotSegments", Get("/a/%2e%2e/b"), 400, "malformed-request"},
    {"DotSegmentsBehindEncodedSlash", Get("/a/..%2fb"), 400, "malformed-request"},
    {"LastDotSegment", Get("/a/.."), 400, "malformed-request"},
    {"NulInQuery", Get("/?a=%00"), 400, "malformed-request"},
    {"BrokenUtf8InQuery", Get("/?a=%ff"), 400, "malformed-request"},
    {"LongLine", Get("/" + std::string(300, 'a')), 414, "request-line-too-long"},
    {"LongLineWithoutEnd", "GET /" + std::string(300, 'a'), 414, "request-line-too-long"},
    {"LongHeaders", Get("/", "A: " + std::string(700, 'a') + "\r\n"), 431, "headers-too-large"},
    {"LongHeadersWithoutEnd", "GET / HTTP/1.1\r\nA: " + std::string(700, 'a'), 431, "headers-too-large"},
    {"ManyHeaders", Get("/", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\nF: 1\r\nG: 1\r\nI: 1\r\nJ: 1\r\nK: 1\r\n"), 431,
     "headers-too-large"},
    {"NoHost", "GET / HTTP/1.1\r\n\r\n", 400, "malformed-request"},
    {"TwoHosts", Get("/", "Host: y\r\n"), 400, "malformed-request"},
    {"HeaderWithoutColon", Get("/", "Nonsense\r\n"), 400, "malformed-request"},
    {"HeaderWithoutName", Get("/", ": x\r\n"), 400, "malformed-request"},
    {"BlankBeforeColon", Get("/", "A : x\r\n"), 400, "malformed-request"},
    {"FoldedHeader", Get("/", "A: x\r\n y\r\n"), 400, "malformed-request"},
    {"ControlInHeader", Get("/", "A: x\x01y\r\n"), 400, "malformed-request"},
    {"CarriageReturnInHeader", Get("/", "A: x\ry\r\n"), 400, "malformed-request"},
    {"NulInHeader", Get("/", std::string("A: x\0y\r\n", 8)), 400, "malformed-request"},
    {"TwoLengths", Post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400, "malformed-request"},
    {"ListOfLengths", Post("Content-Length: 1, 1\r\n", "a"), 400, "malformed-request"},
    {"NegativeLength", Post("Content-Length: -5\r\n", ""), 400, "malformed-request"},
    {"SignedLength", Post("Content-Length: +5\r\n", ""), 400, "malformed-request"},
    {"LengthWithLetters", Post("Content-Length: 5abc\r\n", "abcde"), 400, "malformed-request"},
    {"LengthPast64Bits", Post("Content-Length: 99999999999999999999999\r\n", ""), 413, "body-too-large"},
    {"LengthPastLimit", Post("Content-Length: 101\r\n", ""), 413, "body-too-large"},
    {"LengthAndChunks", Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
     "malformed-request"},
    {"OtherEncoding", Post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501, "encoding-unsupported"},
    {"TwoEncodings", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
     "malformed-request"},
    {"ChunksInOldHttp", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "malformed-request"},
    {"ChunkSizeNotHex", Post("Transfer-Encoding: chunked\r\n", "zz\r\n"), 400, "malformed-request"},
    {"ChunkSizeNegative", Post("Transfer-Encoding: chunked\r\n", "-1\r\n"), 400, "malformed-request"},
    {"ChunkSizeEmpty", Post("Transfer-Encoding: chunked\r\n", "\r\n"), 400, "malformed-request"},
    {"ChunkSizePastLimit", Post("Transfer-Encoding: chunked\r\n", "65\r\n"), 413, "body-too-large"},
    {"ChunkSizePast64Bits", Post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"), 413, "body-too-large"},
    {"ChunkLongerThanSaid", Post("Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n"), 400, "malformed-request"},
    {"ChunkLineWithoutReturn", Post("Transfer-Encoding: chunked\r\n", "2\nab\r\n"), 400, "malformed-request"},
    {"ChunkLineEndless", Post("Transfer-Encoding: chunked\r\n", "2;" + std::string(400, 'x')), 400,
     "malformed-request"},
    {"TwoAuthorizations", Get("/", "Authorization: a\r\nAuthorization: b\r\n"), 400, "malformed-request"},
};

class Malformed : public testing::TestWithParam<Bad> {};

/// Feeds `bytes` in pieces of `step` until the reader decides.
Event Feed(RequestReader& reader, std::string_view bytes, std::size_t step) {
  auto event = Event::kMore;
  while (!bytes.empty() && (event == Event::kMore || event == Event::kContinue)) {
    auto piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    event = reader.Take(piece);
  }
  return event;
}

TEST_P(Malformed, IsRefusedHoweverItIsCut) {
  for (const std::size_t step : {std::size_t{100'000}, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    RequestReader reader(SmallLimits());
    ASSERT_EQ(Feed(reader, GetParam().bytes, step), Event::kRefused) << "pieces of " << step;
    EXPECT_EQ(reader.refusal.status, GetParam().status) << "pieces of " << step;
    EXPECT_EQ(reader.refusal.code, GetParam().code) << "pieces of " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Malformed, testing::ValuesIn(kBad), [](const auto& row) { return row.param.name; });

TEST(RequestReader, ReadsTheSameHoweverItIsCut) {
  const std::string first =
      "\r\nPOST /m%E1%BA%ADt?q=a%20b+c&q=2&e&=v HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a:  2 \r\nCookie: a=1\r\nCookie: "
      "b=2\r\n"
      "Transfer-Encoding: Chunked\r\n\r\n5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: t\r\n\r\n";
  const std::string second = "GET /second HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n";
  const std::string bytes = first + second;
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    SCOPED_TRACE(step);
    RequestReader reader(SmallLimits());
    std::vector<Request> read;
    bool last_keeps = true;
    for (std::string_view left = bytes; !left.empty();) {
      auto piece = left.substr(0, step);
      left.remove_prefix(piece.size());
      while (!piece.empty()) {
        const auto event = reader.Take(piece);
        ASSERT_NE(event, Event::kRefused);
        if (event != Event::kWhole) continue;
        read.push_back(reader.request);
        last_keeps = reader.framing.keep_alive;
        reader.Next();
      }
    }
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].method, Method::kPost);
    EXPECT_EQ(read[0].path, "/mật");
    EXPECT_EQ(read[0].target, "/m%E1%BA%ADt?q=a%20b+c&q=2&e&=v");
    EXPECT_EQ(read[0].query,
              (std::vector<std::pair<std::string, std::string>>{{"q", "a b c"}, {"q", "2"}, {"e", ""}, {"", "v"}}));
    EXPECT_EQ(read[0].Header("x-a"), "1, 2");
    EXPECT_EQ(read[0].Header("cookie"), "a=1; b=2");
    EXPECT_EQ(read[0].body, "hello world");
    EXPECT_EQ(read[1].path, "/second");
    EXPECT_FALSE(last_keeps);
    EXPECT_TRUE(reader.idle());
  }
}

TEST(RequestReader, AsksForTheBodyOnceWhenTheClientWaits) {
  RequestReader reader(SmallLimits());
  std::string_view head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  EXPECT_EQ(reader.Take(head), Event::kContinue);
  std::string_view a = "a";
  EXPECT_EQ(reader.Take(a), Event::kMore);
  std::string_view b = "b";
  EXPECT_EQ(reader.Take(b), Event::kWhole);
  EXPECT_EQ(reader.request.body, "ab");
}

TEST(RequestReader, KnowsWhoKeepsTheConnection) {
  struct Row {
    const char* bytes;
    bool keeps;
  };
  for (const auto& row :
       {Row{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", true},
        Row{"GET / HTTP/1.1\r\nHost: x\r\nConnection: te, close\r\n\r\n", false}, Row{"GET / HTTP/1.0\r\n\r\n", false},
        Row{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true}}) {
    RequestReader reader(SmallLimits());
    std::string_view bytes = row.bytes;
    ASSERT_EQ(reader.Take(bytes), Event::kWhole) << row.bytes;
    EXPECT_EQ(reader.framing.keep_alive, row.keeps) << row.bytes;
  }
}

TEST(RequestReader, TakesTheAbsoluteForm) {
  RequestReader reader(SmallLimits());
  std::string_view bytes = "GET http://example.vn/a?b=1 HTTP/1.1\r\nHost: example.vn\r\n\r\n";
  ASSERT_EQ(reader.Take(bytes), Event::kWhole);
  EXPECT_EQ(reader.request.path, "/a");
  EXPECT_EQ(reader.request.target, "/a?b=1");
}

TEST(RequestReader, TakesALineOfJustTheLimitHoweverItIsCut) {
  auto limits = SmallLimits();
  const std::string line = "GET /abcdefgh HTTP/1.1";
  limits.line = line.size();
  const std::string bytes = line + "\r\nHost: x\r\n\r\n";
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    RequestReader reader(limits);
    std::string_view first = std::string_view(bytes).substr(0, cut), second = std::string_view(bytes).substr(cut);
    EXPECT_EQ(reader.Take(first), Event::kMore) << cut;
    EXPECT_EQ(reader.Take(second), Event::kWhole) << cut;
  }
}

TEST(RequestReader, RefusesALineThatIsTooLongAtItsEndHoweverItIsCut) {
  const std::string bytes = "GET /" + std::string(SmallLimits().line, 'a') + " HTTP/1.1\r\nHost: x\r\n";
  for (const std::size_t step : {std::size_t{1}, std::size_t{50}, bytes.size()}) {
    RequestReader reader(SmallLimits());
    auto event = Event::kMore;
    for (std::string_view left = bytes; !left.empty() && event == Event::kMore;) {
      auto piece = left.substr(0, step);
      left.remove_prefix(piece.size());
      event = reader.Take(piece);
    }
    ASSERT_EQ(event, Event::kRefused) << "pieces of " << step;
    EXPECT_EQ(reader.refusal.status, 414);
  }
}

TEST(RequestReader, TakesBodiesUpToTheLimit) {
  RequestReader reader(SmallLimits());
  const auto bytes = Post("Content-Length: 100\r\n", std::string(100, 'x'));
  std::string_view view = bytes;
  EXPECT_EQ(reader.Take(view), Event::kWhole);
  EXPECT_EQ(reader.request.body.size(), 100u);
  EXPECT_TRUE(view.empty());
}

/// What a reader makes of `bytes` fed in pieces of `step`: each request's essentials, then how it ended.
std::string Account(std::string_view bytes, std::size_t step) {
  RequestReader reader(SmallLimits());
  std::string account;
  while (!bytes.empty()) {
    auto piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    while (!piece.empty()) {
      const auto event = reader.Take(piece);
      if (event == Event::kRefused) return account + "refused " + std::to_string(reader.refusal.status);
      if (event != Event::kWhole) continue;
      account +=
          reader.request.target + '|' + reader.request.body + '|' + (reader.framing.keep_alive ? "k" : "c") + '\n';
      reader.Next();
    }
  }
  return account + (reader.idle() ? "idle" : "waiting");
}

/// Requests put together from pieces that mean something to a parser, in any order.
RC_GTEST_PROP(RequestReader, MakesTheSameOfAnyBytesHoweverTheyAreCut, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"GET ",
                                                  "POST ",
                                                  "/",
                                                  "/a?b=%20",
                                                  "%",
                                                  "%00",
                                                  " ",
                                                  " HTTP/1.1",
                                                  " HTTP/1.0",
                                                  "\r\n",
                                                  "\r",
                                                  "\n",
                                                  "\r\n\r\n",
                                                  "Host: x\r\n",
                                                  "Content-Length: 3\r\n",
                                                  "Content-Length: 0\r\n",
                                                  "Transfer-Encoding: chunked\r\n",
                                                  "Connection: close\r\n",
                                                  "Expect: 100-continue\r\n",
                                                  "3\r\nabc\r\n",
                                                  "0\r\n\r\n",
                                                  "abc",
                                                  "ff",
                                                  ":",
                                                  "\t",
                                                  "\x80",
                                                  std::string(1, '\0'),
                                                  "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                                                  "POST /p HTTP/1.1\r\nHost: x\r\n"}));
  std::string bytes;
  for (const auto& piece : pieces) bytes += piece;
  const auto whole = Account(bytes, bytes.size() + 1);
  for (const std::size_t step : {1u, 2u, 3u, 5u, 17u}) RC_ASSERT(Account(bytes, step) == whole);
}

}  // namespace
