// SPDX-License-Identifier: Apache-2.0
// Reading the journal on PostgreSQL: any number of threads, each on a session of its own.
#include <limits>

#include "base/hash.h"
#include "journal/postgres_journal.h"
#include "journal/postgres_tables.h"
#include "journal/wording.h"

namespace tanshu::journal {
namespace {

/// Most readings want one block or all: the first chunk is one, the last ones are large. A chunk is
/// a transaction, so that a long reading does not hold up the server's housekeeping.
constexpr std::uint64_t chunk_growth = 8;
constexpr std::uint64_t chunk_max = 512;
constexpr std::size_t spare_max = 8;
/// A session may have ended since it was last used; a fresh one that fails twice means it.
constexpr int tries_max = 3;

}  // namespace

Result<PostgresJournal::Link> PostgresJournal::borrow() {
  {
    const std::lock_guard lock(spare_mutex_);
    if (!spare_.empty()) {
      Link link = std::move(spare_.back());
      spare_.pop_back();
      return link;
    }
  }
  return connect();
}

/// A lost session is not the only one: its neighbours ended with it.
void PostgresJournal::give_back(Link link) {
  std::vector<Link> ended;
  const std::lock_guard lock(spare_mutex_);
  if (link->lost())
    ended.swap(spare_);
  else if (spare_.size() < spare_max)
    spare_.push_back(std::move(link));
}

Result<Answer> PostgresJournal::ask(const char* sql, const Parameters& parameters) {
  for (int tries = 1;; ++tries) {
    TRY_SET(Link link, borrow());
    auto answer = link->run(sql, parameters, answer_by());
    const bool lost = link->lost();
    give_back(std::move(link));
    if (answer) return std::move(*answer);
    if (!lost || tries == tries_max) return failure(answer.error().what);
  }
}

Result<std::uint64_t> PostgresJournal::head() {
  TRY_SET(const Answer answer, ask(sql::head, Parameters().text(options_.cell)));
  return answer.rows() == 0 ? 0 : answer.number(0, 0);
}

Result<Standing> PostgresJournal::standing() {
  TRY_SET(const Answer answer, ask(sql::standing, Parameters().text(options_.cell)));
  if (answer.rows() == 0) return Standing{};
  return Standing{answer.number(0, 0), answer.number(0, 1), answer.text(0, 2) == writer_,
                  answer.text(0, 3),
                  std::chrono::milliseconds(static_cast<std::int64_t>(answer.number(0, 4)))};
}

/// What the statement sees was committed before it, so that its own commit, once acknowledged,
/// vouches for it.
Result<void> PostgresJournal::confirm(std::uint64_t position, const Digest& last_header) {
  if (position == 0) return {};
  TRY_SET(const Answer answer, ask(sql::confirm, Parameters()
                                                     .text(options_.cell)
                                                     .text(options_.address)
                                                     .text(options_.address)
                                                     .number(position)));
  if (answer.rows() == 1 && sha256(answer.bytes(0, 0)) == last_header) return {};
  return failed(fmt::format("数据库中的第 {} 块已不是读到的那一块", position - 1),
                fmt::format("block {} in the database is not the one that was read", position - 1));
}

std::chrono::milliseconds PostgresJournal::unheard_for() const {
  const auto silence = std::chrono::steady_clock::now() - renewed_at_.load();
  if (silence < options_.lease && !deposed_) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(silence);
}

Result<void> PostgresJournal::read(std::uint64_t from, const BlockVisitor& visit) {
  if (from > std::numeric_limits<std::int64_t>::max()) return {};
  Reading reading{from, 1, false, false};
  int tries = 1;
  while (!reading.ended) {
    const std::uint64_t before = reading.next;
    TRY_SET(Link link, borrow());
    const auto done = read_some(*link, reading, visit);
    const bool lost = link->lost();
    give_back(std::move(link));
    if (reading.hole)
      return failed(
          fmt::format("{} 缺第 {} 块", without_password(options_.url), reading.next),
          fmt::format("block {} is missing in {}", reading.next, without_password(options_.url)));
    if (done) continue;
    tries = reading.next == before ? tries + 1 : 1;
    if (!lost || tries > tries_max) return failure(done.error().what);
  }
  return {};
}

Linked<void> PostgresJournal::read_some(PostgresLink& link, Reading& reading,
                                        const BlockVisitor& visit) {
  std::uint64_t seen = 0;
  const auto done = link.each_row(
      sql::read, Parameters().text(options_.cell).number(reading.next).number(reading.chunk),
      options_.answer_patience, [&](const Answer& row) {
        reading.hole = row.number(0, 0) != reading.next;
        if (reading.hole) return false;
        ++seen;
        ++reading.next;
        reading.ended = !visit(row.number(0, 0), row.bytes(0, 1), row.bytes(0, 2));
        return !reading.ended;
      });
  if (reading.ended) return {};
  TRY(done);
  reading.ended = seen < reading.chunk;
  reading.chunk = std::min(reading.chunk * chunk_growth, chunk_max);
  return {};
}

}  // namespace tanshu::journal
