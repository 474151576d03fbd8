#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/integration/catalog/service_under_test.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // The servers' and the service's lives hang on the thread that starts them: this one.
  rig::PrivateDatabase::Shared();
  catalog_test::ServiceUnderTest::Shared();
  return RUN_ALL_TESTS();
}
