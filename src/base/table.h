// SPDX-License-Identifier: Apache-2.0
// Tables of the state: ordered rows whose joint digest is kept up to date as rows change.
//
// The state digest is the sum modulo 2^256 of hash(table name ‖ key ‖ row) over all rows of all
// tables. A sum does not care in which order rows came, and a changed row costs two hashes. It
// tells honest copies apart; it is no commitment against an adversary (who could re-execute the log
// just as well).
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/check.h"
#include "base/codec.h"
#include "base/hash.h"
#include "base/hash_map.h"
#include "base/prefetch.h"

namespace tanshu {

class StateDigest {
 public:
  explicit StateDigest(HashKind kind = HashKind::sha256) : kind_(kind) {}
  HashKind kind() const { return kind_; }
  void add(const Digest& row);
  void remove(const Digest& row);
  void add(const StateDigest& other);
  void remove(const StateDigest& other);
  /// The sum, least significant byte first.
  Digest value() const;
  bool operator==(const StateDigest&) const = default;

 private:
  HashKind kind_;
  std::array<std::uint64_t, 4> sum_{};  ///< least significant first
};

/// Rows as they are hashed, collected so that many are hashed in one go.
class RowImages {
 public:
  /// Adds the image of a row: table name ‖ key ‖ row.
  template <class Key, class Row>
  void add(std::string_view table, const Key& key, const Row& row) {
    FastEncoder encoder(bytes_);
    encoder.put(table);
    encoder.put(key);
    encoder.put(row);
    ends_.push_back(bytes_.size());
  }
  bool empty() const { return ends_.empty(); }
  std::size_t size() const { return ends_.size(); }
  void append(const RowImages& other);
  void clear();
  /// Their digests added to the sum, or taken out of it.
  void add_to(StateDigest& digest) const;
  void remove_from(StateDigest& digest) const;

 private:
  template <class Spend>
  void each_digest(HashKind kind, Spend&& spend) const;

  Buffer bytes_;
  std::vector<std::size_t> ends_;
};

/// What a batch did to the rows of tables.
struct RowChanges {
  RowImages removed;
  RowImages added;

  void apply(StateDigest& digest) const {
    removed.remove_from(digest);
    added.add_to(digest);
  }
  void clear() {
    removed.clear();
    added.clear();
  }
};

/// Rows in the order of their keys, for tables of some thousand rows and for those whose order
/// matters. Every change goes through put() or erase(), so that settle() knows which rows to hash
/// anew.
template <class Key, class Row>
class Table {
 public:
  using RowKey = Key;
  using RowType = Row;
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
    RowChanges changes;
    collect(changes);
    changes.apply(digest);
  }
  /// Hands out the images of the rows changed since the last call, for another thread to hash.
  void collect(RowChanges& changes) {
    if (changed_.empty()) return;
    for (const Key& key : changed_)
      if (const Row* row = find(key)) changes.added.add(name_, key, *row);
    changed_.clear();
    changes.removed.append(before_);
    before_.clear();
  }

  /// Adds every row to a digest that starts empty: the slow way, to check the quick one.
  void add_all(StateDigest& digest) const {
    RowImages images;
    for (const auto& [key, row] : rows_) images.add(name_, key, row);
    images.add_to(digest);
  }

 private:
  void remember(const Key& key, const Row* row) {
    if (changed_.insert(key).second && row != nullptr) before_.add(name_, key, *row);
  }

  std::string name_;
  std::uint64_t changes_ = 0;
  std::map<Key, Row> rows_;
  std::set<Key> changed_;
  RowImages before_;
};

/// How the rows of a HashTable are hashed: each as a whole, since any part of it may change.
struct WholeRows {
  template <class Key, class Row>
  static void add_lasting(RowImages&, std::string_view, const Key&, const Row&) {}
  template <class Key, class Row>
  static void add_changing(RowImages& images, std::string_view table, const Key& key,
                           const Row& row) {
    images.add(table, key, row);
  }
};

/// The same for millions of rows, in no order (see HashMap). `Images` says what of a row is hashed
/// once, because it stays as it is while the row is there, and what is hashed at each change.
template <class Key, class Row, class Images = WholeRows>
class HashTable {
 public:
  using RowKey = Key;
  using RowType = Row;
  explicit HashTable(std::string_view name) : name_(name) {}

