// SPDX-License-Identifier: Apache-2.0
// A map for millions of rows: an open index of eight bytes a slot over rows in chunks that never
// move. Pointers to rows stay good until the row is erased. The order of iteration follows the
// history of changes and says nothing: nobody may make a decision by it.
#pragma once

#include <bit>
#include <cstring>
#include <vector>

#include "base/check.h"
#include "base/fields.h"
#include "base/prefetch.h"
#include "base/quantity.h"
#include "base/row_chunks.h"
#include "base/slot_table.h"

namespace tanshu {

/// Mixes what is put into it into 64 bits. Seeded differently in every process, so that nobody can
/// choose codes that fall into one place; nothing that can be observed depends on it.
class KeyHash {
 public:
  template <class T>
  void put(const T& value) {
    if constexpr (Described<T>)
      T::fields(value, [this](const char*, const auto& field, const char*) { this->put(field); });
    else if constexpr (IsId<T>::value)
      value.text.put_words([this](std::uint64_t part) { word(part); });
    else if constexpr (std::is_enum_v<T>)
      word(static_cast<std::uint64_t>(value));
    else if constexpr (std::is_integral_v<T>)
      word(static_cast<std::uint64_t>(value));
    else if constexpr (std::is_same_v<T, Serial>)
      word(value.position);
    else
      text(value);
  }
  std::uint64_t value() const { return state_ ^ (state_ >> 29); }

 private:
  static std::uint64_t seed() {
    static const std::uint64_t drawn = draw_seed();
    return drawn;
  }
  static std::uint64_t draw_seed();

  [[gnu::always_inline]] void word(std::uint64_t value) {
    const auto product = static_cast<Uint128>(state_ ^ value) * 0x9e3779b97f4a7c15u;
    state_ = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
  void text(std::string_view value) {
    const char* at = value.data();
    std::size_t left = value.size();
    for (; left > 8; at += 8, left -= 8) {
      std::uint64_t part;
      std::memcpy(&part, at, 8);
      word(part);
    }
    std::uint64_t part = 0;
    if (left != 0) std::memcpy(&part, at, left);
    word(part);
    word(value.size());
  }

  std::uint64_t state_ = seed();
};

template <class Key>
std::uint64_t hash_of_key(const Key& key) {
  KeyHash hash;
  hash.put(key);
  return hash.value();
}

template <class Key, class Row>
inline constexpr bool is_nearly_a_line = sizeof(Key) + sizeof(Row) + 8 > cache_line * 3 / 4 &&
                                         sizeof(Key) + sizeof(Row) + 8 <= cache_line;

template <class Key, class Row>
class HashMap {
 public:
  /// What nearly fills a line of the cache gets one to itself.
  struct alignas(is_nearly_a_line<Key, Row> ? cache_line : alignof(std::uint64_t)) Entry {
    Key key;
    Row row;
    std::uint32_t number = 0;  ///< its place
    bool used = false;
    bool changed = false;  ///< for HashTable: touched since it was last settled
    bool is_new = false;   ///< for HashTable: was not there when it was last settled
  };

  std::size_t size() const { return slots_.size(); }

  const Entry* find_entry(const Key& key) const {
    const Slot* slot = find_slot(key, tag_of(key));
    return slot == nullptr ? nullptr : &at(slot->number());
  }
  Entry* find_entry(const Key& key) {
    return const_cast<Entry*>(static_cast<const HashMap*>(this)->find_entry(key));
  }
  const Row* find(const Key& key) const {
    const Entry* entry = find_entry(key);
    return entry == nullptr ? nullptr : &entry->row;
  }
  Row* find(const Key& key) {
    return const_cast<Row*>(static_cast<const HashMap*>(this)->find(key));
  }
  bool contains(const Key& key) const { return find_entry(key) != nullptr; }

