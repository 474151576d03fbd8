#pragma once
#include "keel/sql/sql.hpp"

namespace keel::sql {

/// While it lives, what is read through the session is of the one moment at which it was made, whatever others commit.
/// For long reads; nothing can be written. Not within a transaction.
class Moment {
 public:
  explicit Moment(Session& session) : session_(session) {
    session_.Run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session_.Run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }
  Moment(const Moment&) = delete;
  ~Moment() {
    try {
      session_.Run("COMMIT");
    } catch (const Fault&) {
      // The connection is gone, and the moment with it.
    }
  }

 private:
  Session& session_;
};

}  // namespace keel::sql
