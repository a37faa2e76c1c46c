// SPDX-License-Identifier: Apache-2.0
// How urgent the calling thread is. Wishes: a system that grants none of them runs correctly.
#pragma once

namespace tanshu::node {

/// For the thread that syncs: beside any other busy thread a sleeping one waits milliseconds for
/// its turn, many times what the disk takes. Granted to root, or within RLIMIT_RTPRIO.
void ask_for_real_time();
/// For work that should only take what others leave.
void give_way();

}  // namespace tanshu::node
