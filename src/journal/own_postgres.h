// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server of a test's own: made in a temporary directory, reached through a socket
// there, ended and removed with the object.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/temporary_directory.h"
#include "journal/postgres_link.h"

namespace tanshu::journal {

class OwnPostgres {
 public:
  /// The server that the tests of one process share.
  static OwnPostgres& shared() {
    static OwnPostgres server;
    return server;
  }

  OwnPostgres() {
    if (const passwd* owner = owner_if_root()) {
      EXPECT_EQ(chown(directory_.c_str(), owner->pw_uid, owner->pw_gid), 0);
    }
    wait_for(run({"initdb", "--pgdata", data(), "--username", "tanshu", "--auth", "trust",
                  "--encoding", "UTF8", "--locale", "C", "--no-sync", "--data-checksums"}));
    start();
  }
  ~OwnPostgres() { stop(); }
  OwnPostgres(const OwnPostgres&) = delete;
  OwnPostgres& operator=(const OwnPostgres&) = delete;

  void start() {
    server_ = run({"postgres", "-D", data(), "-k", directory_, "-c", "listen_addresses=", "-c",
                   "shared_buffers=32MB", "-c", "max_connections=40", "-c", "autovacuum=off", "-c",
                   "wal_level=replica"});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!PostgresLink::connect(url(), "any") && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  /// SIGINT ends it in order, SIGQUIT as a crash would.
  void stop(int signal = SIGINT) {
    if (server_ <= 0) return;
    kill(server_, signal);
    waitpid(server_, nullptr, 0);
    server_ = -1;
  }
  /// Stops every process of the server as a machine that hangs would, or lets them go on.
  void pause(bool on) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      std::ifstream stat(entry.path() / "stat");
      std::string text(std::istreambuf_iterator<char>(stat), {});
      // "pid (name) state parent …"; a name may hold spaces and parentheses.
      const std::size_t after_name = text.rfind(')');
      if (after_name == std::string::npos) continue;
      const int parent = std::atoi(text.c_str() + std::min(text.size(), after_name + 4));
      if (parent == server_) kill(std::stoi(name), on ? SIGSTOP : SIGCONT);
    }
    kill(server_, on ? SIGSTOP : SIGCONT);
  }

  std::string url() const { return "postgresql://tanshu@/postgres?host=" + directory_; }

  /// Runs a statement as an administrator would.
  void execute(const std::string& sql) {
    std::ofstream(directory_ + "/statement.sql") << sql;
    wait_for(run({"psql", "-v", "ON_ERROR_STOP=1", "-qAt", "-d", url(), "-f",
                  directory_ + "/statement.sql"}));
  }

 private:
  std::string data() const { return directory_ + "/data"; }

  /// PostgreSQL refuses to run as root.
  static const passwd* owner_if_root() {
    if (geteuid() != 0) return nullptr;
    const passwd* owner = getpwnam("postgres");
    return owner != nullptr ? owner : getpwnam("nobody");
  }

  static std::string program(const std::string& name) {
    const std::string debian = "/usr/lib/postgresql/15/bin/" + name;
    return std::filesystem::exists(debian) ? debian : name;
  }

  pid_t run(std::vector<std::string> words) {
    words[0] = program(words[0]);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string log = directory_ + "/log";
    const passwd* owner = owner_if_root();
    const pid_t child = fork();
    if (child != 0) return child;
    // Nothing of a test that was killed may go on running.
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    dup2(output, 1);
    dup2(output, 2);
    if (owner != nullptr && (setgid(owner->pw_gid) != 0 || setuid(owner->pw_uid) != 0)) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }

  void wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    std::ifstream log(directory_ + "/log");
    EXPECT_EQ(status, 0) << std::string(std::istreambuf_iterator<char>(log), {});
  }

  const TemporaryDirectory place_{"pg"};
  const std::string directory_ = place_.path();
  pid_t server_ = -1;
};

}  // namespace tanshu::journal
