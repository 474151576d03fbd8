#include "keel/http/slow_writer.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>

#include "keel/http/connection.hpp"

namespace keel::http {

SlowWriter::SlowWriter() : wake_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (wake_fd_ < 0) throw std::runtime_error("eventfd: no descriptor left");
}

SlowWriter::~SlowWriter() {
  Stop();
  close(wake_fd_);
}

void SlowWriter::Start() {
  thread_ = std::thread([this] { Work(); });
}

void SlowWriter::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  eventfd_write(wake_fd_, 1);
  if (thread_.joinable()) thread_.join();
}

void SlowWriter::Take(std::shared_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    arrived_.push_back(std::move(connection));
  }
  eventfd_write(wake_fd_, 1);
}

void SlowWriter::Work() {
  std::vector<std::shared_ptr<Connection>> writing;
  std::vector<pollfd> polled;
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      for (auto& connection : arrived_) writing.push_back(std::move(connection));
      arrived_.clear();
    }
    polled.assign(1, pollfd{wake_fd_, POLLIN, 0});
    // A descriptor that was closed meanwhile answers POLLNVAL; the connection itself knows better and says so.
    for (const auto& connection : writing) polled.push_back(pollfd{connection->fd(), POLLOUT, 0});
    poll(polled.data(), polled.size(), writing.empty() ? -1 : 1'000);
    eventfd_t ignored = 0;
    eventfd_read(wake_fd_, &ignored);
    std::erase_if(writing, [](const auto& connection) { return connection->WriteMore(); });
  }
}

}  // namespace keel::http