  struct Place {
    Entry* entry;
    bool inserted;
  };
  /// The place of the key, made with an empty row if there was none.
  Place try_emplace(const Key& key) {
    const std::uint32_t tag = tag_of(key);
    if (const Slot* found = find_slot(key, tag)) return {&at(found->number()), false};
    const std::uint32_t number = take_entry();
    Entry& entry = at(number);
    entry.key = key;
    entry.number = number;
    entry.used = true;
    slots_.insert({tag, number + 1});
    return {&entry, true};
  }
  Row& operator[](const Key& key) { return try_emplace(key).entry->row; }

  /// The key must be there.
  void erase(const Key& key) {
    const Slot* found = find_slot(key, tag_of(key));
    CHECK(found != nullptr);
    const std::uint32_t number = found->number();
    slots_.erase(found);
    at(number) = Entry{};
    free_.push_back(number);
  }

  Entry& entry(std::uint32_t number) { return at(number); }
  const Entry& entry(std::uint32_t number) const { return at(number); }

  /// Starts to bring the place of the key near, some time before it is asked for.
  /// Returns the key's tag, by which the row can be asked for.
  std::uint32_t prefetch_slot(const Key& key) const {
    const Slot wanted{tag_of(key), 0};
    slots_.prefetch(wanted.home());
    return wanted.tag;
  }

  static constexpr std::uint32_t nowhere = UINT32_MAX;
  /// The same for the row, once the place has come near. Returns the number of the entry that the
  /// key most likely has, or `nowhere`.
  std::uint32_t prefetch_row(std::uint32_t tag) const {
    const Slot wanted{tag, 0};
    const Slot* found =
        slots_.find(wanted.home(), [&](const Slot& slot) { return slot.tag == wanted.tag; });
    if (found == nullptr) return nowhere;
    prefetch_entry(found->number());
    return found->number();
  }
  void prefetch_entry(std::uint32_t number) const {
    const auto* entry = reinterpret_cast<const char*>(&at(number));
    for (std::size_t line = 0; line < sizeof(Entry); line += cache_line)
      tanshu::prefetch<true>(entry + line);
    if constexpr (sizeof(Entry) % cache_line != 0)
      tanshu::prefetch<true>(entry + sizeof(Entry) - 1);
  }

  /// In no order that means anything.
  class Iterator {
   public:
    struct Pair {
      const Key& key;
      const Row& row;
    };
    Iterator(const HashMap* map, std::uint32_t number) : map_(map), number_(number) { skip(); }
    Pair operator*() const { return {map_->at(number_).key, map_->at(number_).row}; }
    Iterator& operator++() {
      ++number_;
      skip();
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    void skip() {
      while (number_ < map_->places() && !map_->at(number_).used) ++number_;
    }
    const HashMap* map_;
    std::uint32_t number_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, places()}; }
  /// From the first row at or after place `number`; places run from 0 to places().
  Iterator from(std::uint32_t number) const { return {this, number}; }
  std::uint32_t places() const { return rows_.size(); }

  /// Bytes of memory, without what keys and rows point to.
  std::size_t memory_bytes() const {
    return slots_.memory_bytes() + rows_.memory_bytes() + free_.capacity() * sizeof(std::uint32_t);
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t number_plus_1 = 0;

    bool used() const { return number_plus_1 != 0; }
    std::uint64_t home() const { return std::uint64_t{tag} << 32 | tag; }
    std::uint32_t number() const { return number_plus_1 - 1; }
  };

  static std::uint32_t tag_of(const Key& key) {
    return static_cast<std::uint32_t>(hash_of_key(key));
  }
  const Slot* find_slot(const Key& key, std::uint32_t tag) const {
    return slots_.find(Slot{tag, 0}.home(), [&](const Slot& slot) {
      return slot.tag == tag && at(slot.number()).key == key;
    });
  }
  Entry& at(std::uint32_t number) { return rows_[number]; }
  const Entry& at(std::uint32_t number) const { return rows_[number]; }
  std::uint32_t take_entry() {
    if (!free_.empty()) {
      const std::uint32_t number = free_.back();
      free_.pop_back();
      return number;
    }
    rows_.add();
    return rows_.size() - 1;
  }

  SlotTable<Slot> slots_;
  RowChunks<Entry> rows_;
  std::vector<std::uint32_t> free_;
};

}  // namespace tanshu
