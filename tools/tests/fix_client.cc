// SPDX-License-Identifier: Apache-2.0
// A FIX client over QuickFIX, for tools/tests/fix.sh: fix_client PORT BEGIN_STRING DIRECTORY MODE
// It is user ma of the market of src/fix/gateway_test.cc. Mode "trade": orders "c1", "cut" and
// "lost" one after the other's report, waits for the nine reports that come of them, logs out and
// prints how often each came. Mode "again": the same with one order and one report, on the numbers
// in DIRECTORY. C++14, because the headers of QuickFIX 1.15 are.
#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Message.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

class Trader : public FIX::NullApplication {
 public:
  Trader(std::vector<std::string> orders, std::size_t reports_wanted)
      : orders_(std::move(orders)), reports_wanted_(reports_wanted) {}

  void toAdmin(FIX::Message& message, const FIX::SessionID&) override {
    if (message.getHeader().getField(35) != "A") return;
    message.setField(553, "ma");
    message.setField(554, "token of ma");
  }

  void onLogon(const FIX::SessionID& id) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    id_ = id;
    if (next_ == 0) send_next();
  }

  void onLogout(const FIX::SessionID&) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++logouts_;
    changed_.notify_all();
  }

  void fromApp(const FIX::Message& message,
               const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                            FIX::IncorrectTagValue,
                                            FIX::UnsupportedMessageType) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++reports_[message.getField(17)];
    if (message.getField(11) == orders_[next_ - 1]) answered_ = true;
    // Three more belong to each order at which the line broke, which are all but the first.
    if (answered_ && next_ < orders_.size() && reports_.size() >= 1 + 4 * (next_ - 1)) send_next();
    changed_.notify_all();
  }

  /// False when the reports do not come in time.
  bool wait_for_reports() {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(45),
                             [this] { return reports_.size() >= reports_wanted_; });
  }

  void log_out() {
    std::unique_lock<std::mutex> lock(mutex_);
    const int before = logouts_;
    const FIX::SessionID id = id_;
    lock.unlock();
    FIX::Session::lookupSession(id)->logout();
    lock.lock();
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return logouts_ > before; });
  }

  void print() {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& report : reports_) std::cout << report.first << ' ' << report.second << '\n';
  }

 private:
  void send_next() {
    char time[32];
    const std::time_t seconds = std::time(nullptr);
    std::strftime(time, sizeof time, "%Y%m%d-%H:%M:%S", std::gmtime(&seconds));
    FIX::Message order;
    order.getHeader().setField(35, "D");
    order.setField(11, orders_[next_++]);
    order.setField(1, "firm");
    order.setField(55, "f");
    order.setField(54, "1");
    order.setField(60, time);
    order.setField(38, "6000000");
    order.setField(40, "2");
    order.setField(44, "9.50");
    answered_ = false;
    FIX::Session::sendToTarget(order, id_);
  }

  const std::vector<std::string> orders_;
  const std::size_t reports_wanted_;
  std::mutex mutex_;
  std::condition_variable changed_;
  FIX::SessionID id_;
  std::size_t next_ = 0;
  bool answered_ = false;
  int logouts_ = 0;
  std::map<std::string, int> reports_;
};

FIX::SessionSettings settings(const std::string& port, const std::string& begin,
                              const std::string& directory) {
  std::stringstream text;
  text << "[DEFAULT]\nConnectionType=initiator\nReconnectInterval=1\nStartTime=00:00:00\nEndTime="
          "00:00:00\n"
       << "UseDataDictionary=N\nHeartBtInt=5\nFileStorePath=" << directory
       << "\n[SESSION]\nBeginString=" << begin
       << "\nSenderCompID=ma\nTargetCompID=TANSHU\nSocketConnectHost=127.0.0.1\nSocketConnectPort="
       << port << "\n";
  if (begin == "FIXT.1.1") text << "DefaultApplVerID=FIX.5.0SP2\n";
  return FIX::SessionSettings(text);
}

}  // namespace

int main(int count, char** words) try {
  if (count != 5) return 2;
  const bool again = std::string(words[4]) == "again";
  Trader trader(
      again ? std::vector<std::string>{"again"} : std::vector<std::string>{"c1", "cut", "lost"},
      again ? 1 : 9);
  const FIX::SessionSettings all = settings(words[1], words[2], words[3]);
  FIX::FileStoreFactory store(all);
  FIX::SocketInitiator initiator(trader, store, all);
  initiator.start();
  const bool complete = trader.wait_for_reports();
  trader.log_out();
  initiator.stop();
  trader.print();
  return complete ? 0 : 1;
} catch (const std::exception& problem) {
  std::cerr << problem.what() << '\n';
  return 1;
}
