// SPDX-License-Identifier: Apache-2.0
// The follower: what it keeps, executes and signs, and that it signs nothing once a log differs.
#include "link/follower.h"

#include <sys/stat.h>

#include <atomic>

#include "link/small_ledger.h"
#include "proof/files.h"

namespace tanshu::link {
namespace {

namespace fs = std::filesystem;
using proof::Statement;

/// A log whose files cannot be read after the first few.
class FailingReader : public proof::LogReader {
 public:
  FailingReader(fs::path root, int reads) : under_(std::move(root)), left_(reads) {}
  Result<std::optional<Bytes>> read(const std::string& path) override {
    if (path != "checkpoint" && left_-- <= 0) return failure("the line is down");
    return under_.read(path);
  }
  Result<std::optional<std::vector<std::string>>> list() override { return under_.list(); }

 private:
  proof::DirectoryReader under_;
  std::atomic<int> left_;
};

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() : ledger(house / "data") { ledger.grow(140); }

  Result<std::unique_ptr<Follower>> try_open(const std::string& name = "bank.example") {
    return Follower::open({house / "follower", name, ledger.key, &now});
  }
  std::unique_ptr<Follower> open() {
    auto follower = try_open();
    EXPECT_TRUE(follower) << follower.error().what;
    return std::move(*follower);
  }
  Round round(Follower& follower, const fs::path& log) {
    proof::DirectoryReader reader(log);
    const auto done = follower.follow(reader);
    EXPECT_TRUE(done) << done.error().what;
    return done.value_or(Round{});
  }
  Round round(Follower& follower) { return round(follower, ledger.log()); }

  std::vector<proof::Verifier> keys(const Follower& follower) const {
    std::vector<proof::Verifier> all{ledger.key};
    for (const auto& signer : follower.keys().signers)
      all.push_back(proof::verifier_of(signer, proof::KeyKind::cosignature));
    return all;
  }
  /// Follows to the end of the ledger, then meets the entries as edited, at `log`.
  Refused refusal_of(const std::vector<Bytes>& edited) {
    auto follower = open();
    EXPECT_EQ(round(*follower).end, RoundEnd::cosigned);
    const std::string before = follower->note();
    publish(house / "edited", edited, ledger.signer);
    EXPECT_EQ(round(*follower, house / "edited").end, RoundEnd::refused);
    EXPECT_EQ(follower->note(), before) << "nothing may be signed that differs";
    EXPECT_TRUE(follower->refused());
    return follower->refused().value_or(Refused{});
  }
  /// What a follower says that meets these entries as the first ones.
  Refused first_refusal_of(const std::vector<Bytes>& edited) {
    publish(house / "edited", edited, ledger.signer);
    auto follower = open();
    EXPECT_EQ(round(*follower, house / "edited").end, RoundEnd::refused);
    EXPECT_EQ(follower->note().find("bank.example"), std::string::npos);
    return follower->refused().value_or(Refused{});
  }

