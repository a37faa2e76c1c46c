// SPDX-License-Identifier: Apache-2.0
// A ledger with a log of its own, for the tests of this room, and the same with its history edited:
// signed by the true key, every hash made anew.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/temporary_directory.h"
#include "link/bundles.h"
#include "node/data_dir.h"
#include "node/node.h"
#include "proof/merkle.h"
#include "proof/tile_writer.h"

namespace tanshu::link {

class SmallLedger {
 public:
  /// With the same key and the same commands two ledgers have the same log, to the byte.
  explicit SmallLedger(const std::filesystem::path& data, const SmallLedger* twin = nullptr,
                       HashKind proofs = HashKind::sha256)
      : data_(data) {
    EXPECT_TRUE(node::Node::create(data_, "baotou", {}, proofs));
    if (twin != nullptr)
      std::filesystem::copy(twin->data_ / "keys", data_ / "keys",
                            std::filesystem::copy_options::overwrite_existing |
                                std::filesystem::copy_options::recursive);
    signer = node::read_signer({data_}, "baotou").value();
    key = proof::verifier_of(signer);
    open();
    give(protocol::OpenCell{"baotou", {"operator"}, "登记处", "Registry", "150200", {"admin"}});
  }

  void open() {
    node::Options options;
    options.data = data_;
    options.clock = [] { return Instant{1'800'000'000'000'000'000}; };
    auto opened = node::Node::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().what;
    node_ = std::move(*opened);
  }

  void give(protocol::Command command) {
    const auto receipt =
        node_->submit({{"admin"}, "key-" + std::to_string(given_++), std::move(command)});
    ASSERT_TRUE(receipt) << receipt.error().what;
    ASSERT_TRUE(receipt->outcome);
  }
  /// Participants, one a command and so one a block: two entries each.
  void grow(int participants) {
    for (int i = 0; i < participants; ++i)
      give(protocol::RegisterParticipant{{"firm-" + std::to_string(given_)},
                                         protocol::ParticipantKind::firm,
                                         "公司",
                                         "Firm",
                                         "150200"});
    EXPECT_TRUE(node_->wait_published(std::chrono::seconds(10)));
  }

  std::filesystem::path log() const { return data_ / "log"; }
  std::uint64_t size() const { return node_->log_head().size; }

  /// Every entry of the log as it stands.
  std::vector<Bytes> entries() const {
    proof::DirectoryReader reader(log());
    Bundles bundles({reader, size()}, 0, size(), 1);
    std::vector<Bytes> all;
    while (auto bundle = bundles.next().value())
      for (const ByteView entry : bundle->entries) all.emplace_back(entry.begin(), entry.end());
    return all;
  }

  proof::Signer signer;
  proof::Verifier key;

 private:
  std::filesystem::path data_;
  int given_ = 0;
  std::unique_ptr<node::Node> node_;
};

/// Chains the entries anew: every header gets the hashes that its records and predecessor need, as
/// an operator would do who edits its own database and knows what it does.
inline std::vector<Bytes> chained_anew(const std::vector<Bytes>& entries,
                                       HashKind hash = HashKind::sha256) {
  node::Chain chain(hash);
  std::vector<Bytes> all;
  std::vector<Bytes> records;
  for (const Bytes& entry : entries) {
    const auto header = protocol::decode_block_leaf(entry);
    if (!header) {
      records.push_back(entry);
      all.push_back(entry);
      continue;
    }
    std::vector<Digest> hashes;
    for (const Bytes& record : records) hashes.push_back(proof::leaf_hash(record, hash));
    const auto sealed = chain.seal(hashes, header->state_digest, header->at);
    all.push_back(protocol::encode_block_leaf(sealed));
    chain.advance(sealed);
    records.clear();
  }
  return all;
}

/// The record with another command in it, and its old outcome.
inline Bytes with_another_name(const Bytes& entry) {
  auto record = protocol::decode_record(entry);
  EXPECT_TRUE(record);
  auto* command = std::get_if<protocol::RegisterParticipant>(&record->envelope.command);
  EXPECT_NE(command, nullptr);
  command->name_en = "Another firm";
  return protocol::encode_record(*record);
}

/// Publishes entries as a log, signed by `signer`.
inline void publish(const std::filesystem::path& directory, const std::vector<Bytes>& entries,
                    const proof::Signer& signer) {
  auto writer = proof::TileWriter::open(directory, signer.hash());
  ASSERT_TRUE(writer);
  proof::Tree tree(signer.hash());
  for (const Bytes& entry : entries) {
    tree.append(proof::leaf_hash(entry, signer.hash()));
    ASSERT_TRUE(writer->add(entry));
  }
  ASSERT_TRUE(writer->publish(tree, *proof::sign_checkpoint(tree.size(), tree.root(), signer)));
}

}  // namespace tanshu::link