  const Row* find(const Key& key) const { return rows_.find(key); }
  const Row& at(const Key& key) const {
    const Row* row = find(key);
    CHECK(row != nullptr);
    return *row;
  }
  bool contains(const Key& key) const { return rows_.contains(key); }
  std::size_t size() const { return rows_.size(); }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  /// Rows at and after a place (0 to places()): for a walk in parts, or a choice by chance.
  auto from(std::uint32_t place) const { return rows_.from(place); }
  std::uint32_t places() const { return rows_.places(); }
  std::uint32_t prefetch_slot(const Key& key) const { return rows_.prefetch_slot(key); }
  std::uint32_t prefetch_row(std::uint32_t tag) const { return rows_.prefetch_row(tag); }
  void prefetch_entry(std::uint32_t number) const { rows_.prefetch_entry(number); }
  std::size_t memory_bytes() const { return rows_.memory_bytes(); }

  using Entry = typename HashMap<Key, Row>::Entry;
  const Entry& put(const Key& key, Row row) {
    const auto place = rows_.try_emplace(key);
    change(*place.entry, place.inserted) = std::move(row);
    return *place.entry;
  }
  /// The row to be changed, made empty if there was none.
  Row& change(const Key& key) {
    const auto place = rows_.try_emplace(key);
    return change(*place.entry, place.inserted);
  }
  /// A row's place: it stays the same until the row is erased.
  const Entry* find_entry(const Key& key) const { return rows_.find_entry(key); }
  const Entry& entry(std::uint32_t number) const { return rows_.entry(number); }
  Row& change(const Entry* entry) { return change(const_cast<Entry&>(*entry), false); }
  void erase(const Key& key) {
    const Entry* entry = rows_.find_entry(key);
    CHECK(entry != nullptr);
    ++changes_;
    if (!entry->is_new) Images::add_lasting(before_, name_, entry->key, entry->row);
    if (!entry->changed) Images::add_changing(before_, name_, entry->key, entry->row);
    rows_.erase(key);
  }

  std::uint64_t changes() const { return changes_; }

  void settle(StateDigest& digest) {
    RowChanges changes;
    collect(changes);
    changes.apply(digest);
  }
  /// Hands out the images of the rows changed since the last call, for another thread to hash.
  void collect(RowChanges& changes) {
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      if (i + collected_ahead < changed_.size())
        tanshu::prefetch<true>(&rows_.entry(changed_[i + collected_ahead]));
      auto& entry = rows_.entry(changed_[i]);
      // The row may be gone again, or another one have come into its place and been collected.
      if (!entry.used || !entry.changed) continue;
      if (entry.is_new) Images::add_lasting(changes.added, name_, entry.key, entry.row);
      Images::add_changing(changes.added, name_, entry.key, entry.row);
      entry.changed = entry.is_new = false;
    }
    changed_.clear();
    changes.removed.append(before_);
    before_.clear();
  }

  void add_all(StateDigest& digest) const {
    RowImages images;
    for (const auto& [key, row] : rows_) {
      Images::add_lasting(images, name_, key, row);
      Images::add_changing(images, name_, key, row);
      if (images.size() < images_at_once) continue;
      images.add_to(digest);
      images.clear();
    }
    images.add_to(digest);
  }

 private:
  Row& change(Entry& entry, bool is_new) {
    ++changes_;
    if (!entry.changed) {
      if (!is_new) Images::add_changing(before_, name_, entry.key, entry.row);
      entry.changed = true;
      entry.is_new = is_new;
      changed_.push_back(entry.number);
    }
    return entry.row;
  }

  static constexpr std::size_t images_at_once = 4096;
  /// By the end of a batch the rows it began with have gone from the nearest memory.
  static constexpr std::size_t collected_ahead = 8;

  std::string name_;
  std::uint64_t changes_ = 0;
  HashMap<Key, Row> rows_;
  std::vector<std::uint32_t> changed_;
  RowImages before_;
};

/// Rows of a HashTable by key, for those who need an order; costs a sort.
template <class Key, class Row, class Images>
std::map<Key, Row> in_order(const HashTable<Key, Row, Images>& table) {
  std::map<Key, Row> rows;
  for (const auto& [key, row] : table) rows.emplace(key, row);
  return rows;
}

}  // namespace tanshu
