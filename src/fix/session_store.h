// SPDX-License-Identifier: Apache-2.0
// What a FIX session must still know after a crash: its two sequence numbers and the messages that
// it may be asked to send again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fix/dictionary.h"

namespace tanshu::fix {

/// Who speaks with whom, and how.
struct SessionKey {
  Version version = Version::fix44;
  std::string ours;    ///< our CompID
  std::string theirs;  ///< the counterparty's CompID
  auto operator<=>(const SessionKey&) const = default;
};
/// "FIX.4.4 TANSHU FIRM-01", which no other key has: CompIDs hold no blanks.
std::string to_text(const SessionKey& key);

struct Numbers {
  std::uint64_t next_in = 1;   ///< the number that the counterparty's next message has
  std::uint64_t next_out = 1;  ///< the number that our next message gets
  bool operator==(const Numbers&) const = default;
};

struct SentMessage {
  std::uint64_t number = 0;
  std::string text;
};

/// Changes count once commit() has returned. Not for sharing between threads.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  /// A session that nobody has stored begins at 1.
  virtual Result<Numbers> numbers(const SessionKey& key) = 0;
  virtual Result<void> put_numbers(const SessionKey& key, Numbers numbers) = 0;
  virtual Result<void> put_sent(const SessionKey& key, const SentMessage& message) = 0;
  /// Those with numbers from `first` to `last`, ascending, at most `count`. What is too old is not
  /// there any more.
  virtual Result<std::vector<SentMessage>> sent(const SessionKey& key, std::uint64_t first,
                                                std::uint64_t last, std::size_t count) = 0;
  /// Back to 1 and 1, with nothing sent.
  virtual Result<void> reset(const SessionKey& key) = 0;
  /// How far the application is with what it offers to the sessions: a number of its own, committed
  /// together with what it offered. 0 at first.
  virtual Result<std::uint64_t> mark() = 0;
  virtual Result<void> put_mark(std::uint64_t mark) = 0;
  virtual Result<void> commit() = 0;
  /// Gives up what was changed since the last commit.
  virtual void roll_back() = 0;
};

/// Keeps the newest messages of each session, `messages_max` of them, and at most a quarter more.
struct SessionStoreLimits {
  std::uint64_t messages_max = 200'000;
};

/// A SQLite file, synced at each commit. One process at a time.
Result<std::unique_ptr<SessionStore>> open_session_store(const std::filesystem::path& file,
                                                         SessionStoreLimits limits = {});

}  // namespace tanshu::fix
