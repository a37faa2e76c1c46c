// SPDX-License-Identifier: Apache-2.0
// Lines are put together as text: what others signed is never written anew.
#include "proof/cosign.h"

#include <algorithm>

#include "proof/wording.h"

namespace tanshu::proof {
namespace {

struct Parts {
  std::string_view text;
  std::vector<std::string_view> lines;  ///< each with its line end
};

Result<Parts> parts_of(std::string_view note) {
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos)
    return refuted("没有把正文与签名分开的空行", "no blank line parts text and signatures");
  Parts parts{note.substr(0, split + 1), {}};
  std::string_view rest = note.substr(split + 2);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos)
      return refuted("最后一行没有换行", "the last line has no line end");
    parts.lines.push_back(rest.substr(0, end + 1));
    rest.remove_prefix(end + 1);
  }
  return parts;
}

/// Whether the line carries the key's name and hash; what it signs is not looked at.
bool is_line_of(std::string_view line, const Verifier& key) {
  const auto last = line.rfind(' ');
  if (last == std::string_view::npos || !line.ends_with('\n')) return false;
  const auto first = line.find(' ');
  if (first == last || line.substr(first + 1, last - first - 1) != key.name) return false;
  const auto blob = from_base64(line.substr(last + 1, line.size() - last - 2));
  if (!blob || blob->size() < 4) return false;
  std::uint32_t hash = 0;
  for (int i = 0; i < 4; ++i) hash = hash << 8 | (*blob)[static_cast<std::size_t>(i)];
  return hash == key.hash;
}

}  // namespace

std::string key_name(std::string_view follower, Statement statement) {
  return fmt::format("{}/{}", follower, name_of(statement));
}

Result<std::string_view> note_text(std::string_view note) {
  TRY_SET(const Parts parts, parts_of(note));
  return parts.text;
}

Result<std::string> cosign(std::string_view note, const Signer& signer, std::uint64_t time_s) {
  TRY_SET(const Parts parts, parts_of(note));
  const Verifier key = verifier_of(signer, KeyKind::cosignature);
  std::string cosigned(parts.text);
  cosigned += '\n';
  for (const std::string_view line : parts.lines)
    if (!is_line_of(line, key)) cosigned += line;
  return cosigned + cosignature_line(parts.text, signer, time_s);
}

Result<std::string> with_lines_of(std::string_view note, std::string_view other,
                                  std::span<const Verifier> keys) {
  TRY_SET(const Parts ours, parts_of(note));
  TRY_SET(const Parts theirs, parts_of(other));
  if (ours.text != theirs.text)
    return refuted("签名所签的是另一正文", "the signatures are over another text");
  std::string joined(note);
  for (const std::string_view line : theirs.lines) {
    const auto key = std::ranges::find_if(keys, [&](const auto& k) { return is_line_of(line, k); });
    if (key == keys.end()) continue;
    const bool there =
        std::ranges::any_of(ours.lines, [&](auto own) { return is_line_of(own, *key); });
    if (!there) joined += line;
  }
  return joined;
}

}  // namespace tanshu::proof
