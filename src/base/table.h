// SPDX-License-Identifier: Apache-2.0
// Tables of the state: ordered rows whose joint digest is kept up to date as rows change.
//
// The state digest is the sum modulo 2^256 of SHA-256(table name ‖ key ‖ row) over all rows of all
// tables. A sum does not care in which order rows came, and a changed row costs two hashes. It
// tells honest copies apart; it is no commitment against an adversary (who could re-execute the log
// just as well).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/check.h"
#include "base/codec.h"
#include "base/hash.h"

namespace tanshu {

class StateDigest {
 public:
  void add(const Digest& row);
  void remove(const Digest& row);
  /// The sum, least significant byte first.
  const Digest& value() const { return sum_; }
  bool operator==(const StateDigest&) const = default;

 private:
  Digest sum_;
};

/// Rows by key. Every change goes through put() or erase(), so that settle() knows which rows to
/// hash anew.
template <class Key, class Row>
class Table {
 public:
  explicit Table(std::string_view name) : name_(name) {}

  const Row* find(const Key& key) const {
    const auto it = rows_.find(key);
    return it == rows_.end() ? nullptr : &it->second;
  }
  const Row& at(const Key& key) const {
    const Row* row = find(key);
    CHECK(row != nullptr);
    return *row;
  }
  bool contains(const Key& key) const { return rows_.contains(key); }
  std::size_t size() const { return rows_.size(); }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  auto lower_bound(const Key& key) const { return rows_.lower_bound(key); }
  auto upper_bound(const Key& key) const { return rows_.upper_bound(key); }

  void put(const Key& key, Row row) {
    ++changes_;
    const auto [it, inserted] = rows_.try_emplace(key);
    remember(key, inserted ? nullptr : &it->second);
    it->second = std::move(row);
  }
  void erase(const Key& key) {
    const auto it = rows_.find(key);
    CHECK(it != rows_.end());
    ++changes_;
    remember(key, &it->second);
    rows_.erase(it);
  }

  /// How often put() or erase() was called: equal counts before and after a refusal prove that it
  /// touched nothing.
  std::uint64_t changes() const { return changes_; }

  /// Brings the digest up to date with the rows changed since the last call.
  void settle(StateDigest& digest) {
    for (const auto& [key, old_hash] : before_) {
      if (old_hash) digest.remove(*old_hash);
      if (const Row* row = find(key)) digest.add(hash_of(key, *row));
    }
    before_.clear();
  }

  /// Adds every row to a digest that starts empty: the slow way, to check the quick one.
  void add_all(StateDigest& digest) const {
    for (const auto& [key, row] : rows_) digest.add(hash_of(key, row));
  }

 private:
  void remember(const Key& key, const Row* row) {
    const auto [it, inserted] = before_.try_emplace(key);
    if (inserted && row != nullptr) it->second = hash_of(key, *row);
  }
  Digest hash_of(const Key& key, const Row& row) const {
    Bytes bytes;
    Encoder encoder(bytes);
    encoder.put(name_);
    encoder.put(key);
    encoder.put(row);
    return sha256(bytes);
  }

  std::string name_;
  std::uint64_t changes_ = 0;
  std::map<Key, Row> rows_;
  std::map<Key, std::optional<Digest>> before_;
};

}  // namespace tanshu
