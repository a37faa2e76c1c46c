// SPDX-License-Identifier: Apache-2.0
// Cutting of scenario text.
#include "sim/scenario_text.h"

#include <fmt/format.h>

#include <charconv>

#include "base/file.h"

namespace tanshu::sim {
namespace {

/// How deep in quotes and brackets a character stands.
struct Depth {
  bool quoted = false;
  bool escaped = false;
  int brackets = 0;

  bool outside() const { return !quoted && brackets == 0; }
  void pass(char c) {
    if (quoted) {
      if (c == '"' && !escaped) quoted = false;
      escaped = c == '\\' && !escaped;
      return;
    }
    if (c == '"') quoted = true;
    if (c == '(' || c == '[' || c == '{') ++brackets;
    if (c == ')' || c == ']' || c == '}') --brackets;
  }
};

std::string_view without_comment(std::string_view line) {
  Depth depth;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && !depth.quoted && (i == 0 || line[i - 1] == ' ')) return line.substr(0, i);
    depth.pass(line[i]);
  }
  return line;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<Line> joined_lines(std::string_view text, const std::string& name) {
  std::vector<Line> lines;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view raw = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view line = trimmed(without_comment(raw));
    if (line.empty()) continue;
    if ((raw.front() == ' ' || raw.front() == '\t') && !lines.empty())
      lines.back().text.append(" ").append(line);
    else
      lines.push_back({fmt::format("{}:{}", name, number), std::string(line)});
  }
  return lines;
}

Result<std::size_t> times_of(const Line& line) {
  const std::string_view count = std::string_view(line.text).substr(7);
  std::size_t times = 0;
  const auto read = std::from_chars(count.data(), count.data() + count.size(), times);
  if (read.ec != std::errc() || times == 0 || times > 10'000)
    return failure(line.place + ": repeat how often?");
  return times;
}

/// Replaces each repeat by its rounds.
Result<std::vector<Line>> unrolled(std::vector<Line> lines) {
  std::vector<Line> out, round;
  std::size_t times = 0;
  for (Line& line : lines) {
    if (line.text.starts_with("repeat ")) {
      TRY_SET(times, times_of(line));
      round.clear();
    } else if (line.text == "end") {
      for (; times > 0; --times)
        for (Line& repeated : round) {
          repeated.repeated = times > 1;
          out.push_back(repeated);
        }
    } else {
      (times == 0 ? out : round).push_back(std::move(line));
    }
  }
  if (times != 0) return failure("a repeat has no end");
  return out;
}

}  // namespace

Result<std::vector<Line>> scenario_lines(const std::filesystem::path& file) {
  TRY_SET(const std::string text, read_file(file));
  std::vector<Line> out;
  for (Line& line : joined_lines(text, file.filename().string())) {
    if (!line.text.starts_with("use ")) {
      out.push_back(std::move(line));
      continue;
    }
    TRY_SET(std::vector<Line> used, scenario_lines(file.parent_path() / line.text.substr(4)));
    for (Line& other : used)
      if (!other.text.starts_with("digest ")) out.push_back(std::move(other));
  }
  return unrolled(std::move(out));
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  Depth depth;
  std::string word;
  for (char c : text) {
    if (c == ' ' && depth.outside()) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
      continue;
    }
    depth.pass(c);
    word += c;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::pair<std::string, std::string> field_of(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return {"", word};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

}  // namespace tanshu::sim
