// SPDX-License-Identifier: Apache-2.0
// A session store for tests: forgets with the process, and can be told to fail.
#pragma once

#include <map>
#include <vector>

#include "fix/session_store.h"

namespace tanshu::fix {

class MemoryStore final : public SessionStore {
 public:
  bool fails = false;
  int commits = 0;

  Result<Numbers> numbers(const SessionKey& key) override {
    TRY(works());
    return now_[key].numbers;
  }
  Result<void> put_numbers(const SessionKey& key, Numbers numbers) override {
    TRY(works());
    now_[key].numbers = numbers;
    return {};
  }
  Result<void> put_sent(const SessionKey& key, const SentMessage& message) override {
    TRY(works());
    now_[key].sent[message.number] = message.text;
    return {};
  }
  Result<std::vector<SentMessage>> sent(const SessionKey& key, std::uint64_t first,
                                        std::uint64_t last, std::size_t count) override {
    TRY(works());
    std::vector<SentMessage> found;
    for (const auto& [number, text] : now_[key].sent)
      if (number >= first && number <= last && found.size() < count)
        found.push_back({number, text});
    return found;
  }
  Result<void> reset(const SessionKey& key) override {
    TRY(works());
    now_[key] = {};
    return {};
  }
  Result<std::uint64_t> mark() override {
    TRY(works());
    return mark_;
  }
  Result<void> put_mark(std::uint64_t mark) override {
    TRY(works());
    mark_ = mark;
    return {};
  }
  Result<void> commit() override {
    TRY(works());
    committed_ = now_;
    ++commits;
    return {};
  }
  void roll_back() override { now_ = committed_; }

  /// What a restart would find.
  std::size_t committed_messages(const SessionKey& key) { return committed_[key].sent.size(); }
  Numbers committed_numbers(const SessionKey& key) { return committed_[key].numbers; }

 private:
  struct Kept {
    Numbers numbers;
    std::map<std::uint64_t, std::string> sent;
  };
  Result<void> works() const {
    if (fails) return failure("the disk is gone");
    return {};
  }
  std::map<SessionKey, Kept> now_, committed_;
  std::uint64_t mark_ = 0;
};

}  // namespace tanshu::fix
