// SPDX-License-Identifier: Apache-2.0
// What POST /v1/commands/batch answers: for each command, in the order of the body, its place in
// the log or its refusal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/batch_request.h"
#include "node/node.h"

namespace tanshu::api {

/// The answer to one envelope, in 12 bytes as the codec has them.
struct BatchAnswer {
  static constexpr std::string_view type_name = "BatchAnswer";
  std::uint64_t log_index = 0;
  std::uint16_t refusal = 0;
  bool repeated = false;
  bool recorded = false;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("log_index", self.log_index,
          "Where the command stands in the log, when it was recorded.");
    visit("refusal", self.refusal, "Number of the refusal, or 0.");
    visit("repeated", self.repeated, "It was given before, and this is its answer from then.");
    visit("recorded", self.recorded, "Whether it stands in the log.");
  }
};

/// The items of a part with what the node said to those it was sent, in their order.
struct AnsweredPart {
  std::vector<BatchItem> items;
  std::vector<node::Answered> answers;
  /// When the node could not write: what all that was sent is refused with.
  std::shared_ptr<const protocol::Refusal> not_written;
};

/// {"line":1,"accepted":true,"log_index":7} or {"line":2,"accepted":false,"code":1306,…}, a line a
/// command.
std::string ndjson_answers(const std::vector<AnsweredPart>& parts);
/// A BatchAnswer a command.
std::string binary_answers(const std::vector<AnsweredPart>& parts);

}  // namespace tanshu::api
