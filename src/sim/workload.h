// SPDX-License-Identifier: Apache-2.0
// The workload: the next command by chance, drawn from what the books offer, with a share of wrong
// ones for every reason there is. Every command of commands.def has its row in `drawings`.
#pragma once

#include <span>
#include <string_view>

#include "sim/books.h"

namespace tanshu::sim {

/// A command as a client sends it, and keeps it to send it again.
struct Sent {
  protocol::UserId actor;
  std::string key;
  protocol::Command command;
};

class Workload {
 public:
  struct Drawing {
    std::string_view command;  ///< its name in commands.def
    unsigned weight;
    protocol::Command (Workload::*draw)(const Books&);
  };
  /// One row a command.
  static std::span<const Drawing> drawings();

  /// Each seed leans another way: some commands come thrice as often, some seldom.
  explicit Workload(std::uint64_t seed);

  /// The first commands set the scene, then chance draws.
  Sent next(const Books& books, std::int64_t now_ns);
  bool in_opening() const { return count_ < opening_commands; }
  /// Whether this seed breaks balances into pieces, which takes many commands.
  bool shatters() const { return shatters_; }

  /// The rules of the simulated markets: all modes that take orders.
  static protocol::MarketProfile sample_rules(const std::string& market, int first_day);

  static constexpr std::uint64_t opening_commands = 29;

 private:
  using C = protocol::Command;

  C opening_command() const;
  C chance_command(const Books& books);
  protocol::UserId actor_for(const C& command, const Books& books);
  std::string wanted_participant(const C& command, const Books& books) const;
  void reuse_key(Sent& sent);

  // What commands are made of.
  std::string new_code(char letter);
  std::string text();
  std::string region();
  protocol::Period period(int earliest, int latest, int longest);
  protocol::ParticipantId participant(const Books& books);
  protocol::AccountId account(const Books& books);
  protocol::AccountId account_of(const Books& books, const std::string& participant);
  protocol::BatchId batch(const Books& books);
  std::pair<protocol::AccountId, protocol::Lot> holding(const Books& books);
  std::vector<protocol::Lot> lots(const Books& books, const protocol::Lot& first);
  std::int64_t part_of(std::int64_t amount);
  std::string reservation(const Books& books);
  std::vector<protocol::Role> roles();
  protocol::MarketId market(const Books& books);
  protocol::InstrumentId instrument(const Books& books);
  const Books::Ticket* ticket(const Books& books);
  void choose_terms(protocol::PlaceOrder& order);
  void choose_side(protocol::PlaceOrder& order, const Books& books);

  // One a command: workload_registry.cc, workload_market.cc and workload_trading.cc.
  C open_cell(const Books& books);
  C register_participant(const Books& books);
  C authorise_user(const Books& books);
  C set_user_state(const Books& books);
  C open_account(const Books& books);
  C register_project(const Books& books);
  C submit_report(const Books& books);
  C verify_report(const Books& books);
  C confirm_report(const Books& books);
  C issue_batch(const Books& books);
  C release_buffer(const Books& books);
  C give_units(const Books& books);
  C shatter(const Books& books);
  C retire_units(const Books& books);
  C pledge_units(const Books& books);
  C release_pledge(const Books& books);
  C freeze_units(const Books& books);
  C release_freeze(const Books& books);
  C import_batch(const Books& books);
  C export_units(const Books& books);
  C open_listing(const Books& books);
  C close_listing(const Books& books);
  C buy_listing(const Books& books);
  C register_transfer(const Books& books);
  C reject_transfer(const Books& books);
  C deposit_cash(const Books& books);
  C withdraw_cash(const Books& books);
  C transfer_cash(const Books& books);
  C reserve_cash(const Books& books);
  C post_reservation(const Books& books);
  C void_reservation(const Books& books);
  C expire_reservation(const Books& books);
  // workload_trading.cc
  C adopt_market_profile(const Books& books);
  C list_instrument(const Books& books);
  C set_instrument_state(const Books& books);
  C set_trading_right(const Books& books);
  C open_trading_day(const Books& books);
  C close_trading_day(const Books& books);
  C expire_orders(const Books& books);
  C release_purchases(const Books& books);
  C clear_trading_day(const Books& books);
  C place_order(const Books& books);
  C pick_order(const Books& books);
  C cancel_order(const Books& books);
  C cancel_orders(const Books& books);

  Chance chance_;
  std::vector<unsigned> weights_;  ///< of the drawings, in their order
  unsigned total_weight_ = 0;
  bool shatters_ = false;  ///< gifts of single milligrams, so that balances break into pieces
  std::uint64_t shattered_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t codes_ = 0;
  std::int64_t now_ns_ = 0;
  std::vector<std::pair<protocol::UserId, std::string>> keys_;  ///< given out before
};

}  // namespace tanshu::sim
