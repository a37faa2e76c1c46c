// SPDX-License-Identifier: Apache-2.0
// A child process a seed; its report comes back through a pipe, in the codec's bytes.
#include "sim/soak.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "base/codec.h"

namespace tanshu::sim {
namespace {

using Clock = std::chrono::steady_clock;

struct Child {
  pid_t process = -1;
  int pipe = -1;
  std::uint64_t seed = 0;
};

void write_all(int pipe, ByteView bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t written = ::write(pipe, bytes.data() + at, bytes.size() - at);
    if (written <= 0) return;
    at += static_cast<std::size_t>(written);
  }
}

Bytes read_all(int pipe) {
  Bytes bytes;
  std::array<std::uint8_t, 4096> part;
  for (;;) {
    const ssize_t got = ::read(pipe, part.data(), part.size());
    if (got <= 0) return bytes;
    bytes.insert(bytes.end(), part.begin(), part.begin() + got);
  }
}

Result<Child> start(SimOptions options) {
  int ends[2];
  if (::pipe(ends) != 0) return failure("no pipe to be had");
  const pid_t process = ::fork();
  if (process < 0) return failure("no process to be had");
  if (process == 0) {
    ::close(ends[0]);
    write_all(ends[1], encode(simulate(options)));
    ::_exit(0);
  }
  ::close(ends[1]);
  return Child{process, ends[0], options.seed};
}

/// The child's report; a child that was stopped leaves a finding instead.
SimReport finish(const Child& child) {
  const Bytes bytes = read_all(child.pipe);
  ::close(child.pipe);
  int status = 0;
  ::waitpid(child.process, &status, 0);
  if (auto report = decode<SimReport>(bytes); report && WIFEXITED(status)) return *report;
  SimReport broken;
  broken.runs = 1;
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  broken.findings.push_back(
      {child.seed, 0, 0, fmt::format("the run was stopped by signal {}", signal)});
  return broken;
}

class Soak {
 public:
  explicit Soak(const SoakOptions& options) : options_(options), seed_(options.each.seed) {
    if (options_.jobs == 0) options_.jobs = std::max(1u, std::thread::hardware_concurrency());
  }

  SimReport run() {
    while (may_start() || !children_.empty()) {
      while (may_start() && children_.size() < options_.jobs) start_next();
      if (!children_.empty()) take_oldest();
    }
    return sum_;
  }

 private:
  bool may_start() const {
    const double hours = std::chrono::duration<double>(Clock::now() - begin_).count() / 3600;
    const bool in_time = options_.hours <= 0 || hours < options_.hours;
    const bool enough = options_.commands > 0 && started_ >= options_.commands;
    return in_time && !enough && !failed_to_start_ && (options_.hours > 0 || options_.commands > 0);
  }

  void start_next() {
    SimOptions each = options_.each;
    each.seed = seed_++;
    each.commands = options_.each_commands;
    if (options_.commands > 0)
      each.commands = std::min(each.commands, options_.commands - started_);
    started_ += each.commands;
    auto child = start(each);
    failed_to_start_ = !child;
    if (child)
      children_.push_back(*child);
    else
      sum_.findings.push_back({each.seed, 0, 0, child.error().what});
  }

  /// Runs are of one length, so the oldest is about the first to end.
  void take_oldest() {
    const Child child = children_.front();
    children_.erase(children_.begin());
    const SimReport report = finish(child);
    sum_.add(report);
    fmt::print(stderr, "seed {}: {} commands, {} faults, {} findings; in all {} commands\n",
               child.seed, report.commands, report.mishaps_in_all(), report.findings.size(),
               sum_.commands);
    for (const Finding& finding : report.findings)
      fmt::print(stderr, "  round {}: {}\n", finding.round, finding.what);
  }

  SoakOptions options_;
  std::uint64_t seed_;
  std::uint64_t started_ = 0;  ///< commands of the runs begun
  bool failed_to_start_ = false;
  Clock::time_point begin_ = Clock::now();
  std::vector<Child> children_;
  SimReport sum_;
};

}  // namespace

SimReport soak(const SoakOptions& options) {
  return Soak(options).run();
}

int soak_main(const SoakOptions& options, bool json) {
  const auto begin = Clock::now();
  const SimReport report = soak(options);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (json)
    fmt::print("{}\n", report_json(report, seconds));
  else
    print_report(report, seconds);
  return report.findings.empty() ? 0 : 1;
}

}  // namespace tanshu::sim
