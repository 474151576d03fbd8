#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>
#include <string>

/// bench-hello <port> [threads]: a bare Pistache server that answers 1 KB to everything, until SIGTERM.
/// It is what "as fast as the HTTP library allows" means in the bench; nothing of keel is in it.
namespace {

class Hello : public Pistache::Http::Handler {
 public:
  HTTP_PROTOTYPE(Hello)
  void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter response) override {
    static const std::string kBody(1024, 'x');
    response.headers().add<Pistache::Http::Header::ContentType>(
        Pistache::Http::Mime::MediaType::fromString("application/json"));
    response.send(Pistache::Http::Code::Ok, kBody);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "bench-hello <port> [threads]\n";
    return 2;
  }
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  signal(SIGPIPE, SIG_IGN);

  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  Pistache::Http::Endpoint server(Pistache::Address("127.0.0.1", Pistache::Port(port)));
  server.init(Pistache::Http::Endpoint::options()
                  .threads(argc > 2 ? std::atoi(argv[2]) : 2)
                  .flags(Pistache::Tcp::Options::ReuseAddr));
  server.setHandler(Pistache::Http::make_handler<Hello>());
  server.serveThreaded();
  std::cout << "listening on " << port << std::endl;
  int got = 0;
  sigwait(&stop, &got);
  server.shutdown();
  return 0;
}
