#include <algorithm>
#include <thread>

#include "keel/service/service.hpp"

/// The smallest service there is, for service_test: no database, one slow route, one command.
int main(int argc, char** argv) {
  using namespace keel;  // NOLINT: a program of ten lines.
  service::Spec spec;
  spec.name = "sample";
  spec.has_database = false;
  spec.keys = {{"SAMPLE_WORD", "what /word answers", std::nullopt}, {"SAMPLE_COUNT", "a number", "3", IsNumber}};
  spec.compose = [](service::Runtime& runtime) {
    const auto word = runtime.config.Text("SAMPLE_WORD");
    runtime.server.Work(http::Method::kGet, "/word", [word](const http::Request&) {
      http::Reply reply;
      reply.body = word;
      return reply;
    });
    runtime.server.Work(http::Method::kGet, "/slow", [](const http::Request&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(800));  // Sleeps: slowness is the test.
      return http::NoContent();
    });
    runtime.server.Cheap(http::Method::kGet, "/now", [&runtime](const http::Request&) {
      http::Reply reply;
      reply.body = ToRfc3339(runtime.clock.Now());
      return reply;
    });
    auto& ticks = runtime.Keep<std::atomic<int>>(0);
    runtime.Every("tick", std::chrono::milliseconds(10), [&ticks] {
      if (++ticks == 2) throw std::runtime_error("one bad tick ends nothing");
    });
    runtime.ReadyWhen([&ticks] { return ticks > 3 ? std::string() : std::string("ticks"); });
  };
  spec.command = [](service::Runtime&, const std::vector<std::string>& arguments) {
    return arguments == std::vector<std::string>{"greet", "you"} ? 7 : 2;
  };
  return service::Run(argc, argv, spec);
}
