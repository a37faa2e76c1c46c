// SPDX-License-Identifier: Apache-2.0
// Reads proof files line by line so that every complaint can name its line.
#include "proof/audit.h"

#include "proof/merkle.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

constexpr std::string_view magic = "c2sp.org/tlog-proof@v1";
constexpr std::size_t path_max = 64;

class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// The next line without its end, or nothing when no complete line is left.
  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    ++number_;
    return line;
  }
  /// The number of the line that next() gave last.
  std::size_t number() const { return number_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

std::optional<std::string_view> after(std::string_view line, std::string_view keyword) {
  if (!line.starts_with(keyword)) return std::nullopt;
  return line.substr(keyword.size());
}

/// The hashes up to and including the blank line.
Result<std::vector<Digest>> parse_path(Lines& lines) {
  std::vector<Digest> path;
  while (true) {
    const auto line = lines.next();
    if (!line)
      return refuted_at(lines.number() + 1, "文件在空行和检查点之前中断",
                        "the file ends before the blank line and the checkpoint");
    if (line->empty()) return path;
    const auto hash = strict_hash(*line);
    if (!hash)
      return refuted_at(lines.number(), "哈希不是 32 字节的规范 base64",
                        "the hash is not 32 bytes in canonical base64");
    if (path.size() == path_max)
      return refuted_at(lines.number(), "路径过长", "the path is too long");
    path.push_back(*hash);
  }
}

}  // namespace

std::string print_proof(const AuditProof& proof) {
  std::string text(magic);
  text.push_back('\n');
  if (proof.extra) text += fmt::format("extra {}\n", to_base64(*proof.extra));
  text += fmt::format("index {}\n", proof.index);
  for (const Digest& hash : proof.path) text.append(to_base64(hash.view())).push_back('\n');
  text.push_back('\n');
  text += proof.checkpoint;
  return text;
}

Result<AuditProof> parse_proof(std::string_view text) {
  Lines lines(text);
  AuditProof proof;
  auto line = lines.next();
  if (!line || *line != magic)
    return refuted_at(1, fmt::format("首行须为 {}", magic),
                      fmt::format("the first line must be {}", magic));
  line = lines.next();
  if (const auto extra = line ? after(*line, "extra ") : std::nullopt) {
    proof.extra = from_base64(*extra);
    if (!proof.extra)
      return refuted_at(lines.number(), "extra 不是规范的 base64", "extra is not canonical base64");
    line = lines.next();
  }
  const auto digits = line ? after(*line, "index ") : std::nullopt;
  const auto index = digits ? strict_number(*digits) : std::nullopt;
  if (!index)
    return refuted_at(line ? lines.number() : lines.number() + 1,
                      "此行须为 index 加不带前导零的十进制数",
                      "this line must be index and a plain decimal number");
  proof.index = *index;
  TRY_SET(proof.path, parse_path(lines));
  proof.checkpoint = lines.rest();
  proof.checkpoint_line = lines.number() + 1;
  return proof;
}

Result<VerifiedLeaf> verify_proof(std::string_view text, ByteView entry,
                                  std::span<const Verifier> verifiers) {
  TRY_SET(const AuditProof proof, parse_proof(text));
  TRY_SET(OpenedCheckpoint opened,
          open_checkpoint(proof.checkpoint, verifiers, proof.checkpoint_line));
  const Checkpoint& checkpoint = opened.checkpoint;
  const auto led =
      verify_audit_path(proof.index, checkpoint.size, leaf_hash(entry, checkpoint.hash), proof.path,
                        checkpoint.root, checkpoint.hash);
  if (!led) {
    const std::size_t first_hash_line = proof.extra ? 4 : 3;
    const std::size_t line = proof.index >= checkpoint.size ? first_hash_line - 1 : first_hash_line;
    return failure(fmt::format("第 {0} 行（line {0}）：{1}", line, led.error().what));
  }
  return VerifiedLeaf{proof.index, checkpoint, std::move(opened.note.verified), proof.extra};
}

}  // namespace tanshu::proof
