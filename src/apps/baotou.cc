// SPDX-License-Identifier: Apache-2.0
// The figures are those of public reports on Baotou (China News, 2025-02-10, and related): 22,000
// mu and 150,000 t in the first ticket; above 32,000 t sold to 20-odd firms for 2,000,000 yuan, two
// of them from other provinces; the first public listing sold for 45,200 yuan (December 2024),
// three more for 69,000 (February 2025); 5,000 t given by three bodies and cancelled for the 14th
// National Winter Games (May 2024). The two listing figures are taken as parts of the 2,000,000.
// What the reports leave open (names of firms, single amounts, land, accounting period) is made up
// and marked as a demonstration.
#include "apps/baotou.h"

#include <fmt/format.h>

#include <set>

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: the story is told in the protocol's nouns

constexpr int platform_buyers = 20;
constexpr int buyers = 24;
constexpr const char* batch_code = "bt-2023-001";

Day day(const char* text) {
  const auto parsed = day_from_text(text);
  CHECK(parsed.has_value());
  return *parsed;
}

std::string firm_code(int number) {
  return fmt::format("firm-{:02}", number);
}

struct Body {
  const char* id;
  ParticipantKind kind;
  const char* name_zh;
  const char* name_en;
  const char* user;
  Role role;
};

constexpr const char* baotou_region = "150200";

constexpr Body bodies[] = {
    {"baotou-forestry", ParticipantKind::bureau, "包头市林业和草原局(演示)",
     "Baotou Forestry and Grassland Bureau (demo)", "officer-a", Role::bureau_officer},
    {"baotou-exchange", ParticipantKind::exchange, "包头市公共资源产权交易中心(演示)",
     "Baotou Public Resources and Property Rights Exchange (demo)", "exchange-a",
     Role::exchange_operator},
    {"settlement-bank", ParticipantKind::bank, "结算银行(演示)", "Settlement bank (demo)",
     "clearing-a", Role::clearing_officer},
    {"verifier-north", ParticipantKind::verifier, "北方林草碳汇核查机构(演示)",
     "Northern Forest Carbon Verification Body (demo)", "verifier-a", Role::verifier},
    {"guyang-farm", ParticipantKind::forest_owner, "固阳县国营林场(演示)",
     "Guyang State Forest Farm (demo)", "guyang-a", Role::trader},
    {"donor-1", ParticipantKind::public_body, "捐赠单位一(演示)", "Donor body 1 (demo)",
     "donor-1-a", Role::trader},
    {"donor-2", ParticipantKind::public_body, "捐赠单位二(演示)", "Donor body 2 (demo)",
     "donor-2-a", Role::trader},
    {"donor-3", ParticipantKind::public_body, "捐赠单位三(演示)", "Donor body 3 (demo)",
     "donor-3-a", Role::trader},
    {"winter-games", ParticipantKind::organiser, "第十四届全国冬季运动会组委会(演示)",
     "Organising Committee of the 14th National Winter Games (demo)", "organiser-a", Role::trader},
    {"market-regulator", ParticipantKind::regulator, "碳市场监管部门(演示)",
     "Carbon market regulator (demo)", "supervisor-a", Role::supervisor},
};

void enter(Script& story, const Body& body) {
  story.give("admin",
             RegisterParticipant{{body.id}, body.kind, body.name_zh, body.name_en, baotou_region});
  story.give("admin", AuthoriseUser{{body.user}, {body.id}, {body.role}});
  if (body.role == Role::trader) story.give("admin", OpenAccount{{body.id}, {body.id}});
}

void enter_bodies(Script& story) {
  story.on("2023-09-01");
  story.give("admin", OpenCell{baotou_cell,
                               {"baotou-registry"},
                               "包头市碳票登记中心(演示)",
                               "Baotou Carbon Ticket Registry (demo)",
                               baotou_region,
                               {"admin"}});
  for (const Body& body : bodies) enter(story, body);
  story.give("admin", AuthoriseUser{{"officer-b"}, {"baotou-forestry"}, {Role::bureau_officer}});
}

/// The two firms from other provinces are in Suzhou and Xiamen, which buy Baotou's tickets by
/// mutual recognition.
const char* firm_region(int number) {
  if (number == 7) return "320500";
  if (number == 15) return "350200";
  return baotou_region;
}

