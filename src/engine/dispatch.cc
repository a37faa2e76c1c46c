// SPDX-License-Identifier: Apache-2.0
// A handler receives by name what it may touch, never the whole state.
#include "engine/dispatch.h"

#include "registry/handlers.h"

namespace tanshu::engine {
namespace {

using namespace protocol;  // NOLINT: every command's name stands here once

struct Dispatch {
  const Context& x;
  State& s;
  Events& e;

  using V = Verdict<void>;
  V operator()(const OpenCell& c) const { return registry::open_cell(c, x, s.registry, e); }
  V operator()(const RegisterParticipant& c) const {
    return registry::register_participant(c, x, s.registry, e);
  }
  V operator()(const AuthoriseUser& c) const {
    return registry::authorise_user(c, x, s.registry, e);
  }
  V operator()(const SetUserState& c) const {
    return registry::set_user_state(c, x, s.registry, e);
  }
  V operator()(const OpenAccount& c) const {
    return registry::open_account(c, x, s.registry, s.book, e);
  }
  V operator()(const RegisterProject& c) const {
    return registry::register_project(c, x, s.registry, e);
  }
  V operator()(const SubmitReport& c) const { return registry::submit_report(c, x, s.registry, e); }
  V operator()(const VerifyReport& c) const { return registry::verify_report(c, x, s.registry, e); }
  V operator()(const ConfirmReport& c) const {
    return registry::confirm_report(c, x, s.registry, e);
  }
  V operator()(const IssueBatch& c) const {
    return registry::issue_batch(c, x, s.registry, s.book, e);
  }
  V operator()(const ReleaseBuffer& c) const {
    return registry::release_buffer(c, s.registry, s.book, e);
  }
  V operator()(const GiveUnits& c) const {
    return registry::give_units(c, x, s.registry, s.book, e);
  }
  V operator()(const RetireUnits& c) const {
    return registry::retire_units(c, x, s.registry, s.book, e);
  }
  V operator()(const PledgeUnits& c) const {
    return registry::pledge_units(c, x, s.registry, s.book, e);
  }
  V operator()(const ReleasePledge& c) const {
    return registry::release_pledge(c, x, s.registry, s.book, e);
  }
  V operator()(const FreezeUnits& c) const {
    return registry::freeze_units(c, x, s.registry, s.book, e);
  }
  V operator()(const ReleaseFreeze& c) const {
    return registry::release_freeze(c, s.registry, s.book, e);
  }
  V operator()(const ImportBatch& c) const {
    return registry::import_batch(c, x, s.registry, s.book, e);
  }
  V operator()(const ExportUnits& c) const {
    return registry::export_units(c, x, s.registry, s.book, e);
  }
  V operator()(const OpenListing& c) const {
    return market::open_listing(c, x, s.market, s.book, e);
  }
  V operator()(const CloseListing& c) const {
    return market::close_listing(c, s.market, s.book, e);
  }
  V operator()(const BuyListing& c) const { return market::buy_listing(c, x, s.market, s.book, e); }
  V operator()(const RegisterTransfer& c) const {
    return market::register_transfer(c, x, s.market, s.book, e);
  }
  V operator()(const RejectTransfer& c) const {
    return market::reject_transfer(c, x, s.market, s.book, e);
  }
  V operator()(const DepositCash& c) const {
    return clearing::deposit_cash(c, x, s.clearing, s.book, e);
  }
  V operator()(const WithdrawCash& c) const {
    return clearing::withdraw_cash(c, x, s.clearing, s.book, e);
  }
  V operator()(const TransferCash& c) const { return clearing::transfer_cash(c, x, s.book, e); }
  V operator()(const ReserveCash& c) const {
    return clearing::reserve_cash(c, x, s.clearing, s.book, e);
  }
  V operator()(const PostReservation& c) const {
    return clearing::post_reservation(c, x, s.clearing, s.book, e);
  }
  V operator()(const VoidReservation& c) const {
    return clearing::void_reservation(c, x, s.clearing, s.book, e);
  }
  V operator()(const ExpireReservation& c) const {
    return clearing::expire_reservation(c, x, s.clearing, s.book, e);
  }
  template <class C>
  V at_desk(V (*handler)(const C&, const market::Desk&), const C& c) const {
    const market::Registered registered{s.registry.participants, s.registry.batches,
                                        s.registry.projects};
    return handler(c, {x, s.market, registered, s.book, e});
  }
  V operator()(const AdoptMarketProfile& c) const {
    return at_desk(&market::adopt_market_profile, c);
  }
  V operator()(const ListInstrument& c) const { return at_desk(&market::list_instrument, c); }
  V operator()(const SetInstrumentState& c) const {
    return at_desk(&market::set_instrument_state, c);
  }
  V operator()(const SetTradingRight& c) const { return at_desk(&market::set_trading_right, c); }
  V operator()(const OpenTradingDay& c) const { return at_desk(&market::open_trading_day, c); }
  V operator()(const CloseTradingDay& c) const { return at_desk(&market::close_trading_day, c); }
  V operator()(const ExpireOrders& c) const { return at_desk(&market::expire_orders, c); }
  V operator()(const ReleasePurchases& c) const { return at_desk(&market::release_purchases, c); }
  V operator()(const ClearTradingDay& c) const { return at_desk(&market::clear_trading_day, c); }
  V operator()(const PlaceOrder& c) const { return at_desk(&market::place_order, c); }
  V operator()(const PickOrder& c) const { return at_desk(&market::pick_order, c); }
  V operator()(const CancelOrder& c) const { return at_desk(&market::cancel_order, c); }
  V operator()(const CancelOrders& c) const { return at_desk(&market::cancel_orders, c); }
  V operator()(std::monostate) const {
    CHECK(false);
    return {};
  }
};

}  // namespace

Verdict<void> dispatch(const Command& command, const Context& context, State& state,
                       Events& events) {
  return std::visit(Dispatch{context, state, events}, command);
}

}  // namespace tanshu::engine
