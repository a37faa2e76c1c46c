// SPDX-License-Identifier: Apache-2.0
// Linux gives each thread a scheduling class and a nice value of its own.
#include "node/priority.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace tanshu::node {

void ask_for_real_time() {
  sched_param lowest{};
  lowest.sched_priority = 1;
  // Children do not inherit it: only this thread is meant.
  ::pthread_setschedparam(::pthread_self(), SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
}

void give_way() {
  constexpr int nice = 10;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice);
}

}  // namespace tanshu::node