void enter_firms(Script& story) {
  story.on("2024-06-03");
  for (int i = 1; i <= buyers; ++i) {
    const std::string code = firm_code(i);
    story.give("admin", RegisterParticipant{{code},
                                            ParticipantKind::firm,
                                            fmt::format("演示企业{:02}", i),
                                            fmt::format("Demonstration firm {:02}", i),
                                            firm_region(i)});
    story.give("admin", AuthoriseUser{{code + "-a"}, {code}, {Role::trader}});
    story.give("admin", OpenAccount{{code}, {code}});
  }
}

/// A made-up outline of about 22,000 mu in Guyang county.
std::vector<Point> outline() {
  constexpr std::pair<const char*, const char*> corners[] = {
      {"110.0312", "41.0121"}, {"110.0541", "41.0087"}, {"110.0798", "41.0149"},
      {"110.0846", "41.0312"}, {"110.0702", "41.0447"}, {"110.0449", "41.0468"},
      {"110.0287", "41.0331"}};
  std::vector<Point> points;
  for (const auto& [longitude, latitude] : corners) {
    const auto x = degrees_from_text(longitude), y = degrees_from_text(latitude);
    CHECK(x && y);
    points.push_back({*x, *y});
  }
  return points;
}

/// No plot table of the first ticket is public, so the digest is that of this note.
constexpr std::string_view report_note =
    "Guyang first ticket: 150,000 t CO2e from 22,000 mu, as publicly reported. The plot table is "
    "not public; the "
    "accounting period is not stated and is set to 20 years for this demonstration.\n";

