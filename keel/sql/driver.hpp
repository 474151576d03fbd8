#pragma once
#include <memory>

#include "keel/sql/sql.hpp"

/// Between session.cpp and pool.cpp; nobody else includes this.
namespace keel::sql::detail {

/// A session over Connector/C++, with what the pool and RunInTransaction need beside statements.
class DriverSession : public Session {
 public:
  virtual void Begin() = 0;
  virtual void Commit() = 0;
  virtual void RollBack() noexcept = 0;
  virtual Pool::Use last_use() const = 0;
  virtual bool broken() const = 0;  ///< Saw 2006, 2013, 2014 or 2055: not to be used again.
  virtual bool AnswersPing() = 0;   ///< One round trip; false: the server closed it meanwhile.
  /// Back to what a fresh lease expects: no transaction under way. Free when there is none. Marks itself broken on a
  /// fault.
  virtual void Settle() noexcept = 0;
};

/// Connects. Throws Fault with the driver's code (2002, 1045, 1049 …).
std::unique_ptr<DriverSession> OpenSession(const PoolOptions& options);

/// The driver wants to know each thread that uses it; cheap after the first call in a thread.
void AttachThread();

}  // namespace keel::sql::detail
