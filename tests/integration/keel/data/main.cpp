#include <gtest/gtest.h>

#include <csignal>
#include <string_view>

#include "keel/log/log.hpp"
#include "tests/integration/keel/data/feed_rig.hpp"
#include "tests/rig/private_database.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  keel::log::Start("keel-data-tests", "error");
  if (argc > 1 && std::string_view(argv[1]) == "--consume") return keel::outbox::ConsumeAndDie(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  rig::PrivateDatabase::Shared();  // From the main thread: the server's life hangs on it.
  return RUN_ALL_TESTS();
}
