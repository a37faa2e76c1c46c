// SPDX-License-Identifier: Apache-2.0
// Three lines, read so that print(parse(x)) == x for every x that is accepted.
#include "proof/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "proof/wording.h"

namespace tanshu::proof {

namespace {

/// The extension line of a log whose tree is made with SM3.
constexpr std::string_view hash_word = "hash ";
constexpr std::string_view sm3_line = "hash sm3";

}  // namespace

std::optional<std::uint64_t> strict_number(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Digest> strict_hash(std::string_view text) {
  const auto bytes = from_base64(text);
  Digest digest;
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, digest.bytes.begin());
  return digest;
}

std::string print_checkpoint(const Checkpoint& checkpoint) {
  std::string text = fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size,
                                 to_base64(checkpoint.root.view()));
  if (checkpoint.hash == HashKind::sm3) text.append(sm3_line).push_back('\n');
  for (const std::string& line : checkpoint.extensions) text.append(line).push_back('\n');
  return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view text, std::size_t first_line) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || end == 0)
      return refuted_at(first_line + lines.size(), "检查点有空行或缺行尾",
                        "an empty line or a missing line end in the checkpoint");
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  if (lines.size() < 3)
    return refuted_at(first_line + lines.size(), "检查点不足三行",
                      "a checkpoint has at least three lines");
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  const auto size = strict_number(lines[1]);
  if (!size)
    return refuted_at(first_line + 1, "树的大小不是规范的十进制数",
                      "the size is not a plain decimal number");
  const auto root = strict_hash(lines[2]);
  if (!root)
    return refuted_at(first_line + 2, "根不是 32 字节的规范 base64",
                      "the root is not 32 bytes in canonical base64");
  checkpoint.size = *size;
  checkpoint.root = *root;
  const bool sm3 = lines.size() > 3 && lines[3] == sm3_line;
  if (sm3) checkpoint.hash = HashKind::sm3;
  checkpoint.extensions.assign(lines.begin() + (sm3 ? 4 : 3), lines.end());
  for (std::size_t i = sm3 ? 4 : 3; i < lines.size(); ++i)
    if (lines[i].starts_with(hash_word))
      return refuted_at(first_line + i, "此处的杂凑算法不可识别，本程序只识 hash sm3",
                        "a hash that is not understood here; this program knows hash sm3 only");
  return checkpoint;
}

Result<std::string> sign_checkpoint(std::uint64_t size, const Digest& root, const Signer& log) {
  const std::string text = print_checkpoint({log.name, size, root, {}, log.hash()});
  TRY_SET(std::string note, sign_note(text, log));
  if (log.sm2) note += sm2_line(text, log);
  return note;
}

Result<OpenedCheckpoint> open_checkpoint(std::string_view bytes,
                                         std::span<const Verifier> verifiers,
                                         std::size_t first_line) {
  OpenedCheckpoint opened;
  TRY_SET(opened.note, open_note(bytes, verifiers, first_line));
  TRY_SET(opened.checkpoint, parse_checkpoint(opened.note.text, first_line));
  const std::string& origin = opened.checkpoint.origin;
  const bool by_log = std::ranges::any_of(opened.note.verified, [&](const VerifiedSignature& s) {
    return s.by.kind != KeyKind::cosignature && s.by.name == origin;
  });
  if (!by_log)
    return refuted_at(first_line, fmt::format("没有日志 {} 自己的受信签名", origin),
                      fmt::format("no trusted signature of the log {} itself", origin));
  return opened;
}

}  // namespace tanshu::proof
