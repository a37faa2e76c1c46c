// SPDX-License-Identifier: Apache-2.0
// Printing.
#include "apps/terminal.h"

#include <fmt/format.h>

#include <cstdio>

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

void put_refusal(JsonWriter& json, const protocol::Refusal& refusal) {
  json.key("refusal").begin_object().member("number", std::uint64_t{refusal.number});
  json.member("zh", std::string_view(protocol::chinese_of(refusal)));
  json.member("en", std::string_view(protocol::english_of(refusal))).end_object();
}

}  // namespace tanshu::apps
