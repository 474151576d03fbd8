#include <gtest/gtest.h>

#include "tests/rig/private_database.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // The servers' lives hang on the thread that starts them: this one.
  rig::PrivateDatabase::Shared();
  return RUN_ALL_TESTS();
}
