// SPDX-License-Identifier: Apache-2.0
// What a handler knows of the entry besides the command: who acts and when. The engine fills it
// after it has authorised the actor.
#pragma once

#include "protocol/party.h"

namespace tanshu::protocol {

struct Context {
  UserId actor;
  ParticipantId participant;
  Instant at;
};

}  // namespace tanshu::protocol
