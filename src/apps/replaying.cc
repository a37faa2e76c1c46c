// SPDX-License-Identifier: Apache-2.0
// replay, snapshot and views: the journal re-executed, and the views made from it.
#include <fmt/format.h>

#include <chrono>

#include "apps/commands.h"
#include "apps/terminal.h"
#include "base/check.h"
#include "base/file.h"
#include "base/json.h"
#include "engine/invariants/invariants.h"
#include "journal/opening.h"
#include "journal/verify_file.h"
#include "node/data_dir.h"
#include "node/log_publisher.h"
#include "node/replayer.h"
#include "node/snapshot.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "views/views.h"

namespace tanshu::apps {
namespace {

namespace invariants = engine::invariants;

struct Replayed {
  node::Replayer replayer;
  proof::Tree tree;
  invariants::History history;
  std::optional<invariants::Books> books;  ///< around the refused record at hand
  std::uint64_t records = 0;
  invariants::Violations violations;
  bool print_entries = false;
};

/// {"log_index":…,"block":…,"command":…} or, for the leaf that closes a block, "header".
void print_entry(const node::ReplayedLeaf& leaf) {
  JsonWriter json;
  json.begin_object().member("log_index", leaf.log_index).member("block", leaf.block);
  if (!leaf.closes_block) {
    protocol::put_record_members(json, leaf.record());
  } else {
    const auto header = protocol::decode_block_leaf(leaf.bytes);
    CHECK(header.has_value());
    json.key("header");
    put_json(json, *header);
  }
  say(json.end_object().take());
}

/// Re-executes everything. The first bad place is the failure.
Result<void> replay_into(const node::DataDir& dir, const std::string& database, Replayed& all) {
  TRY_SET(const std::string cell, node::read_cell(dir));
  TRY_SET(const std::string place, node::journal_place(dir, database));
  TRY_SET(const HashKind proofs, node::read_proofs(dir));
  all.replayer = node::Replayer(proofs);
  all.tree = proof::Tree(proofs);
  if (!journal::is_database(place)) TRY(journal::verify_file(place));
  TRY_SET(auto journal, journal::open_journal({place, cell, journal::Mode::read_only}));
  all.replayer.watch_refusals([&all](std::uint64_t, const Digest& before, const Digest& after) {
    all.books = {before, after};
  });
  return node::replay_journal(*journal, all.replayer, [&all](const node::ReplayedLeaf& leaf) {
    all.tree.append(proof::leaf_hash(leaf.bytes, all.replayer.chain().hash()));
    if (all.print_entries) print_entry(leaf);
    if (leaf.closes_block) return;
    ++all.records;
    all.history.add(leaf.log_index, leaf.record(), std::exchange(all.books, std::nullopt));
  });
}

/// The published checkpoint must be one that this journal leads to.
Result<void> compare_with_log(const node::DataDir& dir, const proof::Tree& tree) {
  TRY_SET(const std::string cell, node::read_cell(dir));
  const auto vkey = read_file(dir.vkey_file());
  const auto checkpoint = read_file(dir.log() / "checkpoint");
  if (!vkey || !checkpoint) return failure("the log has no checkpoint or no key");
  TRY_SET(const auto verifier, proof::parse_vkey(vkey->substr(0, vkey->find('\n'))));
  TRY_SET(const auto opened, proof::open_checkpoint(*checkpoint, std::span(&verifier, 1)));
  const auto& published = opened.checkpoint;
  if (published.hash != tree.hash())
    return failure("the signed checkpoint is of another kind of hash than cell.toml says");
  if (published.size > tree.size())
    return failure(
        fmt::format("the signed checkpoint covers {} entries, the journal holds {}: entry "
                    "{} and on are lost",
                    published.size, tree.size(), tree.size()));
  if (tree.root_at(published.size) != published.root)
    return failure(fmt::format("the journal leads to another root at size {} than was signed",
                               published.size));
  return {};
}

std::string replay_json(const Replayed& all) {
  JsonWriter json;
  json.begin_object();
  json.member("blocks", all.replayer.chain().next_position());
  json.member("records", all.records);
  json.member("entries", all.tree.size());
  json.member("root", all.tree.root().hex());
  json.member("state_digest", all.replayer.state_digest().hex());
  json.key("invariants").begin_array();
  for (std::string_view name : invariants::invariant_names()) json.text(name);
  json.end_array().key("violations").begin_array();
  for (const auto& violation : all.violations)
    json.begin_object()
        .member("invariant", violation.invariant)
        .member("what", std::string_view(violation.what))
        .end_object();
  return json.end_array().end_object().take();
}

void print_replay(const Replayed& all) {
  say(fmt::format("{} blocks, {} records, {} log entries re-executed 已重放",
                  all.replayer.chain().next_position(), all.records, all.tree.size()));
  say(fmt::format("root          {}", all.tree.root().hex()));
  say(fmt::format("state digest  {}", all.replayer.state_digest().hex()));
  for (std::string_view name : invariants::invariant_names())
    say(fmt::format("invariant     {}", name));
  for (const auto& violation : all.violations)
    say(fmt::format("VIOLATED      {}: {}", violation.invariant, violation.what));
}

}  // namespace

int replay(const ReplayCommand& c) {
  const node::DataDir dir{c.data};
  Replayed all;
  all.print_entries = c.entries;
  if (const auto done = replay_into(dir, c.database, all); !done) return fail(done.error());
  if (const auto same = compare_with_log(dir, all.tree); !same) return fail(same.error());
  const engine::Engine& engine = all.replayer.engine();
  if (engine.recompute_digest() != all.replayer.state_digest())
    all.violations.push_back({"state digest", "the running digest is not that of the rows"});
  for (auto& violation : invariants::check_state(engine.state()))
    all.violations.push_back(violation);
  for (auto& violation : all.history.check(engine.state())) all.violations.push_back(violation);
  if (c.json)
    say(replay_json(all));
  else if (!c.entries)
    print_replay(all);
  return all.violations.empty() ? exit_good : exit_no;
}

int snapshot(const std::string& data) {
  const node::DataDir dir{data};
  const auto cell = node::read_cell(dir);
  if (!cell) return fail(cell.error());
  const auto place = node::journal_place(dir);
  if (!place) return fail(place.error());
  auto journal = journal::open_journal({*place, *cell, journal::Mode::read_only});
  if (!journal) return fail(journal.error());
  const auto blocks = node::make_snapshot(dir, *cell, **journal);
  if (!blocks) return fail(blocks.error());
  say(node::snapshot_file(dir, *blocks).string());
  return exit_good;
}

int rebuild_views(const std::string& data) {
  const node::DataDir dir{data};
  {
    const auto cell = node::read_cell(dir);
    if (!cell) return fail(cell.error());
    auto views = views::Views::open(dir.views(), *cell, views::Mode::read_write);
    if (!views) return fail(views.error());
    if (const auto cleared = (*views)->clear(); !cleared) return fail(cleared.error());
  }
  // An open node brings empty views up to the journal, behind.
  auto node = node::Node::open({data, &now});
  if (!node) return fail(node.error());
  while (!(*node)->wait_published(std::chrono::seconds(10)))
    if (const std::string why = (*node)->write_stop(); !why.empty()) return fail({why});
  say("views rebuilt 视图已重建");
  return exit_good;
}

}  // namespace tanshu::apps
