// SPDX-License-Identifier: Apache-2.0
// The journal in PostgreSQL: a row for each block and a head row for each cell, which names the one
// who may append. Decision 0009 says why it is safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "journal/journal.h"
#include "journal/postgres_link.h"

namespace tanshu::journal {

struct PostgresOptions {
  /// A connection string, one host or several.
  std::string url;
  std::string cell;
  Mode mode = Mode::read_write;
  /// Where clients reach the one who writes, for the others to say; may be empty.
  std::string address;
  /// A writer that is not heard of for so long may be followed by another.
  std::chrono::milliseconds lease{6000};
  /// How long opening waits for another writer's lease to end.
  std::chrono::milliseconds lease_patience{8000};
  /// How long one statement may take before its session is given up.
  std::chrono::milliseconds answer_patience{5000};
  /// How long an append goes on through lost sessions and failing servers.
  std::chrono::milliseconds append_patience{60000};
};

/// append may be called from one thread, everything else from any. A writer keeps its lease with a
/// thread of its own until it is closed.
class PostgresJournal : public Journal {
 public:
  /// For writing: makes the tables if there are none, and takes the cell over from a writer whose
  /// lease has ended; all that was appended before is durable then.
  static Result<std::unique_ptr<PostgresJournal>> open(PostgresOptions options);
  ~PostgresJournal() override;
  PostgresJournal(const PostgresJournal&) = delete;
  PostgresJournal& operator=(const PostgresJournal&) = delete;

  /// Outlasts the failover of the database: when the outcome of a commit is unknown, a new session
  /// fences the old one and reads back what became of it.
  Appended append(std::uint64_t expected_position, ByteView header, ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const BlockVisitor& visit) override;
  Result<void> tidy() override { return {}; }
  Result<Standing> standing() override;
  Result<void> confirm(std::uint64_t position, const Digest& last_header) override;
  std::chrono::milliseconds unheard_for() const override;
  bool deposed() const override { return deposed_; }

 private:
  using Link = std::unique_ptr<PostgresLink>;
  struct Head {
    std::uint64_t epoch = 0;
    std::uint64_t next = 0;
    Bytes chain;
    bool operator==(const Head&) const = default;
  };
  /// What became of an append whose answer was lost.
  enum class Fate { committed, absent };

  explicit PostgresJournal(PostgresOptions options);
  Result<Link> connect() const;
  Deadline answer_by(std::size_t bytes = 0) const;

  Result<void> start_writing();
  Result<void> make_tables(PostgresLink& link) const;
  Result<void> take_over();
  Result<void> check_last_block();
  static Head head_of(const Answer& answer);

  Linked<bool> insert(ByteView header, ByteView body, const Digest& chain);
  std::expected<Fate, AppendFailure> resolve(const Digest& chain, Deadline deadline);
  std::unexpected<AppendFailure> broken(AppendFailure::Kind kind, std::string what);
  std::unexpected<AppendFailure> depose();

  void keep_lease();
  bool renew(Link& link);
  void release_lease();

  Result<Link> borrow();
  void give_back(Link link);
  /// Runs a query on a borrowed session, once more on a new one if the first was lost.
  Result<Answer> ask(const char* sql, const Parameters& parameters);
  struct Reading {
    std::uint64_t next;
    std::uint64_t chunk;
    bool ended;
    bool hole;
  };
  Linked<void> read_some(PostgresLink& link, Reading& reading, const BlockVisitor& visit);

  PostgresOptions options_;
  /// Made up for each opening: the head row names it while this journal may append.
  std::string writer_;

  std::mutex append_mutex_;
  Link appender_;
  Head head_;

  std::mutex spare_mutex_;
  std::vector<Link> spare_;

  std::atomic<bool> deposed_ = false;
  /// An append has failed. The lease is left to end then: others may be able to write.
  std::atomic<bool> broken_ = false;
  std::atomic<std::chrono::steady_clock::time_point> renewed_at_{};
  std::mutex keeper_mutex_;
  std::condition_variable keeper_stop_;
  bool closing_ = false;
  std::thread keeper_;
};

}  // namespace tanshu::journal
