// SPDX-License-Identifier: Apache-2.0
// Strict CSV (RFC 4180, commas, LF or CRLF, UTF-8 without BOM) from a stream, in bounded memory,
// hashing what it reads.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "protocol/refusal.h"

namespace tanshu::intake {

using protocol::Refusal;
using protocol::RefusalCode;
using protocol::Verdict;

struct CsvLimits {
  std::size_t record_bytes_max = std::size_t{1} << 20;
  std::size_t fields_max = 1000;
  std::uint64_t rows_max = 5'000'000;
};

/// Reads record by record. A record longer than the limit is refused when the limit is passed, not
/// when it ends.
class CsvReader {
 public:
  explicit CsvReader(std::istream& in, CsvLimits limits = {});

  /// The next record's fields, valid until the next call; an empty list at the end of the file.
  /// Refuses with line and field. The first record is the header: names may be empty but not
  /// repeated.
  Verdict<std::vector<std::string_view>> next();

  /// The line on which the last record began, counted from 1.
  std::uint64_t line() const { return record_line_; }
  /// Data records so far, without the header.
  std::uint64_t rows() const { return records_ == 0 ? 0 : records_ - 1; }
  std::uint64_t bytes() const { return bytes_; }
  /// SHA-256 of exactly the bytes read; the whole file once `next` has returned the empty list.
  Digest digest() { return hash_.finish(); }

 private:
  enum class State : std::uint8_t { field_start, plain, quoted, quote_in_quoted, after_return };
  enum class Step : std::uint8_t { more, record };

  int take();
  bool fill();
  Verdict<bool> check_start();
  Verdict<Step> accept(char byte);
  Verdict<Step> accept_outside(char byte);
  Verdict<bool> end_field();
  Verdict<std::vector<std::string_view>> finish();
  Verdict<bool> check_header(const std::vector<std::string_view>& fields) const;
  std::string line_text() const { return std::to_string(record_line_); }
  std::string field_text() const { return std::to_string(ends_.size() + 1); }
  std::unexpected<Refusal> at_field(RefusalCode code) const;

  std::istream& in_;
  CsvLimits limits_;
  Sha256 hash_;
  std::vector<char> chunk_;
  std::size_t chunk_at_ = 0;
  std::size_t chunk_size_ = 0;
  std::uint64_t bytes_ = 0;

  State state_ = State::field_start;
  std::string text_;               ///< the record's fields, one after the other
  std::vector<std::size_t> ends_;  ///< where each ends in text_
  std::size_t record_bytes_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t record_line_ = 1;
  std::uint64_t records_ = 0;
  std::size_t header_fields_ = 0;
};

}  // namespace tanshu::intake
