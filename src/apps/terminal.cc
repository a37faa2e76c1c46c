// SPDX-License-Identifier: Apache-2.0
// Printing.
#include "apps/terminal.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>

namespace tanshu::apps {

void say(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

int fail(const Failure& failure) {
  fmt::print(stderr, "tanshu: {}\n", failure.what);
  return exit_failed;
}

int refused(const protocol::Refusal& refusal) {
  fmt::print(stderr, "tanshu: {} {}\n             {}\n", refusal.number,
             protocol::chinese_of(refusal), protocol::english_of(refusal));
  return exit_no;
}

Result<std::string> read_whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure(fmt::format("cannot read {}", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace tanshu::apps
