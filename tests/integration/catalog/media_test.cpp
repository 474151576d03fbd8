#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vips/vips8>

#include "catalog/media/worker_pool.hpp"
#include "keel/auth/principal.hpp"
#include "keel/crypto/sealed.hpp"
#include "tests/integration/catalog/service_under_test.hpp"
#include "tests/rig/private_database.hpp"

namespace catalog_test {
namespace {

using keel::http::Method;
using nlohmann::json;
using vips::VImage;

ServiceUnderTest& Service() {
  return ServiceUnderTest::Shared();
}

ServiceUnderTest::Got Upload(const std::string& bytes, std::string_view token, const std::string& type = "image/jpeg") {
  return Service().Send(Method::kPost, "/v1/media", bytes, token, {{"content-type", type}});
}

/// A PNG of one colour, its header and rows as asked, whatever that decodes to.
std::string Png(std::uint32_t width, std::uint32_t height, int bits, int colour, std::size_t row_bytes) {
  const auto number = [](std::uint32_t value) {
    return std::string{char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
  };
  const auto chunk = [&](const std::string& body) {
    return number(std::uint32_t(body.size() - 4)) + body +
           number(std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(body.data()), uInt(body.size()))));
  };
  std::string packed;
  z_stream stream{};
  deflateInit(&stream, 9);
  std::string row(row_bytes + 1, '\0'), out(1 << 16, '\0');
  for (std::uint32_t y = 0; y <= height; ++y) {
    stream.next_in = reinterpret_cast<Bytef*>(row.data());
    stream.avail_in = y < height ? uInt(row.size()) : 0;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = uInt(out.size());
      deflate(&stream, y < height ? Z_NO_FLUSH : Z_FINISH);
      packed.append(out.data(), out.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  const std::string header = "IHDR" + number(width) + number(height) + std::string{char(bits), char(colour), 0, 0, 0};
  return "\x89PNG\r\n\x1a\n" + chunk(header) + chunk("IDAT" + packed) + chunk("IEND");
}

/// A noisy photograph with an orientation that says "turn me" and a place that nobody should learn.
std::string Jpeg(int width, int height) {
  static const bool started = VIPS_INIT("test") == 0;
  EXPECT_TRUE(started);
  auto image =
      VImage::gaussnoise(width, height, VImage::option()->set("mean", 128)->set("sigma", 40)).cast(VIPS_FORMAT_UCHAR);
  image =
      image.bandjoin({image.invert(), image}).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  image.set(VIPS_META_ORIENTATION, 6);
  image.set("exif-ifd0-ImageDescription", "Nha ba May (Nha ba May, ASCII, 11 components, 11 bytes)");
  image.set("exif-ifd3-GPSLatitude", "22/1 32/1 0/1 (22, 32,  0, Rational, 3 components, 24 bytes)");
  void* bytes = nullptr;
  std::size_t size = 0;
  image.write_to_buffer(".jpg", &bytes, &size);
  std::string jpeg(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return jpeg;
}

std::string ReadAll(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Media : public testing::Test {
 protected:
  const std::string token_ = Service().Token(Service().NewParty());
  static std::string FileOf(const json& source) {
    return Service().media_folder() + source["url"].get<std::string>().substr(4);
  }
};

TEST_F(Media, MakesThreeSizesInThreeFormatsUprightAndSilent) {
  const auto got = Upload(Jpeg(1200, 900), token_);
  ASSERT_EQ(got.status, 201) << got.body;
  EXPECT_LT(got.json["width"], got.json["height"]) << "turned upright";
  for (const std::string format : {"avif", "webp", "jpeg"}) {
    const auto& sources = got.json["sources"][format];
    ASSERT_EQ(sources.size(), 3u);
    EXPECT_EQ(sources[0]["w"], 160);
    EXPECT_EQ(sources[2]["w"], 800);
    for (const auto& source : sources) {
      const auto bytes = ReadAll(FileOf(source));
      EXPECT_GT(bytes.size(), 200u) << source;
      EXPECT_EQ(bytes.find("Nha ba May"), std::string::npos) << "who and where is nobody's business";
      const auto read = VImage::new_from_buffer(bytes.data(), bytes.size(), "");
      EXPECT_EQ(read.get_typeof("exif-ifd3-GPSLatitude"), 0u) << source;
    }
  }
}

TEST_F(Media, ThatFindNoRoomAreNotCalledBroken) {
  const auto file = std::filesystem::temp_directory_path() / ("photo-" + std::to_string(getpid()));
  std::ofstream(file, std::ios::binary) << Jpeg(300, 200);
  catalog::media::WorkerPool workers({.program = CATALOG_MEDIA_WORKER});
  const auto made = workers.Make(file, "/nowhere", "stem");
  std::filesystem::remove(file);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "media-busy");
  EXPECT_EQ(made.error().kind, keel::Kind::kUnavailable);
}

TEST_F(Media, AreTheSameForTheSameBytes) {
  const auto bytes = Jpeg(300, 200);
  const auto first = Upload(bytes, token_);
  EXPECT_EQ(Upload(bytes, Service().Token(Service().NewParty())).json, first.json);
  std::filesystem::remove(FileOf(first.json["sources"]["webp"][0]));
  EXPECT_EQ(Upload(bytes, token_).json["id"], first.json["id"]);
  EXPECT_TRUE(std::filesystem::exists(FileOf(first.json["sources"]["webp"][0]))) << "a lost file is made again";
}

TEST_F(Media, AreCalledByLettersEnoughThatNoTwoShareThem) {
  const auto name_of = [](const nlohmann::json& got) {
    const auto url = got["sources"]["jpeg"][0]["url"].get<std::string>();
    const auto name = url.substr(url.rfind('/') + 1);
    return name.substr(0, name.find('-'));
  };
  const auto bytes = Jpeg(310, 200);
  const auto sha256 = keel::crypto::Sha256Hex(bytes);
  const auto photo = Upload(bytes, token_);
  EXPECT_EQ(name_of(photo.json), sha256.substr(0, 32)) << "64 bits are found twice in minutes";

  const auto session = Service().pool()->Take();
  session->Execute("UPDATE media SET stem = NULL WHERE sha256 = ?", {sha256});  // As the release before wrote it.
  const auto widths = photo.json["sources"]["jpeg"].size();
  for (const std::string format : {"avif", "webp", "jpeg"})
    for (std::size_t i = 0; i < widths; ++i) {
      auto file = FileOf(photo.json["sources"][format][i]), before = file;
      before.erase(before.rfind('/') + 1 + 16, 16);
      std::filesystem::rename(file, before);
    }
  EXPECT_EQ(name_of(Upload(bytes, token_).json), sha256.substr(0, 16)) << "its files are found where they are";
}

TEST_F(Media, AreNeverMadeLargerThanTheOriginal) {
  const auto got = Upload(Png(100, 50, 8, 2, 300), token_, "image/png");
  ASSERT_EQ(got.status, 201) << got.body;
  EXPECT_EQ(got.json["sources"]["jpeg"].size(), 1u);
  EXPECT_EQ(got.json["sources"]["jpeg"][0]["w"], 100);
}

TEST_F(Media, RefuseBombsAndWhatIsNoPhoto) {
  const auto jpeg = Jpeg(600, 400);
  struct Row {
    const char* name;
    std::string bytes;
    int status;
    const char* code;
  };
  const Row kRows[] = {
      {"40000x40000 of one bit", Png(40'000, 40'000, 1, 0, 5'000), 413, "photo-too-many-pixels"},
      {"svg",
       R"(<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><rect width="9" height="9"/></svg>)",
       400, "photo-not-an-image"},
      {"text called .jpg", "xin chào", 400, "photo-not-an-image"},
      {"gif", std::string("GIF89a\x01\x00\x01\x00\x00\x00\x00;", 14), 400, "photo-not-an-image"},
      {"nothing", "", 400, "photo-not-an-image"},
      {"cut jpeg", jpeg.substr(0, jpeg.size() / 2), 400, "photo-broken"},
      {"jpeg of noise behind its head", jpeg.substr(0, 300) + std::string(3'000, '\x55'), 400, "photo-broken"},
      {"png that lies about its size", Png(3'000, 3'000, 8, 2, 10), 400, "photo-broken"},
      {"eleven megabytes", std::string((10u << 20) + 1, 'x'), 413, "photo-too-large"},
  };
  for (const auto& row : kRows) {
    const auto got = Upload(row.bytes, token_);
    EXPECT_EQ(got.status, row.status) << row.name << got.body;
    EXPECT_EQ(got.code(), row.code) << row.name;
  }
  EXPECT_EQ(Upload(jpeg, {}).status, 401);
  EXPECT_EQ(Upload(jpeg, token_).status, 201) << "and goes on working";
}

TEST_F(Media, OfADisputeAreForServicesAloneAndStandApart) {
  const keel::SystemClock real;
  const keel::Secret key(keel::crypto::Base64Encode(std::string(32, 'k')));  // As the service was started with.
  const auto service = keel::auth::ServiceBearer("orders", key, real).substr(7);
  const auto made = Service().Send(Method::kPost, "/internal/evidence", Jpeg(900, 600), service);
  ASSERT_EQ(made.status, 201) << made.body;
  const auto name = made.json["name"].get<std::string>();
  EXPECT_EQ(Service().Send(Method::kPost, "/internal/evidence", Jpeg(900, 600), token_).status, 403);
  EXPECT_EQ(Service().Send(Method::kPost, "/internal/evidence", "no photo", service).code(), "photo-not-an-image");
  const auto path = "/internal/evidence/" + name;
  const auto read = Service().Send(Method::kGet, path + "/400", "", service);
  EXPECT_EQ(read.status, 200);
  EXPECT_TRUE(read.body.starts_with("\xff\xd8")) << "a JPEG";
  EXPECT_EQ(Service().Send(Method::kGet, path + "/400", "", token_).status, 403);
  EXPECT_EQ(Service().Send(Method::kGet, path + "/401", "", service).status, 404);
  EXPECT_EQ(Service().Send(Method::kGet, "/internal/evidence/0123456789abcdeX/400", "", service).status, 404);
  EXPECT_FALSE(std::filesystem::exists(Service().media_folder() + "/" + name + "-400.jpg"))
      << "not where the edge looks";
}

TEST_F(Media, OfADisputeAreDeletedWhenNoOrderHasThemAnyMore) {
  const keel::SystemClock real;
  const keel::Secret key(keel::crypto::Base64Encode(std::string(32, 'k')));
  const auto service = keel::auth::ServiceBearer("orders", key, real).substr(7);
  const auto keep = [&](int width) {
    return Service().Send(Method::kPost, "/internal/evidence", Jpeg(width, 601), service).json;
  };
  const auto gone = keep(901), anew = keep(902), other = keep(903);
  const auto tell = [&](const json& photo, const char* at) {
    Service().orders().Tell("evidence.over", photo["name"],
                            {{"name", photo["name"]}, {"widths", photo["widths"]}, {"at", at}});
  };
  const auto status = [&](const json& photo) {
    return Service()
        .Send(Method::kGet, "/internal/evidence/" + photo["name"].get<std::string>() + "/400", "", service)
        .status;
  };
  tell(anew, "2001-01-01T00:00:00.000Z");
  tell(gone, "2099-01-01T00:00:00.000Z");
  tell(gone, "2099-01-01T00:00:00.000Z");  // Told twice.
  EXPECT_TRUE(rig::Eventually([&] { return status(gone) == 404; }));
  EXPECT_EQ(status(anew), 200) << "made after nobody needed the old one";
  EXPECT_EQ(status(other), 200);
  for (const auto& file : std::filesystem::directory_iterator(Service().media_folder() + "/../evidence"))
    EXPECT_FALSE(file.path().filename().string().starts_with(gone["name"].get<std::string>())) << file.path();
}

TEST_F(Media, LeaveNothingOfTheOriginalBehind) {
  Upload(Jpeg(500, 500), token_);
  Upload("no photo", token_);
  const auto work = std::filesystem::path(Service().media_folder()).parent_path() / "media-work";
  EXPECT_TRUE(std::filesystem::is_empty(work));
}

TEST_F(Media, AreShownByWhoeverSentThemAndNobodyElse) {
  std::string token;
  const auto shop = Service().NewShop(token), party = Service().NewParty();
  const auto bytes = Jpeg(300, 303);
  const std::string photo = Upload(bytes, token).json["id"];
  const auto other = Service().Token(party, false, "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AC");
  const auto theirs = Service().Post("/v1/shops",
                                     {{"party_id", party},
                                      {"name", "Gian hàng khác"},
                                      {"province_code", "15"},
                                      {"commune_code", "02839"},
                                      {"sells", "chè"}},
                                     other);
  ASSERT_EQ(theirs.status, 201) << theirs.body;
  const std::string their_shop = theirs.json["id"];
  const auto product = Service().NewProduct(their_shop, other, "Chè của người khác")["id"].get<std::string>();
  const auto path = "/v1/products/" + product + "/photos";
  const auto show = [&](std::string_view who) {
    return Service().Send(Method::kPut, path, json{{"photos", {photo}}}.dump(), who).code();
  };
  EXPECT_EQ(show(other), "photo-unknown") << "its id can be read on the product of its owner";
  EXPECT_EQ(Service()
                .Send(Method::kPatch, "/v1/shops/" + their_shop,
                      json{{"version", theirs.json["version"]}, {"photo", photo}}.dump(), other)
                .code(),
            "photo-unknown");
  EXPECT_EQ(Service()
                .Post("/v1/products",
                      {{"shop_id", their_shop},
                       {"name", "Chè hai"},
                       {"category", "che"},
                       {"variants", {{{"unit", "gói"}, {"price", {{"amount", 50'000}}}}}},
                       {"photos", {photo}}},
                      other)
                .code(),
            "photo-unknown");
  EXPECT_EQ(Upload(bytes, other).json["id"], photo) << "who has the picture itself may show it";
  EXPECT_EQ(show(other), "");
  const auto clerk = Service().Token(party, false, "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AD");
  EXPECT_EQ(show(clerk), "") << "what a product shows already stays, whoever of its shop edits it";
}

TEST_F(Media, AreBoundedADayForEachAccountAndWhatIsKnownCostsNothing) {
  const std::string mine = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AE";
  const auto party = Service().NewParty();
  const auto token = Service().Token(party, false, mine);
  const auto known = Jpeg(304, 300);
  ASSERT_EQ(Upload(known, token_).status, 201);
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + std::chrono::hours(7))
                         .time_since_epoch()
                         .count();
  for (const auto day : {today, today + 1})  // Midnight may come between.
    Service().pool()->Take()->Execute("INSERT INTO day_counts (subject, day, used) VALUES (?, ?, 298)", {mine, day});
  EXPECT_EQ(Upload(Jpeg(304, 301), token).status, 201);
  EXPECT_EQ(Upload(std::string(300, 'x'), token).code(), "photo-not-an-image") << "looked at: one of today's";
  const auto full = Upload(Jpeg(304, 302), token);
  EXPECT_EQ(full.status, 429);
  EXPECT_EQ(full.code(), "too-many-photos-today");
  EXPECT_NE(full.json["detail"].get<std::string>().find("300"), std::string::npos) << full.body;
  const auto wait = std::stoi(full.headers.at("retry-after"));
  EXPECT_GE(wait, 1);
  EXPECT_LE(wait, 86'400);
  EXPECT_EQ(Upload(known, token).status, 201) << "no byte more on the disk";
  EXPECT_EQ(Upload(Jpeg(304, 302), token_).status, 201) << "others send on";
}

TEST_F(Media, StandOnProductsInTheOrderChosen) {
  std::string token;
  const auto shop = Service().NewShop(token);
  const auto product = Service().NewProduct(shop, token, "Có ảnh")["id"].get<std::string>();
  const std::string a = Upload(Jpeg(300, 301), token).json["id"], b = Upload(Jpeg(300, 302), token).json["id"];
  const auto path = "/v1/products/" + product;
  ASSERT_EQ(Service().Send(Method::kPut, path + "/photos", json{{"photos", {b, a}}}.dump(), token).status, 200);
  const auto photos = Service().Get(path).json["photos"];
  ASSERT_EQ(photos.size(), 2u);
  EXPECT_EQ(photos[0]["media_id"], b);
  EXPECT_EQ(photos[0]["alt"], "Có ảnh");
  const auto page = Service().Find(
      "shop_id=" + shop, [](const json& p) { return p["items"].size() == 1 && p["items"][0].contains("photo"); });
  EXPECT_TRUE(page["items"][0]["photo"]["160"].get<std::string>().ends_with("-160.jpg"));
  EXPECT_EQ(
      Service()
          .Send(Method::kPut, path + "/photos", json{{"photos", {"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB"}}}.dump(), token)
          .code(),
      "photo-unknown");
}

}  // namespace
}  // namespace catalog_test
