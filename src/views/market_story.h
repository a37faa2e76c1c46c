// SPDX-License-Identifier: Apache-2.0
// For the tests of the views: issue, listing, two purchases, one settled and one rejected, gift and
// cancellation.
#pragma once

#include "views/story.h"

namespace tanshu::views {

/// 100 t issued to `farm`, 10 of them into the buffer; 30 listed; 10 bought by `firm` and settled
/// for 500 yuan; 5 bought and rejected; 4 given to `games` and cancelled there.
class MarketStory {
 public:
  MarketStory() {
    open();
    issue();
    trade();
    retire();
  }
  Story story;

 private:
  using Place = protocol::Place;
  static constexpr std::int64_t start_ns = 1'700'000'000'000'000'000;

  void open() {
    protocol::Participant farm{{"p-farm"}, protocol::ParticipantKind::forest_owner,
                               "林场",     "Farm",
                               "150200",   Instant{start_ns}};
    story.accept(protocol::RegisterParticipant{},
                 {protocol::ParticipantRegistered{farm},
                  protocol::AccountOpened{{{"farm"}, {"p-farm"}, {}}}});
    story.accept(protocol::OpenAccount{}, {protocol::AccountOpened{{{"firm"}, {"p-firm"}, {}}}});
    story.accept(protocol::OpenAccount{}, {protocol::AccountOpened{{{"games"}, {"p-games"}, {}}}});
    story.refuse(protocol::OpenAccount{}, {1101, {{"id", "firm"}}});
    story.seal();
  }
  void issue() {
    protocol::Project project;
    project.id = {"fr1"};
    project.crediting_period = {Day{18'000}, Day{20'000}};
    project.boundary = {{Degrees{1'100'000'000}, Degrees{410'000'000}}};
    protocol::Report report;
    report.id = {"mr1"};
    report.project = {"fr1"};
    report.verified = report.issued = tonnes(100);
    protocol::Batch batch;
    batch.id = {"b1"};
    batch.project = protocol::ProjectId{"fr1"};
    batch.account = {"farm"};
    batch.issued = tonnes(100);
    batch.buffered = tonnes(10);
    story.accept(protocol::RegisterProject{}, {protocol::ProjectRegistered{project}});
    story.accept(protocol::SubmitReport{}, {protocol::ReportSubmitted{report}});
    story.accept(protocol::IssueBatch{},
                 {protocol::BatchIssued{batch, report},
                  moved(issuance(), free_on("farm"), {tonne_range(0, 90)}),
                  moved(issuance(), pocket("farm", Place::buffer), {tonne_range(90, 100)})});
    story.seal();
  }
  void trade() {
    protocol::Listing listing;
    listing.id = {"l1"};
    listing.seller = {"farm"};
    listing.batch = {"b1"};
    listing.offered = listing.remaining = tonnes(30);
    const auto on_listing = pocket("farm", Place::held_by_order, "listing/l1");
    story.accept(protocol::DepositCash{},
                 {protocol::CashRecorded{
                      {"bank-1", protocol::CashDirection::deposit, {"firm"}, yuan(1000), {}}},
                  paid(bank(), {{"firm"}, {}}, 1000)});
    story.accept(protocol::OpenListing{},
                 {protocol::ListingOpened{listing},
                  moved(free_on("farm"), on_listing, {tonne_range(0, 30)})});
    story.seal();
    buy(listing, "t000001", 0, 10, 500);
    buy(listing, "t000002", 10, 15, 250);
    const auto held = pocket("farm", Place::held_by_order, "trade/t000001");
    story.accept(
        protocol::RegisterTransfer{},
        {protocol::TradeSettled{trade_of("t000001", 10, 500, protocol::TradeState::settled)},
         moved(held, free_on("firm"), {tonne_range(0, 10)}),
         paid({{"firm"}, {"trade/t000001"}}, {{"farm"}, {}}, 500)});
    story.accept(
        protocol::RejectTransfer{},
        {protocol::TradeRejected{trade_of("t000002", 5, 250, protocol::TradeState::rejected)},
         moved(pocket("farm", Place::held_by_order, "trade/t000002"), free_on("farm"),
               {tonne_range(10, 15)}),
         paid({{"firm"}, {"trade/t000002"}}, {{"firm"}, {}}, 250)});
    story.seal();
  }
  static protocol::Trade trade_of(const char* id, std::int64_t amount_t, std::int64_t total_yuan,
                                  protocol::TradeState state) {
    protocol::Trade trade;
    trade.id = {id};
    trade.listing = {"l1"};
    trade.seller = {"farm"};
    trade.buyer = {"firm"};
    trade.batch = {"b1"};
    trade.amount = tonnes(amount_t);
    trade.total = yuan(total_yuan);
    trade.state = state;
    return trade;
  }
  void buy(protocol::Listing& listing, const char* id, std::uint64_t from, std::uint64_t to,
           std::int64_t total_yuan) {
    const auto amount_t = static_cast<std::int64_t>(to - from);
    listing.remaining -= tonnes(amount_t);
    const std::string hold = std::string("trade/") + id;
    const auto made =
        trade_of(id, amount_t, total_yuan, protocol::TradeState::awaiting_registration);
    story.accept(protocol::BuyListing{}, {protocol::TradeMade{made, listing},
                                          moved(pocket("farm", Place::held_by_order, "listing/l1"),
                                                pocket("farm", Place::held_by_order, hold.c_str()),
                                                {tonne_range(from, to)}),
                                          paid({{"firm"}, {}}, {{"firm"}, {hold}}, total_yuan)});
  }
  void retire() {
    protocol::Gift gift;
    gift.id = {"g000001"};
    gift.amount = tonnes(4);
    protocol::Retirement retirement;
    retirement.id = {"r000001"};
    retirement.kind = protocol::RetirementKind::cancellation;
    retirement.account = {"games"};
    retirement.amount = tonnes(4);
    story.accept(protocol::GiveUnits{},
                 {protocol::UnitsGiven{gift},
                  moved(free_on("firm"), free_on("games"), {tonne_range(3, 7)})});
    story.accept(protocol::RetireUnits{},
                 {protocol::UnitsRetired{retirement},
                  moved(free_on("games"), pocket("games", Place::cancelled), {tonne_range(3, 7)})});
    story.seal();
  }
};

}  // namespace tanshu::views
