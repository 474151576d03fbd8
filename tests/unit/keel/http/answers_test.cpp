#include "keel/http/answers.hpp"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "keel/http/handlers.hpp"

namespace keel::http {
namespace {

Request Asking(const std::string& accepted, const std::string& have = "") {
  Request request;
  if (!accepted.empty()) request.headers["accept-encoding"] = accepted;
  if (!have.empty()) request.headers["if-none-match"] = have;
  return request;
}

std::string HeaderOf(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return {};
}

/// A list long enough to be worth it.
nlohmann::json LongList() {
  nlohmann::json items = nlohmann::json::array();
  for (int i = 0; i < 60; ++i) items.push_back({{"name", "mật ong bạc hà"}, {"number", i}});
  return {{"items", std::move(items)}};
}

std::string Unzipped(const std::string& small) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string plain(100'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(small.data()));
  stream.avail_in = uInt(small.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = uInt(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  return plain;
}

std::string Unbrotlied(const std::string& small) {
  std::string plain(100'000, '\0');
  std::size_t size = plain.size();
  EXPECT_EQ(BrotliDecoderDecompress(small.size(), reinterpret_cast<const std::uint8_t*>(small.data()), &size,
                                    reinterpret_cast<std::uint8_t*>(plain.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  plain.resize(size);
  return plain;
}

TEST(PublicRead, IsTheSameListInEveryEncoding) {
  const auto list = LongList();
  const auto plain = PublicRead(Asking(""), list), gzip = PublicRead(Asking("gzip"), list),
             brotli = PublicRead(Asking("gzip, br"), list);
  EXPECT_EQ(plain.body, list.dump());
  EXPECT_EQ(HeaderOf(plain, "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(gzip, "Content-Encoding"), "gzip");
  EXPECT_EQ(HeaderOf(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(Unzipped(gzip.body), plain.body);
  EXPECT_EQ(Unbrotlied(brotli.body), plain.body);
  EXPECT_LT(gzip.body.size() * 5, plain.body.size());
  for (const auto& reply : {plain, gzip, brotli}) {
    EXPECT_EQ(HeaderOf(reply, "Cache-Control"), "public, max-age=1");
    EXPECT_EQ(HeaderOf(reply, "Vary"), "Accept-Encoding");
  }
  EXPECT_NE(HeaderOf(plain, "ETag"), HeaderOf(gzip, "ETag")) << "another representation, another tag";
  EXPECT_NE(HeaderOf(brotli, "ETag"), HeaderOf(gzip, "ETag"));
}

TEST(PublicRead, AnswersNothingToWhoHasItAlready) {
  const auto list = LongList();
  const auto tag = HeaderOf(PublicRead(Asking("br"), list), "ETag");
  const auto again = PublicRead(Asking("br", tag), list);
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  EXPECT_EQ(PublicRead(Asking("br", tag), {{"items", {1}}}).status, 200);
}

TEST(PublicRead, WhatIsSmallOrRefusedStaysPlain) {
  EXPECT_EQ(HeaderOf(PublicRead(Asking("br"), {{"items", {1, 2}}}), "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(PublicRead(Asking("br;q=0, gzip;q=0.0"), LongList()), "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(PublicRead(Asking("br;q=0.2, gzip;q=0.9"), LongList()), "Content-Encoding"), "gzip");
}

TEST(PrivateRead, IsTaggedAndNeverMadeSmaller) {
  const auto reply = PrivateRead(Asking("br, gzip"), LongList());
  EXPECT_EQ(HeaderOf(reply, "Cache-Control"), "private, no-store");
  EXPECT_EQ(HeaderOf(reply, "Content-Encoding"), "");
  EXPECT_EQ(PrivateRead(Asking("br", HeaderOf(reply, "ETag")), LongList()).status, 304);
}

TEST(OpenRoutes, RefuseABodyLargerThanTheyNeed) {
  const auto route = Open([](const Request&) -> Result<Reply> { return NoContent(); }, 10);
  Request request;
  request.body = "ten bytes.";
  EXPECT_EQ(route(request).status, 204);
  request.body += '!';
  EXPECT_EQ(route(request).status, 413);
}

}  // namespace
}  // namespace keel::http
