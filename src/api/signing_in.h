// SPDX-License-Identifier: Apache-2.0
// What signing in with a password and signing in for a demo have in common.
#pragma once

#include "api/service.h"
#include "base/json_reader.h"

namespace tanshu::api {

/// The whole body as a described struct.
template <class T>
protocol::Verdict<T> read_body(const Call& call) {
  const auto document = JsonDocument::parse(call.request.body);
  if (!document) return std::unexpected(refusal_of(document.error()));
  auto value = JsonReader::read<T>(document->root());
  if (!value) return std::unexpected(refusal_of(value.error()));
  return std::move(*value);
}

/// Opens a session for a user whose right to it has been shown. The session before it ends.
Answer open_session(Room& room, const Call& call, const protocol::UserId& id);

}  // namespace tanshu::api
