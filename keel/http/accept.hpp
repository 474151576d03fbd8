#pragma once

namespace keel::http {

/// True when the program's accept4 is keel's (accept.cpp), as libpistache will call it. The server refuses to start
/// otherwise. Calling it is also what pulls accept.cpp out of the static library.
bool AcceptShimInPlace();

}  // namespace keel::http
