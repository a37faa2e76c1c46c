// SPDX-License-Identifier: Apache-2.0
// Where messages begin and end. The announced length is trusted for what it covers, even when no
// CheckSum follows it; what comes after is searched for the next beginning.
#include <charconv>

#include "fix/codec.h"

namespace tanshu::fix {
namespace {

constexpr std::string_view beginning = "8=FIX";
/// "10=123" and its end.
constexpr std::size_t trailer_bytes = 7;
/// A begin string and a length are shorter than this.
constexpr std::size_t prelude_bytes_max = 40;

/// Where a message may begin at or after `from`: npos when nowhere in the stream.
std::size_t find_beginning(std::string_view stream, std::size_t from) {
  for (std::size_t at = stream.find(beginning, from); at != stream.npos;
       at = stream.find(beginning, at + 1))
    if (at == 0 || stream[at - 1] == field_end) return at;
  return stream.npos;
}

/// Passes over `from` bytes and whatever follows up to the next beginning. A few bytes at the end
/// stay: a beginning may be only half there.
Frame pass_over(std::string_view stream, std::size_t from) {
  std::size_t end = find_beginning(stream, from);
  if (end == stream.npos)
    end = stream.size() >= from + beginning.size() ? stream.size() - beginning.size() : from;
  return {.state = Frame::State::garbled, .skip = end};
}

bool read_length(std::string_view text, std::size_t& length) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  return error == std::errc() && end == text.data() + text.size();
}

unsigned sum_of(std::string_view text) {
  unsigned sum = 0;
  for (const char c : text) sum += static_cast<unsigned char>(c);
  return sum % 256;
}

bool is_trailer(std::string_view text) {
  return text.starts_with("10=") && text.back() == field_end &&
         text.substr(3, 3).find_first_not_of("0123456789") == text.npos;
}

unsigned checksum_in(std::string_view trailer) {
  return static_cast<unsigned>((trailer[3] - '0') * 100 + (trailer[4] - '0') * 10 +
                               (trailer[5] - '0'));
}

}  // namespace

Frame next_frame(std::string_view stream, std::size_t bytes_max) {
  if (stream.size() < beginning.size() && beginning.starts_with(stream)) return {};
  if (!stream.starts_with(beginning)) return pass_over(stream, 1);
  const std::size_t first_end = stream.find(field_end);
  const std::size_t second_end =
      first_end == stream.npos ? stream.npos : stream.find(field_end, first_end + 1);
  if (second_end == stream.npos) {
    if (stream.size() > prelude_bytes_max) return pass_over(stream, 1);
    return {};
  }
  const std::string_view second = stream.substr(first_end + 1, second_end - first_end - 1);
  std::size_t length = 0;
  if (second_end > prelude_bytes_max || !second.starts_with("9=") ||
      !read_length(second.substr(2), length))
    return pass_over(stream, 1);
  if (length > bytes_max) return {.state = Frame::State::too_large};
  const std::size_t body_end = second_end + 1 + length;
  if (stream.size() < body_end + trailer_bytes) return {};
  const std::string_view trailer = stream.substr(body_end, trailer_bytes);
  if (!is_trailer(trailer) || stream[body_end - 1] != field_end) return pass_over(stream, body_end);
  const std::size_t end = body_end + trailer_bytes;
  if (checksum_in(trailer) != sum_of(stream.substr(0, body_end)))
    return {.state = Frame::State::garbled, .skip = end};
  return {.state = Frame::State::whole, .skip = end, .text = stream.substr(0, end)};
}

}  // namespace tanshu::fix
