// SPDX-License-Identifier: Apache-2.0
// The CSV state machine.
#include "intake/csv.h"

#include <algorithm>
#include <map>

#include "base/fields.h"

namespace tanshu::intake {

namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  });
}

}  // namespace

CsvReader::CsvReader(std::istream& in, CsvLimits limits)
    : in_(in), limits_(limits), chunk_(chunk_bytes) {}

bool CsvReader::fill() {
  in_.read(chunk_.data(), static_cast<std::streamsize>(chunk_.size()));
  chunk_size_ = static_cast<std::size_t>(in_.gcount());
  chunk_at_ = 0;
  bytes_ += chunk_size_;
  hash_.update(std::string_view(chunk_.data(), chunk_size_));
  return chunk_size_ > 0;
}

int CsvReader::take() {
  if (chunk_at_ == chunk_size_ && !fill()) return -1;
  return static_cast<unsigned char>(chunk_[chunk_at_++]);
}

/// A BOM or a workbook is known by the first bytes; both come from saving the table the wrong way.
Verdict<bool> CsvReader::check_start() {
  if (!fill()) return refuse(RefusalCode::csv_is_empty);
  const std::string_view start(chunk_.data(), chunk_size_);
  if (start.starts_with("\xEF\xBB\xBF"))
    return refuse(RefusalCode::csv_has_byte_order_mark, {{"encoding", "UTF-8"}});
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
    return refuse(RefusalCode::csv_has_byte_order_mark, {{"encoding", "UTF-16"}});
  if (start.starts_with("PK\x03\x04"))
    return refuse(RefusalCode::csv_is_a_workbook, {{"kind", "XLSX/ODS/ZIP"}});
  if (start.starts_with("\xD0\xCF\x11\xE0"))
    return refuse(RefusalCode::csv_is_a_workbook, {{"kind", "XLS"}});
  return true;
}

std::unexpected<Refusal> CsvReader::at_field(RefusalCode code) const {
  return refuse(code, {{"line", std::to_string(line_)}, {"field", field_text()}});
}

Verdict<std::vector<std::string_view>> CsvReader::next() {
  if (bytes_ == 0) TRY(check_start());
  text_.clear();
  ends_.clear();
  record_bytes_ = 0;
  record_line_ = line_;
  state_ = State::field_start;
  for (;;) {
    const int byte = take();
    if (byte < 0) break;
    if (byte == 0)
      return refuse(RefusalCode::csv_has_nul_byte,
                    {{"line", std::to_string(line_)}, {"byte", std::to_string(record_bytes_ + 1)}});
    if (++record_bytes_ > limits_.record_bytes_max)
      return refuse(RefusalCode::csv_line_is_too_long,
                    {{"line", line_text()}, {"limit", std::to_string(limits_.record_bytes_max)}});
    TRY_SET(const Step step, accept(static_cast<char>(byte)));
    if (step == Step::record) return finish();
  }
  if (record_bytes_ == 0) return std::vector<std::string_view>{};
  if (state_ == State::quoted) return at_field(RefusalCode::csv_quote_is_malformed);
  if (state_ == State::after_return) return at_field(RefusalCode::csv_line_end_is_wrong);
  TRY(end_field());
  return finish();
}

Verdict<CsvReader::Step> CsvReader::accept(char byte) {
  if (byte == '\n') ++line_;
  if (state_ == State::quoted) {
    if (byte == '"')
      state_ = State::quote_in_quoted;
    else
      text_ += byte;
    return Step::more;
  }
  if (state_ == State::quote_in_quoted && byte == '"') {
    text_ += '"';
    state_ = State::quoted;
    return Step::more;
  }
  return accept_outside(byte);
}

Verdict<CsvReader::Step> CsvReader::accept_outside(char byte) {
  if (byte == '\n') {
    if (state_ != State::after_return) TRY(end_field());
    return Step::record;
  }
  if (state_ == State::after_return) return at_field(RefusalCode::csv_line_end_is_wrong);
  if (byte == '\r') {
    TRY(end_field());
    state_ = State::after_return;
  } else if (byte == ',') {
    TRY(end_field());
    state_ = State::field_start;
  } else if (byte == '"') {
    if (state_ != State::field_start) return at_field(RefusalCode::csv_quote_is_malformed);
    state_ = State::quoted;
  } else {
    if (state_ == State::quote_in_quoted) return at_field(RefusalCode::csv_quote_is_malformed);
    text_ += byte;
    state_ = State::plain;
  }
  return Step::more;
}

Verdict<bool> CsvReader::end_field() {
  if (ends_.size() == limits_.fields_max)
    return refuse(RefusalCode::csv_has_too_many_fields,
                  {{"line", line_text()}, {"limit", std::to_string(limits_.fields_max)}});
  ends_.push_back(text_.size());
  return true;
}

Verdict<std::vector<std::string_view>> CsvReader::finish() {
  std::vector<std::string_view> fields;
  fields.reserve(ends_.size());
  std::size_t start = 0;
  for (std::size_t end : ends_) {
    const std::string_view field = std::string_view(text_).substr(start, end - start);
    start = end;
    fields.push_back(field);
    if (text_is_clean(field)) continue;
    const auto code = has_control_character(field) ? RefusalCode::csv_has_control_character
                                                   : RefusalCode::csv_is_not_utf8;
    return refuse(code, {{"line", line_text()}, {"field", std::to_string(fields.size())}});
  }
  if (records_ == 0) {
    TRY(check_header(fields));
    header_fields_ = fields.size();
  } else if (fields.size() != header_fields_) {
    return refuse(RefusalCode::csv_field_count_differs,
                  {{"line", line_text()},
                   {"found", std::to_string(fields.size())},
                   {"expected", std::to_string(header_fields_)}});
  }
  if (records_ > limits_.rows_max)
    return refuse(RefusalCode::csv_has_too_many_rows,
                  {{"limit", std::to_string(limits_.rows_max)}});
  ++records_;
  return fields;
}

Verdict<bool> CsvReader::check_header(const std::vector<std::string_view>& fields) const {
  if (fields.size() == 1) {
    if (fields[0].empty()) return refuse(RefusalCode::csv_is_empty);
    if (fields[0].find(';') != std::string_view::npos)
      return refuse(RefusalCode::csv_separator_is_wrong, {{"separator", "\";\""}});
    if (fields[0].find('\t') != std::string_view::npos)
      return refuse(RefusalCode::csv_separator_is_wrong, {{"separator", "\"\\t\""}});
  }
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].empty()) continue;
    const auto [at, fresh] = seen.emplace(fields[i], i + 1);
    if (!fresh)
      return refuse(RefusalCode::csv_column_is_repeated, {{"column", std::string(fields[i])},
                                                          {"first", std::to_string(at->second)},
                                                          {"second", std::to_string(i + 1)}});
  }
  return true;
}

}  // namespace tanshu::intake
