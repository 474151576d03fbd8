#include "keel/http/accept.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace {

/// The soft limit raised to the hard one, at most 60 000: room to walk through before a number comes round again.
int DescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 60'000));
}

}  // namespace

/// Pistache addresses connections by descriptor number. Taken at once by the next client, the number of one that just
/// left would make a late answer reach a stranger. So numbers are handed out in turn, and return only after thousands
/// of others. The program's own symbol comes before libc's, also for calls made inside libpistache.
extern "C" int accept4(int listener, sockaddr* address, socklen_t* length, int flags) {
  const int fd = static_cast<int>(syscall(SYS_accept4, listener, address, length, flags));
  if (fd < 0) return fd;
  static const int limit = DescriptorLimit();
  static const int lowest = limit / 8;
  static std::atomic<int> next{lowest};
  int wanted = next.fetch_add(1);
  if (wanted >= limit - 16) {
    next = lowest;
    wanted = lowest;
  }
  const int moved = fcntl(fd, (flags & SOCK_CLOEXEC) != 0 ? F_DUPFD_CLOEXEC : F_DUPFD, wanted);
  if (moved < 0) return fd;
  close(fd);
  return moved;
}

namespace keel::http {

bool AcceptShimInPlace() {
  return dlsym(RTLD_DEFAULT, "accept4") == reinterpret_cast<void*>(&::accept4);
}

}  // namespace keel::http