void issue_first_ticket(Script& story) {
  const Period period{day("2003-01-01"), day("2022-12-31")};
  story.on("2023-09-18");
  story.give("officer-a", RegisterProject{{"guyang-forest"},
                                          {"guyang-farm"},
                                          "固阳县国营林场林业碳票项目",
                                          "Guyang State Forest Farm carbon ticket project",
                                          Ecosystem::forest,
                                          Grade::offsite,
                                          "baotou-ticket-v1",
                                          "150222",
                                          Area{22'000 * 100},
                                          period,
                                          outline()});
  story.on("2023-10-12");
  story.give("officer-a", SubmitReport{{"guyang-2023"},
                                       {"guyang-forest"},
                                       period,
                                       "baotou-ticket-v1",
                                       sha256(report_note),
                                       sha256(report_note),
                                       tonnes(150'000)});
  story.on("2023-11-02");
  story.give(
      "verifier-a",
      VerifyReport{{"guyang-2023"}, true, tonnes(150'000), "核查通过。Verified as claimed."});
  story.on("2023-11-08");
  story.give("officer-b", ConfirmReport{{"guyang-2023"}});
  story.on("2023-11-20");
  story.give(
      "officer-a",
      IssueBatch{{batch_code}, {"guyang-2023"}, {"guyang-farm"}, 2022, tonnes(150'000), Carbon{}});
}

void give_to_the_games(Script& story) {
  constexpr std::pair<const char*, std::int64_t> donors[] = {
      {"donor-1", 2'000}, {"donor-2", 1'500}, {"donor-3", 1'500}};
  story.on("2024-04-15");
  for (const auto& [donor, amount] : donors)
    story.give("guyang-a", GiveUnits{{"guyang-farm"},
                                     {donor},
                                     {{{batch_code}, tonnes(amount)}},
                                     "划拨碳票 Allotment of tickets"});
  story.on("2024-05-10");
  for (const auto& [donor, amount] : donors)
    story.give((std::string(donor) + "-a").c_str(),
               GiveUnits{{donor},
                         {"winter-games"},
                         {{{batch_code}, tonnes(amount)}},
                         "捐赠第十四届全国冬季运动会 Gift to the 14th National Winter Games"});
  story.on("2024-05-20");
  story.give("organiser-a", RetireUnits{RetirementKind::retirement,
                                        {"winter-games"},
                                        {{{batch_code}, tonnes(5'000)}},
                                        "第十四届全国冬季运动会",
                                        "The 14th National Winter Games",
                                        "抵销赛事温室气体排放",
                                        "Offsetting the greenhouse gas emissions of the games",
                                        {day("2024-02-17"), day("2024-02-27")}});
}

/// Half tonnes and whole hundreds that add up to 30,000 t.
Carbon platform_amount(int number) {
  const Carbon half{mg_per_tonne / 2};
  const Carbon base = tonnes(500 + 100 * (number - 1));
  if (number == 1) return base + tonnes(12) + half;
  if (number == 2) return base - tonnes(12) - half;
  return number == platform_buyers ? base + tonnes(1'000) : base;
}

struct Sale {
  const char* listing;
  const char* day;
  int firm;
  Carbon amount;
  Money price;
};

/// Money in, purchase, and the bureau's registration of the transfer on the voucher.
void sell(Script& story, const Sale& sale) {
  const std::string firm = firm_code(sale.firm);
  const auto total = price_of(sale.amount, sale.price);
  CHECK(total.has_value());
  story.on(sale.day);
  story.give(
      "clearing-a",
      DepositCash{{firm}, *total + yuan(100'000), fmt::format("bank-{}-{}", sale.listing, firm)});
  const Events& made =
      story.give((firm + "-a").c_str(), BuyListing{{sale.listing}, {firm}, sale.amount});
  if (made.empty()) return;
  const auto* trade = std::get_if<TradeMade>(&made.front());
  CHECK(trade != nullptr);
  story.give("officer-b", RegisterTransfer{trade->trade.id});
}

void list(Script& story, const char* id, const char* from, const char* to, Carbon amount,
          Money price) {
  story.on(from);
  story.give("exchange-a", OpenListing{{id},
                                       {"guyang-farm"},
                                       {batch_code},
                                       amount,
                                       Carbon{mg_per_tonne / 2},
                                       price,
                                       {day(from), day(to)}});
}

void sell_on_the_platform(Script& story) {
  const Money price{6'286};
  list(story, "platform-2024", "2024-06-17", "2024-11-29", tonnes(30'000), price);
  for (int i = 1; i <= platform_buyers; ++i) {
    const std::string date = fmt::format("2024-{:02}-{:02}", 7 + (i - 1) / 5, 1 + (i - 1) % 5 * 5);
    sell(story, {"platform-2024", date.c_str(), i, platform_amount(i), price});
  }
}

void sell_by_public_listing(Script& story) {
  const Money price = yuan(50);
  list(story, "public-2024-12", "2024-12-16", "2024-12-27", tonnes(904), price);
  sell(story, {"public-2024-12", "2024-12-18", 21, tonnes(904), price});
  const Sale sales[] = {{"public-2025-02-a", "2025-02-10", 22, tonnes(460), price},
                        {"public-2025-02-b", "2025-02-11", 23, tonnes(500), price},
                        {"public-2025-02-c", "2025-02-12", 24, tonnes(420), price}};
  for (const Sale& sale : sales) {
    list(story, sale.listing, "2025-02-10", "2025-02-21", sale.amount, price);
    sell(story, sale);
  }
}

}  // namespace

Result<void> tell_baotou(node::Node& node, ScriptClock& clock) {
  Script story(node, clock);
  enter_bodies(story);
  issue_first_ticket(story);
  give_to_the_games(story);
  enter_firms(story);
  sell_on_the_platform(story);
  sell_by_public_listing(story);
  list(story, "public-open", "2025-03-03", "2035-12-31", tonnes(10'000), yuan(60));
  clock.release();
  return story.outcome();
}

BaotouTotals baotou_totals(const engine::State& state) {
  BaotouTotals totals;
  for (const auto& [id, project] : state.registry.projects) totals.area += project.area;
  for (const auto& [id, batch] : state.book.issued()) totals.issued += batch.amount;
  std::set<AccountId> buying;
  for (const auto& [id, trade] : state.market.trades) {
    if (trade.state != TradeState::settled) continue;
    totals.sold += trade.amount;
    totals.sold_money += trade.total;
    buying.insert(trade.buyer);
    if (trade.listing.text == "public-2024-12") totals.first_listing_money += trade.total;
    if (trade.listing.text.view().starts_with("public-2025-02-"))
      totals.three_listings_money += trade.total;
  }
  totals.buyers = buying.size();
  for (const AccountId& buyer : buying) {
    const auto& account = state.book.accounts().at(buyer);
    const std::string& region = state.registry.participants.at(account.participant).region;
    if (!region.starts_with("15")) ++totals.buyers_elsewhere;
  }
  std::set<AccountId> donors;
  for (const auto& [id, gift] : state.registry.gifts) {
    if (gift.to.text != "winter-games") continue;
    totals.donated += gift.amount;
    donors.insert(gift.from);
  }
  totals.donors = donors.size();
  for (const auto& [id, retirement] : state.registry.retirements) {
    if (retirement.account.text != "winter-games") continue;
    totals.cancelled += retirement.amount;
    totals.certificate = id.text;
  }
  return totals;
}

}  // namespace tanshu::apps
