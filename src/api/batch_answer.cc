// SPDX-License-Identifier: Apache-2.0
// Answers in both forms.
#include "api/batch_answer.h"

#include <fmt/format.h>

#include <iterator>

#include "api/answer.h"

namespace tanshu::api {
namespace {

/// Calls `visit` with every item, what the node said to it if it was sent and answered, and why it
/// was refused, if it was.
template <class Visit>
void each_item(const std::vector<AnsweredPart>& parts, Visit visit) {
  for (const AnsweredPart& part : parts) {
    std::size_t next = 0;
    for (const BatchItem& item : part.items) {
      if (item.refused != nullptr) {
        visit(item, static_cast<const node::Answered*>(nullptr), item.refused.get());
      } else if (part.not_written != nullptr) {
        visit(item, static_cast<const node::Answered*>(nullptr), part.not_written.get());
      } else {
        const node::Answered& answered = part.answers[next++];
        visit(item, &answered, answered.reason.get());
      }
    }
  }
}

std::string refused_line(const BatchItem& item, const node::Answered* answered,
                         const protocol::Refusal& refusal) {
  JsonWriter json;
  json.begin_object().member("line", item.line).member("accepted", false);
  put_problem_members(json, refusal);
  if (answered != nullptr && answered->recorded) json.member("log_index", answered->log_index);
  if (answered != nullptr && answered->repeated) json.member("repeated", true);
  json.end_object();
  return json.take();
}

}  // namespace

std::string ndjson_answers(const std::vector<AnsweredPart>& parts) {
  std::string text;
  each_item(parts, [&text](const BatchItem& item, const node::Answered* answered,
                           const protocol::Refusal* refusal) {
    if (refusal != nullptr)
      text += refused_line(item, answered, *refusal);
    else
      fmt::format_to(std::back_inserter(text), R"({{"line":{},"accepted":true,"log_index":{}{}}})",
                     item.line, answered->log_index,
                     answered->repeated ? R"(,"repeated":true)" : "");
    text += '\n';
  });
  return text;
}

std::string binary_answers(const std::vector<AnsweredPart>& parts) {
  Buffer bytes;
  FastEncoder encoder(bytes);
  each_item(parts, [&encoder](const BatchItem&, const node::Answered* answered,
                              const protocol::Refusal* refusal) {
    BatchAnswer answer;
    if (refusal != nullptr) answer.refusal = refusal->number;
    if (answered != nullptr) {
      answer.recorded = answered->recorded;
      answer.log_index = answered->recorded ? answered->log_index : 0;
      answer.repeated = answered->repeated;
    }
    encoder.put(answer);
  });
  return std::string(text_of(bytes.view()));
}

}  // namespace tanshu::api
