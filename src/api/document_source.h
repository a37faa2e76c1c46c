// SPDX-License-Identifier: Apache-2.0
// Makes documents from the views (where to look) and the log (what is so).
#pragma once

#include <string>

#include "api/service.h"
#include "certificate/document.h"

namespace tanshu::api {

/// The cancellation certificate of a retirement, signed. Refusals: document_is_unknown,
/// proof_is_pending.
protocol::Verdict<certificate::Document> certificate_of(Room& room, const std::string& retirement);
/// The voucher of a trade, with its settlement or rejection once there is one.
protocol::Verdict<certificate::Document> voucher_of(Room& room, const std::string& trade);
/// The carbon ticket of what an account holds free of a batch.
protocol::Verdict<certificate::Document> ticket_of(Room& room, const std::string& account,
                                                   const std::string& batch);

/// The retirement's entry and its audit path as a proof file (c2sp.org/tlog-proof@v1).
protocol::Verdict<std::string> proof_of(Room& room, const std::string& retirement);

}  // namespace tanshu::api
