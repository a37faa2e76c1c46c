// SPDX-License-Identifier: Apache-2.0
// One session with a PostgreSQL server, with a deadline on everything: a server that is paused
// answers no one and closes nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

struct pg_conn;
struct pg_result;

namespace tanshu::journal {

using Deadline = std::chrono::steady_clock::time_point;

/// Values of one statement, in the order of $1, $2 …; they must outlive the call.
class Parameters {
 public:
  Parameters& text(const std::string& value);
  Parameters& number(std::uint64_t value);
  Parameters& bytes(ByteView value);

 private:
  friend class PostgresLink;
  struct Value {
    const char* data;
    int size;
    std::uint32_t type;
    /// The number in network order, if it is one.
    std::uint64_t big_endian;
  };
  std::vector<Value> values_;
};

/// What a statement gave; results are binary.
class Answer {
 public:
  explicit Answer(pg_result* result) : result_(result) {}
  pg_result* raw() const { return result_.get(); }
  /// Rows returned.
  int rows() const;
  /// Rows inserted or updated.
  int changed() const;
  std::uint64_t number(int row, int column) const;
  std::string text(int row, int column) const;
  ByteView bytes(int row, int column) const;

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

/// Why there is no answer.
struct LinkFailure : Failure {
  enum class Kind {
    /// The server said no: the statement has changed nothing.
    rejected,
    /// No answer, or one under a warning: whether the statement was committed, and on as many
    /// servers as it should, is unknown.
    unknown,
  };
  Kind kind = Kind::unknown;
  /// SQLSTATE of what was rejected.
  std::string state;
};

template <class T>
using Linked = std::expected<T, LinkFailure>;

/// Used by one thread at a time. After an unknown outcome it is of no more use.
class PostgresLink {
 public:
  /// `target` is libpq's target_session_attrs for strings that do not name one. Takes a few seconds
  /// for each host that does not answer.
  static Result<std::unique_ptr<PostgresLink>> connect(const std::string& url, const char* target);
  ~PostgresLink();
  PostgresLink(const PostgresLink&) = delete;
  PostgresLink& operator=(const PostgresLink&) = delete;

  /// One statement in a transaction of its own: one round trip, also the first time, because its
  /// preparation travels in the same pipeline. `sql` must be a literal.
  Linked<Answer> run(const char* sql, const Parameters& parameters, Deadline deadline);
  /// The same for a query of many rows, one row at a time, so that memory holds one row. `patience`
  /// is for each row. Returning false ends the reading.
  Linked<void> each_row(const char* sql, const Parameters& parameters,
                        std::chrono::milliseconds patience,
                        const std::function<bool(const Answer&)>& on_row);

  /// Nothing more can be asked of this session.
  bool lost() const { return lost_; }

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };

  explicit PostgresLink(pg_conn* connection);
  Linked<void> send(const char* sql, const Parameters& parameters);
  Linked<void> flush(Deadline deadline);
  Linked<void> wait(bool to_write, Deadline deadline);
  /// The next result, or null at the end of one statement's results.
  Linked<Answer> next(Deadline deadline);
  Linked<void> finish(Deadline deadline);
  Linked<void> skip_preparation(Deadline deadline);
  std::unexpected<LinkFailure> lose(std::string what);
  std::unexpected<LinkFailure> rejected(const Answer& answer, Deadline deadline);

  std::unique_ptr<pg_conn, Finish> connection_;
  std::vector<const char*> prepared_;
  /// The statement at hand is prepared in the same pipeline.
  bool preparing_ = false;
  bool lost_ = false;
  /// What the server warned of since the last statement began, if it did.
  std::string warning_;
};

/// The connection string without its password, for messages.
std::string without_password(const std::string& url);

}  // namespace tanshu::journal
