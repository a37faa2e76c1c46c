// SPDX-License-Identifier: Apache-2.0
// The routes by noun; each function adds those of its file.
#pragma once

#include "api/service.h"

namespace tanshu::api {

void add_session_routes(Router& router, Room& room);
void add_demo_routes(Router& router, Room& room);
void add_command_routes(Router& router, Room& room);
void add_batch_routes(Router& router, Room& room);
void add_resource_routes(Router& router, Room& room);
void add_document_routes(Router& router, Room& room);
void add_estimate_routes(Router& router, Room& room);
void add_market_routes(Router& router, Room& room);
void add_trading_routes(Router& router, Room& room);
void add_event_routes(Router& router, Room& room);
void add_health_routes(Router& router, Room& room);
void add_log_routes(Router& router, Room& room);
void add_cosignature_routes(Router& router, Room& room);
void add_protocol_routes(Router& router, Room& room);

}  // namespace tanshu::api