  const TemporaryDirectory house{"follower"};
  SmallLedger ledger;
};

TEST_F(FollowerTest, keeps_executes_and_cosigns) {
  auto follower = open();
  const Round first = round(*follower);
  EXPECT_EQ(first.end, RoundEnd::cosigned);
  EXPECT_EQ(first.stated, (proof::PerStatement<bool>{true, true, true}));
  EXPECT_EQ(follower->kept_size(), ledger.size());
  EXPECT_EQ(follower->executed_size(), ledger.size());
  const auto last = protocol::decode_block_leaf(ledger.entries().back());
  ASSERT_TRUE(last);
  EXPECT_EQ(follower->state_digest(), last->state_digest);
  const auto opened = proof::open_checkpoint(follower->note(), keys(*follower));
  ASSERT_TRUE(opened) << opened.error().what;
  ASSERT_EQ(opened->note.verified.size(), 4u);
  EXPECT_EQ(opened->note.verified[3].by.name, "bank.example/executed");
  EXPECT_EQ(round(*follower).end, RoundEnd::unchanged);
  ledger.grow(3);
  EXPECT_EQ(round(*follower).end, RoundEnd::cosigned);
  EXPECT_EQ(follower->kept_size(), ledger.size());
}

TEST_F(FollowerTest, holds_a_log_that_audits) {
  auto follower = open();
  round(*follower);
  ledger.grow(70);
  round(*follower);
  proof::DirectoryReader copy(house / "follower/log");
  const auto report = proof::audit_log(copy, keys(*follower));
  ASSERT_TRUE(report);
  for (const auto& finding : report->findings) ADD_FAILURE() << finding.file << finding.what;
  EXPECT_EQ(report->entries_checked, ledger.size());
  EXPECT_EQ(report->signatures.size(), 4u);
}

TEST_F(FollowerTest, goes_on_where_it_stopped) {
  round(*open());
  ledger.grow(5);
  auto again = open();
  EXPECT_EQ(again->executed_size() + 10, ledger.size());
  EXPECT_EQ(round(*again).end, RoundEnd::cosigned);
  EXPECT_EQ(again->executed_size(), ledger.size());
}

TEST_F(FollowerTest, survives_a_line_that_breaks) {
  auto follower = open();
  FailingReader broken(ledger.log(), 1);
  EXPECT_FALSE(follower->follow(broken));
  EXPECT_FALSE(follower->refused());
  EXPECT_TRUE(follower->note().empty());
  EXPECT_EQ(round(*follower).end, RoundEnd::cosigned);
}

TEST_F(FollowerTest, signs_a_fork_never_and_names_the_edited_entry) {
  std::vector<Bytes> entries = ledger.entries();
  entries[100] = with_another_name(entries[100]);
  const Refused refused = refusal_of(chained_anew(entries));
  EXPECT_EQ(refused.finding.log_index, 100u);
  EXPECT_EQ(refused.finding.block, 50u);
  EXPECT_EQ(refused.finding.differs, Differs::bytes);
  EXPECT_NE(refused.served_checkpoint, refused.held_checkpoint);
}

TEST_F(FollowerTest, refuses_another_history_that_executes_as_well) {
  // Not one hash, outcome or digest of it is wrong: it is only not the one that was signed.
  SmallLedger other(house / "other", &ledger);
  other.grow(99);
  other.give(protocol::RegisterParticipant{
      {"stranger"}, protocol::ParticipantKind::firm, "公司", "Firm", "150200"});
  other.grow(40);
  ASSERT_EQ(other.size(), ledger.size());
  auto follower = open();
  round(*follower);
  EXPECT_EQ(round(*follower, other.log()).end, RoundEnd::refused);
  EXPECT_EQ(follower->refused()->finding.log_index, 200u);
  EXPECT_EQ(follower->refused()->finding.block, 100u);
  EXPECT_EQ(Follower::open({house / "second", "second.example", ledger.key, &now})
                .value()
                ->follow(*std::make_unique<proof::DirectoryReader>(other.log()))
                ->end,
            RoundEnd::cosigned)
      << "one who met it first signs it: that makes the fork provable";
}

TEST_F(FollowerTest, knows_when_its_cosignatures_are_shown) {
  auto follower = open();
  EXPECT_FALSE(round(*follower).shown);
  EXPECT_FALSE(round(*follower).shown);
  ASSERT_TRUE(proof::write_whole(ledger.log(), "checkpoint", view_of(follower->note())));
  EXPECT_TRUE(round(*follower).shown);
}

TEST_F(FollowerTest, remembers_its_refusal_until_it_is_cleared) {
  std::vector<Bytes> entries = ledger.entries();
  entries[200] = with_another_name(entries[200]);
  const Refused refused = refusal_of(chained_anew(entries));
  auto again = open();
  ASSERT_TRUE(again->refused());
  EXPECT_EQ(to_json(*again->refused()), to_json(refused));
  EXPECT_EQ(round(*again).end, RoundEnd::refused) << "even of the true log";
  ASSERT_TRUE(clear_refusal({house / "follower"}).value());
  EXPECT_FALSE(clear_refusal({house / "follower"}).value());
  auto cleared = open();
  EXPECT_EQ(round(*cleared).end, RoundEnd::unchanged);
  ledger.grow(1);
  EXPECT_EQ(round(*cleared).end, RoundEnd::cosigned);
  EXPECT_EQ(round(*cleared, house / "edited").end, RoundEnd::refused);
}

TEST_F(FollowerTest, refuses_an_edit_hidden_behind_new_entries) {
  auto follower = open();
  round(*follower);
  ledger.grow(150);
  std::vector<Bytes> entries = ledger.entries();
  entries[4] = with_another_name(entries[4]);
  publish(house / "edited", chained_anew(entries), ledger.signer);
  EXPECT_EQ(round(*follower, house / "edited").end, RoundEnd::refused);
  EXPECT_EQ(follower->refused()->finding.log_index, 4u);
  EXPECT_EQ(follower->refused()->finding.block, 2u);
}

TEST_F(FollowerTest, refuses_a_shortened_history_that_differs) {
  std::vector<Bytes> entries = ledger.entries();
  entries.resize(260);
  entries[6] = with_another_name(entries[6]);
  EXPECT_EQ(refusal_of(chained_anew(entries)).finding.log_index, 6u);
}

TEST_F(FollowerTest, finds_the_entry_where_the_tiles_served_are_those_of_before) {
  std::vector<Bytes> entries = ledger.entries();
  entries[270] = with_another_name(entries[270]);
  auto follower = open();
  round(*follower);
  publish(house / "edited", chained_anew(entries), ledger.signer);
  fs::remove_all(house / "edited/tile/0");
  fs::copy(ledger.log() / "tile/0", house / "edited/tile/0", fs::copy_options::recursive);
  EXPECT_EQ(round(*follower, house / "edited").end, RoundEnd::refused);
  EXPECT_EQ(follower->refused()->finding.log_index, 270u);
}

TEST_F(FollowerTest, names_new_entries_that_do_not_lead_to_the_root) {
  auto follower = open();
  round(*follower);
  const std::uint64_t before = ledger.size();
  ledger.grow(2);
  publish(house / "edited", ledger.entries(), ledger.signer);
  const std::string path =
      proof::tile_path({true, 0, ledger.size() / 256, static_cast<unsigned>(ledger.size() % 256)});
  Bytes bundle = proof::read_whole(house / "edited" / path).value().value();
  bundle.back() ^= 1;
  ASSERT_TRUE(proof::write_whole(house / "edited", path, bundle));
  EXPECT_EQ(round(*follower, house / "edited").end, RoundEnd::refused);
  EXPECT_EQ(follower->refused()->finding.log_index, ledger.size() - 1);
  EXPECT_EQ(follower->refused()->finding.differs, Differs::root);
  EXPECT_EQ(follower->kept_size(), before);
}

TEST_F(FollowerTest, does_not_take_an_older_checkpoint_for_a_fork) {
  publish(house / "older", ledger.entries(), ledger.signer);
  ledger.grow(4);
  auto follower = open();
  round(*follower);
  const Round older = round(*follower, house / "older");
  EXPECT_EQ(older.end, RoundEnd::stale);
  EXPECT_FALSE(follower->refused());
}

TEST_F(FollowerTest, refuses_a_first_history_whose_outcome_is_not_what_executing_comes_to) {
  std::vector<Bytes> entries = ledger.entries();
  entries[100] = with_another_name(entries[100]);
  const Refused refused = first_refusal_of(chained_anew(entries));
  EXPECT_EQ(refused.finding.log_index, 100u);
  EXPECT_EQ(refused.finding.block, 50u);
  EXPECT_EQ(refused.finding.differs, Differs::outcome);
}

TEST_F(FollowerTest, refuses_a_state_digest_that_executing_does_not_come_to) {
  std::vector<Bytes> entries = ledger.entries();
  auto header = protocol::decode_block_leaf(entries[101]);
  ASSERT_TRUE(header);
  header->state_digest.bytes[0] ^= 1;
  entries[101] = protocol::encode_block_leaf(*header);
  const Refused refused = first_refusal_of(chained_anew(entries));
  EXPECT_EQ(refused.finding.log_index, 101u);
  EXPECT_EQ(refused.finding.differs, Differs::state_digest);
}

TEST_F(FollowerTest, refuses_a_broken_chain_and_a_strange_entry) {
  std::vector<Bytes> entries = ledger.entries();
  std::vector<Bytes> strange = entries;
  entries[100] = with_another_name(entries[100]);  // and no header made anew
  const Refused refused = first_refusal_of(entries);
  EXPECT_EQ(refused.finding.log_index, 101u);
  EXPECT_EQ(refused.finding.differs, Differs::chain);
  for (const auto& entry : fs::directory_iterator(house.path())) fs::remove_all(entry);
  strange[50] = {9, 9, 9};
  EXPECT_EQ(first_refusal_of(strange).finding.log_index, 50u);
}

TEST_F(FollowerTest, states_that_it_executed_only_whole_blocks) {
  std::vector<Bytes> entries = ledger.entries();
  entries.pop_back();
  publish(house / "cut", entries, ledger.signer);
  auto follower = open();
  const Round cut = round(*follower, house / "cut");
  EXPECT_EQ(cut.end, RoundEnd::cosigned);
  EXPECT_EQ(cut.stated, (proof::PerStatement<bool>{true, true, false}));
  EXPECT_EQ(follower->note().find("/executed"), std::string::npos);
  EXPECT_EQ(round(*follower).stated, (proof::PerStatement<bool>{true, true, true}));
}

TEST_F(FollowerTest, does_not_open_a_checkpoint_of_another_key) {
  auto follower = open();
  proof::Signer other = ledger.signer;
  other.seed.bytes[0] ^= 1;
  publish(house / "other", ledger.entries(), other);
  proof::DirectoryReader reader(house / "other");
  EXPECT_FALSE(follower->follow(reader));
  EXPECT_FALSE(follower->refused());
  EXPECT_TRUE(follower->note().empty());
}

TEST_F(FollowerTest, will_not_sign_with_keys_whose_memory_is_lost) {
  round(*open());
  fs::remove_all(house / "follower/log");
  const auto forgetful = try_open();
  ASSERT_FALSE(forgetful);
  EXPECT_NE(forgetful.error().what.find("not what they signed"), std::string::npos);
}

TEST_F(FollowerTest, tells_its_own_damage_from_the_operators) {
  round(*open());
  const auto path = house / "follower/log/tile/entries/000";
  Bytes bundle = proof::read_whole(path).value().value();
  bundle[300] ^= 1;
  ASSERT_TRUE(proof::write_whole(house / "follower/log", "tile/entries/000", bundle));
  const auto damaged = try_open();
  ASSERT_FALSE(damaged);
  EXPECT_NE(damaged.error().what.find("damaged"), std::string::npos) << damaged.error().what;
  EXPECT_FALSE(fs::exists(house / "follower/refusal.json"));
}

TEST_F(FollowerTest, keeps_its_keys_to_itself_and_to_one_log) {
  EXPECT_FALSE(try_open("")) << "a name is needed first";
  EXPECT_FALSE(try_open("two words"));
  const std::string first =
      proof::print_vkey(proof::verifier_of(open()->keys().signers[0], proof::KeyKind::cosignature));
  EXPECT_EQ(proof::print_vkey(proof::verifier_of((*try_open(""))->keys().signers[0],
                                                 proof::KeyKind::cosignature)),
            first);
  EXPECT_FALSE(try_open("other.example"));
  for (const Statement statement : proof::all_statements) {
    struct stat status {};
    const FollowerDir dir{house / "follower"};
    ASSERT_EQ(::stat(dir.seed_file(statement).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
  }
  ledger.key.key[0] ^= 1;
  EXPECT_FALSE(try_open(""));
}

/// A ledger whose proofs are made with SM3.
class Sm3FollowerTest : public testing::Test {
 protected:
  Sm3FollowerTest() { ledger.grow(140); }
  std::unique_ptr<Follower> open() {
    auto follower = Follower::open({house / "follower", "bank.example", ledger.key, &now});
    EXPECT_TRUE(follower) << follower.error().what;
    return std::move(*follower);
  }
  static Round round(Follower& follower, const fs::path& log) {
    proof::DirectoryReader reader(log);
    const auto done = follower.follow(reader);
    EXPECT_TRUE(done) << done.error().what;
    return done.value_or(Round{});
  }

  const TemporaryDirectory house{"sm3_follower"};
  SmallLedger ledger{house / "data", nullptr, HashKind::sm3};
};

TEST_F(Sm3FollowerTest, keeps_executes_and_signs_what_the_sm2_key_alone_verifies) {
  auto follower = open();
  const Round first = round(*follower, ledger.log());
  EXPECT_EQ(first.end, RoundEnd::cosigned);
  EXPECT_TRUE(first.stated[proof::index_of(Statement::executed)]);
  const auto sm2 = proof::verifier_of(ledger.signer, proof::KeyKind::sm2);
  proof::DirectoryReader copy(house / "follower/log");
  const auto report = proof::audit_log(copy, std::span(&sm2, 1));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->sound()) << report->findings[0].what;
  EXPECT_EQ(report->signatures.size(), 1u);
  follower.reset();
  ledger.grow(300);
  follower = open();
  EXPECT_EQ(round(*follower, ledger.log()).end, RoundEnd::cosigned);
  EXPECT_EQ(follower->kept_size(), ledger.size());
}

TEST_F(Sm3FollowerTest, refuses_an_edited_history_and_a_log_of_another_hash) {
  auto follower = open();
  round(*follower, ledger.log());
  std::vector<Bytes> entries = ledger.entries();
  proof::Signer plain{ledger.signer.name, ledger.signer.seed};
  publish(house / "plain", entries, plain);
  proof::DirectoryReader reader(house / "plain");
  EXPECT_FALSE(follower->follow(reader));
  entries[4] = with_another_name(entries[4]);
  publish(house / "edited", chained_anew(entries, HashKind::sm3), ledger.signer);
  EXPECT_EQ(round(*follower, house / "edited").end, RoundEnd::refused);
  ASSERT_TRUE(follower->refused());
  EXPECT_EQ(follower->refused()->finding.log_index, 4u);
}

}  // namespace
}  // namespace tanshu::link
