#include "accounts/keys/make_keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "keel/auth/principal.hpp"

namespace accounts {
namespace {

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

class MakeKeysTest : public testing::Test {
 protected:
  MakeKeysTest() {
    char name[] = "/tmp/chophien-keys-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~MakeKeysTest() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(MakeKeysTest, WritesAPairThatSignsAndVerifies) {
  MakeKeys(folder_);
  struct stat info {};
  ASSERT_EQ(stat((folder_ + "/token-private.pem").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);

  const keel::ManualClock clock(*keel::FromRfc3339("2026-11-21T08:00:00Z"));
  const auto signer = keel::auth::Signer::Make(keel::Secret(TextOf(folder_ + "/token-private.pem")));
  const auto verifier = keel::auth::Verifier::Make(TextOf(folder_ + "/token-public.pem"),
                                                   keel::Secret("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), clock);
  keel::auth::Principal principal;
  principal.subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  principal.session_id = "ses_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
  keel::http::Request request;
  request.headers["authorization"] = "Bearer " + signer->Sign(principal, clock.Now(), std::chrono::seconds(600));
  const auto who = verifier->Who(request);
  ASSERT_TRUE(who) << who.error().code;
  EXPECT_EQ(who->subject, principal.subject);
}

TEST_F(MakeKeysTest, NeverReplacesAPair) {
  MakeKeys(folder_);
  const auto before = TextOf(folder_ + "/token-private.pem");
  MakeKeys(folder_);
  EXPECT_EQ(TextOf(folder_ + "/token-private.pem"), before);
}

TEST_F(MakeKeysTest, MakesAMissingPublicKeyFromThePrivateOne) {
  MakeKeys(folder_);
  const auto before = TextOf(folder_ + "/token-public.pem");
  std::filesystem::remove(folder_ + "/token-public.pem");
  MakeKeys(folder_);
  EXPECT_EQ(TextOf(folder_ + "/token-public.pem"), before);
}

TEST_F(MakeKeysTest, NamesTheFolderItCannotWriteTo) {
  EXPECT_THROW(MakeKeys(folder_ + "/none"), std::runtime_error);
}

}  // namespace
}  // namespace accounts
