// SPDX-License-Identifier: Apache-2.0
// What a route gives back: a response, or a refusal that becomes problem+json in both languages.
#pragma once

#include <optional>
#include <string>

#include "api/http_message.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "protocol/refusal.h"

namespace tanshu::api {

using Answer = protocol::Verdict<Response>;

Response json_response(std::string json, int status = 200);
Response text_response(std::string text, std::string content_type);

/// {"type","title","status","code","detail","detail_zh","parameters"} as application/problem+json
/// (RFC 9457), with "log_index" when the refusal was journaled.
Response problem_response(const protocol::Refusal& refusal,
                          std::optional<std::uint64_t> log_index = std::nullopt);

/// "title", "code", "detail", "detail_zh" and "parameters" of the same.
void put_problem_members(JsonWriter& json, const protocol::Refusal& refusal);

/// A failure of the world as the caller may see it: without its words, which go to the server's
/// log.
protocol::Refusal refusal_of(const Failure& failure);
/// What is wrong with a JSON body.
protocol::Refusal refusal_of(const JsonProblem& problem);

/// The value, or the failure as a refusal.
template <class T>
protocol::Verdict<T> or_refuse(Result<T> result) {
  if (!result) return std::unexpected(refusal_of(result.error()));
  if constexpr (std::is_void_v<T>)
    return {};
  else
    return std::move(*result);
}

inline Response to_response(Answer answer) {
  return answer ? std::move(*answer) : problem_response(answer.error());
}

}  // namespace tanshu::api
