// SPDX-License-Identifier: Apache-2.0
// Faults by plan; without a fault the decorated journal answers.
#include "journal/faulty_journal.h"

#include "journal/wording.h"

namespace tanshu::journal {
namespace {

std::string stopped() {
  return said("机器已停", "the machine has stopped");
}

}  // namespace

Appended FaultyJournal::append(std::uint64_t expected_position, ByteView header, ByteView body) {
  if (crashed_) return append_failure(AppendFailure::Kind::storage, stopped());
  if (refusing_)
    return append_failure(AppendFailure::Kind::storage,
                          said("此前写入失败，须重新打开", "an earlier append failed; open anew"));
  const auto planned = plan_.find(appends_++);
  if (planned == plan_.end()) return journal_.append(expected_position, header, body);
  return fail(planned->second, expected_position, header, body);
}

Appended FaultyJournal::fail(Fault fault, std::uint64_t position, ByteView header, ByteView body) {
  const auto storage = [](std::string what) {
    return append_failure(AppendFailure::Kind::storage, std::move(what));
  };
  switch (fault) {
    case Fault::lost_write:
      return {};
    case Fault::io_error:
      refusing_ = true;
      return storage("disk I/O error");
    case Fault::disk_full:
      refusing_ = true;
      return storage("database or disk is full");
    case Fault::io_error_after_write:
      if (auto written = journal_.append(position, header, body); !written) return written;
      refusing_ = true;
      return storage("disk I/O error");
    case Fault::crash_before_write:
      break;
    case Fault::crash_after_write:
      if (auto written = journal_.append(position, header, body); !written) return written;
      break;
    case Fault::torn_write:
      if (auto written = journal_.append(position, header, body.first(body.size() / 2)); !written)
        return written;
      break;
  }
  crashed_ = true;
  return storage(stopped());
}

Result<std::uint64_t> FaultyJournal::head() {
  if (crashed_) return failure(stopped());
  return journal_.head();
}

Result<void> FaultyJournal::read(std::uint64_t from, const BlockVisitor& visit) {
  if (crashed_) return failure(stopped());
  return journal_.read(from, visit);
}

Result<void> FaultyJournal::tidy() {
  if (crashed_) return failure(stopped());
  return journal_.tidy();
}

}  // namespace tanshu::journal
