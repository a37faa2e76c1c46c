// SPDX-License-Identifier: Apache-2.0
// Opening, appending and what happens when the answer to a commit is lost. Reading lives in
// postgres_reading.cc.
#include "journal/postgres_journal.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/check.h"
#include "base/hash.h"
#include "journal/postgres_tables.h"
#include "journal/wording.h"

namespace tanshu::journal {
namespace {

using std::chrono::steady_clock;

/// PostgreSQL's limit for one value is 2^30 bytes, and for one message.
constexpr std::size_t block_bytes_max = 900'000'000;
constexpr std::chrono::milliseconds retry_pause{200};
constexpr std::chrono::milliseconds release_patience{1000};
constexpr std::uint64_t tables_wanted = 3;

std::string made_up_name() {
  std::array<std::uint8_t, 16> bytes{};
  fill_random(bytes);
  return to_hex(bytes);
}

std::uint64_t in_ms(std::chrono::milliseconds time) {
  return static_cast<std::uint64_t>(time.count());
}

/// The server, not the statement, is the trouble: a demoted primary, a shutdown, a conflict.
bool worth_another_try(const std::string& state) {
  return state == "25006" || state.starts_with("40") || state.starts_with("57") ||
         state.starts_with("08");
}

ByteView view(const Digest& digest) {
  return digest.view();
}

}  // namespace

PostgresJournal::PostgresJournal(PostgresOptions options)
    : options_(std::move(options)), writer_(made_up_name()) {}

Result<std::unique_ptr<PostgresJournal>> PostgresJournal::open(PostgresOptions options) {
  std::unique_ptr<PostgresJournal> journal(new PostgresJournal(std::move(options)));
  if (journal->options_.mode == Mode::read_only)
    TRY(journal->head());
  else
    TRY(journal->start_writing());
  return journal;
}

PostgresJournal::~PostgresJournal() {
  if (!keeper_.joinable()) return;
  {
    const std::lock_guard lock(keeper_mutex_);
    closing_ = true;
  }
  keeper_stop_.notify_one();
  keeper_.join();
  release_lease();
}

Result<PostgresJournal::Link> PostgresJournal::connect() const {
  auto link = PostgresLink::connect(options_.url, "read-write");
  if (link) return link;
  return failure(fmt::format("{}: {}", without_password(options_.url), link.error().what));
}

/// A large value takes its time on the wire and to the disk.
Deadline PostgresJournal::answer_by(std::size_t bytes) const {
  return steady_clock::now() + options_.answer_patience + std::chrono::milliseconds(bytes >> 13);
}

Result<void> PostgresJournal::start_writing() {
  TRY_SET(appender_, connect());
  TRY(make_tables(*appender_));
  TRY(take_over());
  TRY(check_last_block());
  keeper_ = std::thread([this] { keep_lease(); });
  return {};
}

/// Somebody else may be making them too: what counts is that they are there.
Result<void> PostgresJournal::make_tables(PostgresLink& link) const {
  const auto are_there = [&]() -> Result<bool> {
    TRY_SET(const Answer found, link.run(sql::tables, {}, answer_by()));
    return found.number(0, 0) == tables_wanted;
  };
  TRY_SET(bool there, are_there());
  for (const char* statement :
       {sql::make_head, sql::make_blocks, sql::store_plainly, sql::make_followers}) {
    if (there) break;
    const auto made = link.run(statement, {}, answer_by());
    if (!made && made.error().kind == LinkFailure::Kind::unknown) return failure(made.error().what);
  }
  TRY_SET(there, are_there());
  if (!there)
    return failed("无法在数据库中建立账本表",
                  "the journal's tables cannot be made in the database");
  return {};
}

PostgresJournal::Head PostgresJournal::head_of(const Answer& answer) {
  const ByteView chain = answer.bytes(0, 2);
  return {answer.number(0, 0), answer.number(0, 1), {chain.begin(), chain.end()}};
}

/// Takes the cell over, waiting for another's lease to end. Asking again after a lost answer is
/// harmless: the row names us then.
Result<void> PostgresJournal::take_over() {
  const Deadline until = steady_clock::now() + options_.lease_patience;
  while (true) {
    if (appender_->lost()) {
      TRY_SET(appender_, connect());
    }
    if (const auto made =
            appender_->run(sql::make_cell, Parameters().text(options_.cell), answer_by());
        !made && made.error().kind == LinkFailure::Kind::rejected)
      return failure(made.error().what);
    const auto taken = appender_->run(sql::take_over,
                                      Parameters()
                                          .text(options_.cell)
                                          .text(writer_)
                                          .text(options_.address)
                                          .number(in_ms(options_.lease)),
                                      answer_by());
    if (taken && taken->rows() == 1) {
      head_ = head_of(*taken);
      renewed_at_ = steady_clock::now();
      return {};
    }
    if (steady_clock::now() >= until) {
      if (!taken) return failure(taken.error().what);
      TRY_SET(const Standing standing, this->standing());
      return failed(fmt::format("本单元正由 {} 写入", standing.address),
                    fmt::format("the cell is open for writing elsewhere ({})", standing.address));
    }
    std::this_thread::sleep_for(retry_pause);
  }
}

/// Head and blocks are changed together; if they disagree now, somebody has changed them otherwise.
Result<void> PostgresJournal::check_last_block() {
  const std::uint64_t from = head_.next == 0 ? 0 : head_.next - 1;
  const auto found =
      appender_->run(sql::last, Parameters().text(options_.cell).number(from), answer_by());
  if (!found) return failure(found.error().what);
  const bool fits = head_.next == 0
                        ? found->rows() == 0 && head_.chain.empty()
                        : found->rows() == 1 && found->number(0, 0) == from &&
                              std::ranges::equal(view(sha256(found->bytes(0, 1))), head_.chain);
  if (fits) return {};
  return failed(fmt::format("数据库中的账本前后不符：链头为第 {} 块，末块却不是它", head_.next),
                fmt::format("head and blocks disagree: the head row says {} blocks, and the last "
                            "block is not the one it names",
                            head_.next));
}

std::unexpected<AppendFailure> PostgresJournal::broken(AppendFailure::Kind kind, std::string what) {
  broken_ = true;
  return append_failure(kind, std::move(what));
}

std::unexpected<AppendFailure> PostgresJournal::depose() {
  deposed_ = true;
  return append_failure(AppendFailure::Kind::deposed,
                        said("写入权已由另一节点接管", "another node has taken the writing over"));
}

Appended PostgresJournal::append(std::uint64_t expected_position, ByteView header, ByteView body) {
  constexpr auto storage = AppendFailure::Kind::storage;
  const std::lock_guard lock(append_mutex_);
  if (options_.mode == Mode::read_only)
    return append_failure(storage,
                          said("账本以只读方式打开", "the journal is open for reading only"));
  if (deposed_) return depose();
  if (broken_)
    return append_failure(storage, said("此前写入失败，须重新打开账本",
                                        "an earlier append failed; open the journal anew"));
  if (header.size() > block_bytes_max || body.size() > block_bytes_max - header.size())
    return append_failure(storage, said("区块过大", "the block is too large"));
  if (expected_position != head_.next) return not_the_head(expected_position, head_.next);
  const Digest chain = sha256(header);
  const Deadline until = steady_clock::now() + options_.append_patience;
  for (bool committed = false; !committed;) {
    const auto inserted = insert(header, body, chain);
    if (inserted && *inserted) break;
    if (!inserted && inserted.error().kind == LinkFailure::Kind::rejected &&
        !worth_another_try(inserted.error().state))
      return broken(storage, inserted.error().what);
    const auto fate = resolve(chain, until);
    if (!fate) return std::unexpected(fate.error());
    committed = *fate == Fate::committed;
  }
  ++head_.next;
  head_.chain.assign(chain.bytes.begin(), chain.bytes.end());
  renewed_at_ = steady_clock::now();
  return {};
}

/// False when the compare failed.
Linked<bool> PostgresJournal::insert(ByteView header, ByteView body, const Digest& chain) {
  TRY_SET(const Answer answer, appender_->run(sql::append,
                                              Parameters()
                                                  .text(options_.cell)
                                                  .number(head_.epoch)
                                                  .number(head_.next)
                                                  .bytes(head_.chain)
                                                  .bytes(view(chain))
                                                  .number(in_ms(options_.lease))
                                                  .bytes(header)
                                                  .bytes(body),
                                              answer_by(header.size() + body.size())));
  return answer.changed() == 1;
}

/// Raises the epoch in a commit of its own. When that is acknowledged, whatever an earlier session
/// began has ended, whatever it had not begun is fenced, and what is read is as durable as any
/// acknowledged block.
std::expected<PostgresJournal::Fate, AppendFailure> PostgresJournal::resolve(const Digest& chain,
                                                                             Deadline until) {
  std::string trouble;
  for (; steady_clock::now() < until; std::this_thread::sleep_for(retry_pause)) {
    if (deposed_) return depose();
    if (appender_ == nullptr || appender_->lost()) {
      auto link = connect();
      trouble = link ? trouble : link.error().what;
      if (!link) continue;
      appender_ = std::move(*link);
    }
    const auto fenced = appender_->run(
        sql::fence, Parameters().text(options_.cell).text(writer_).number(in_ms(options_.lease)),
        answer_by());
    if (!fenced) {
      trouble = fenced.error().what;
      appender_.reset();
      continue;
    }
    if (fenced->rows() == 0) return depose();
    const Head found = head_of(*fenced);
    head_.epoch = found.epoch;
    if (found == head_) return Fate::absent;
    if (found.next == head_.next + 1 && std::ranges::equal(found.chain, view(chain)))
      return Fate::committed;
    return broken(
        AppendFailure::Kind::storage,
        said(fmt::format("数据库丢了已确认的区块：应有 {} 块，链头在 {}", head_.next, found.next),
             fmt::format("the database has lost what it acknowledged: {} blocks were, "
                         "the head is at {}",
                         head_.next, found.next)));
  }
  return broken(AppendFailure::Kind::storage, trouble);
}

void PostgresJournal::keep_lease() {
  Link link;
  std::unique_lock lock(keeper_mutex_);
  while (!keeper_stop_.wait_for(lock, options_.lease / 3, [this] { return closing_; })) {
    lock.unlock();
    const bool fresh = steady_clock::now() - renewed_at_.load() < options_.lease / 3;
    if (broken_ || (!fresh && !renew(link))) return;
    lock.lock();
  }
}

/// False when another has taken over.
bool PostgresJournal::renew(Link& link) {
  if (link == nullptr || link->lost()) {
    auto made = connect();
    if (!made) return true;
    link = std::move(*made);
  }
  const auto renewed = link->run(
      sql::renew, Parameters().text(options_.cell).text(writer_).number(in_ms(options_.lease)),
      answer_by());
  if (!renewed) {
    link.reset();
    return true;
  }
  if (renewed->changed() == 0) {
    deposed_ = true;
    return false;
  }
  renewed_at_ = steady_clock::now();
  return true;
}

/// So that the next writer need not wait. If it does not work, the lease ends by itself.
void PostgresJournal::release_lease() {
  if (deposed_ || appender_ == nullptr || appender_->lost()) return;
  const auto released = appender_->run(sql::release, Parameters().text(options_.cell).text(writer_),
                                       steady_clock::now() + release_patience);
  static_cast<void>(released);
}

}  // namespace tanshu::journal
