// SPDX-License-Identifier: Apache-2.0
// How the program speaks on a terminal, and its exit codes.
#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "protocol/refusal.h"

namespace tanshu::apps {

inline constexpr int exit_good = 0;
/// The command ran and the answer is no: refused, not valid, not sound.
inline constexpr int exit_no = 1;
/// The command could not be carried out.
inline constexpr int exit_failed = 2;

void say(const std::string& line);
/// "tanshu: …" on standard error; returns exit_failed.
int fail(const Failure& failure);
/// The refusal with its number, Chinese and English, on standard error; returns exit_no.
int refused(const protocol::Refusal& refusal);
/// The member "refusal": its number and its words.
void put_refusal(JsonWriter& json, const protocol::Refusal& refusal);

}  // namespace tanshu::apps
