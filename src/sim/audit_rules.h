// SPDX-License-Identifier: Apache-2.0
// What the auditor's rules for single commands share: whom a command comes from, the checks in
// their words, and how amounts are moved. A rule returns 0 when it has entered the command, else
// the number of the refusal.
#pragma once

#include <string>
#include <vector>

#include "sim/books.h"

namespace tanshu::sim {

using Number = std::uint16_t;

/// The refusal's number by its name.
inline constexpr Number no(protocol::RefusalCode code) {
  return static_cast<Number>(code);
}

/// Who gives the command and when.
struct Given {
  Books& books;
  std::string actor;
  std::string participant;
  std::int64_t at_ns = 0;
};

/// Returns the refusal from the enclosing rule, if there is one.
#define SIM_STOP(expression)                                                              \
  do {                                                                                    \
    if (const ::tanshu::sim::Number sim_no_ = (expression); sim_no_ != 0) return sim_no_; \
  } while (false)
/// Refuses by name when the condition holds.
#define SIM_REFUSE_IF(condition, name) \
  if (condition) return ::tanshu::sim::no(::tanshu::protocol::RefusalCode::name)

Number check_code(const std::string& code, bool taken);
bool is_blank(const std::string& text);

/// Units on their way: gathered first, moved together.
class Moves {
 public:
  explicit Moves(Books& books) : books_(books) {}

  /// units_are_short or too_many_pieces.
  Number take(const std::string& batch, int from, int to, std::int64_t amount);
  void carry_out();

 private:
  struct Move {
    std::string batch;
    int from, to;
    std::int64_t amount;
  };
  Books& books_;
  std::vector<Move> moves_;
  std::size_t weight_ = 0;
};

/// The pieces of a new batch.
void lay_out(Books& books, const std::string& batch, const std::vector<Piece>& pieces);

std::int64_t units_at(const Books& books, const std::string& batch, int spot);

/// cash_is_short or amount_is_too_large; `from` empty is the bank.
Number check_money(const Books& books, const std::string& from, const std::string& to,
                   std::int64_t amount);
void move_money(Books& books, const std::string& from, const std::string& to, std::int64_t amount);

/// Half a fen and more is a fen; nothing when no 64-bit number holds it.
std::optional<std::int64_t> price_for(std::int64_t amount_mg, std::int64_t fen_per_tonne);

/// Days since 1970 in China, which keeps UTC+8.
int china_day(std::int64_t at_ns);

/// account_is_unknown or account_is_not_yours.
Number check_own(const Given& given, const std::string& account);

// One rule a command, by area.
Number rule(const protocol::OpenCell& c, const Given& given);
Number rule(const protocol::RegisterParticipant& c, const Given& given);
Number rule(const protocol::AuthoriseUser& c, const Given& given);
Number rule(const protocol::SetUserState& c, const Given& given);
Number rule(const protocol::OpenAccount& c, const Given& given);
Number rule(const protocol::RegisterProject& c, const Given& given);
Number rule(const protocol::SubmitReport& c, const Given& given);
Number rule(const protocol::VerifyReport& c, const Given& given);
Number rule(const protocol::ConfirmReport& c, const Given& given);
Number rule(const protocol::IssueBatch& c, const Given& given);
Number rule(const protocol::ReleaseBuffer& c, const Given& given);
Number rule(const protocol::ImportBatch& c, const Given& given);
Number rule(const protocol::GiveUnits& c, const Given& given);
Number rule(const protocol::RetireUnits& c, const Given& given);
Number rule(const protocol::ExportUnits& c, const Given& given);
Number rule(const protocol::PledgeUnits& c, const Given& given);
Number rule(const protocol::ReleasePledge& c, const Given& given);
Number rule(const protocol::FreezeUnits& c, const Given& given);
Number rule(const protocol::ReleaseFreeze& c, const Given& given);
Number rule(const protocol::OpenListing& c, const Given& given);
Number rule(const protocol::CloseListing& c, const Given& given);
Number rule(const protocol::BuyListing& c, const Given& given);
Number rule(const protocol::RegisterTransfer& c, const Given& given);
Number rule(const protocol::RejectTransfer& c, const Given& given);
Number rule(const protocol::DepositCash& c, const Given& given);
Number rule(const protocol::WithdrawCash& c, const Given& given);
Number rule(const protocol::TransferCash& c, const Given& given);
Number rule(const protocol::ReserveCash& c, const Given& given);
Number rule(const protocol::PostReservation& c, const Given& given);
Number rule(const protocol::VoidReservation& c, const Given& given);
Number rule(const protocol::ExpireReservation& c, const Given& given);
Number rule(const protocol::AdoptMarketProfile& c, const Given& given);
Number rule(const protocol::ListInstrument& c, const Given& given);
Number rule(const protocol::SetInstrumentState& c, const Given& given);
Number rule(const protocol::SetTradingRight& c, const Given& given);
Number rule(const protocol::OpenTradingDay& c, const Given& given);
Number rule(const protocol::CloseTradingDay& c, const Given& given);
Number rule(const protocol::ExpireOrders& c, const Given& given);
Number rule(const protocol::ReleasePurchases& c, const Given& given);
Number rule(const protocol::ClearTradingDay& c, const Given& given);
Number rule(const protocol::PlaceOrder& c, const Given& given);
Number rule(const protocol::PickOrder& c, const Given& given);
Number rule(const protocol::CancelOrder& c, const Given& given);
Number rule(const protocol::CancelOrders& c, const Given& given);

}  // namespace tanshu::sim
