// SPDX-License-Identifier: Apache-2.0
// market adopt: a rule file as the command that takes it into force.
#include "apps/commands.h"
#include "apps/files.h"
#include "apps/terminal.h"
#include "base/json.h"
#include "base/result.h"
#include "intake/market_library.h"
#include "protocol/command.h"

namespace tanshu::apps {

using namespace protocol;  // NOLINT: the command speaks the protocol's nouns throughout

namespace {

Verdict<MarketProfile> read_rules(const MarketAdoptCommand& c) {
  TRY_SET(const auto calendars, intake::load_calendars(rules_dir(c.rules)));
  return intake::load_profile(c.file, calendars);
}

}  // namespace

int market_adopt(const MarketAdoptCommand& c) {
  auto profile = read_rules(c);
  if (!profile) return refused(profile.error());
  std::string key = c.key;
  if (key.empty())
    key = "adopt-" + std::string(profile->id.text) + '-' + to_text(profile->effective);
  const Command command = AdoptMarketProfile{std::move(*profile), {c.fee_account}};
  JsonWriter json;
  json.begin_object().member("command", row_of(command).name);
  json.member("key", std::string_view(key)).key("body").raw(command_json(command));
  say(json.end_object().take());
  return exit_good;
}

}  // namespace tanshu::apps
