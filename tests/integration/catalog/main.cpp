#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "keel/log/log.hpp"
#include "tests/integration/catalog/service_under_test.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  keel::log::Start("catalog-tests", "error");  // Looks at a service that is still starting would bury what failed.
  // The servers' and the service's lives hang on the thread that starts them: this one.
  rig::PrivateDatabase::Shared();
  catalog_test::ServiceUnderTest::Shared();
  return RUN_ALL_TESTS();
}
