// SPDX-License-Identifier: Apache-2.0
// The exact grammar of notes: a text that has two readings has none here.
#include "proof/note.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "proof/utf8.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

constexpr std::string_view dash = "\xe2\x80\x94 ";  // U+2014 and a space

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

void put_big_endian(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::string line_of(std::string_view name, std::uint32_t hash, ByteView payload) {
  Bytes blob;
  put_big_endian(blob, hash, 4);
  blob.insert(blob.end(), payload.begin(), payload.end());
  return fmt::format("{}{} {}\n", dash, name, to_base64(blob));
}

constexpr std::string_view sm2_name("sm2-sm3.v1\0", 11);

Bytes type_of(KeyKind kind) {
  const std::string_view name = kind == KeyKind::sm2 ? sm2_name : std::string_view();
  Bytes type(1 + name.size(), static_cast<std::uint8_t>(kind));
  std::ranges::copy(name, type.begin() + 1);
  return type;
}

std::size_t key_bytes(KeyKind kind) {
  return kind == KeyKind::sm2 ? sizeof(Sm2Public) : sizeof(Ed25519Public);
}

template <class Key>
Key fixed(const Bytes& bytes) {
  Key key{};
  CHECK(bytes.size() == key.size());
  std::ranges::copy(bytes, key.begin());
  return key;
}

std::string cosigned_message(std::string_view text, std::uint64_t time_s) {
  return fmt::format("cosignature/v1\ntime {}\n{}", time_s, text);
}

/// The type a verifier key begins with, where it has as many bytes as that wants.
std::optional<KeyKind> kind_of(const Bytes& blob) {
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::cosignature, KeyKind::sm2}) {
    const Bytes type = type_of(kind);
    if (blob.size() == type.size() + key_bytes(kind) &&
        std::equal(type.begin(), type.end(), blob.begin()))
      return kind;
  }
  return std::nullopt;
}

/// The number of lines before the byte that is not UTF-8 or is a control character, or nothing if
/// all is well.
std::optional<std::size_t> lines_before_bad_character(std::string_view text) {
  std::size_t lines = 0;
  while (!text.empty()) {
    const auto code = take_code_point(text);
    if (!code || (*code < 0x20 && *code != U'\n')) return lines;
    if (*code == U'\n') ++lines;
  }
  return std::nullopt;
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return std::nullopt;
  line.remove_prefix(dash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
  const auto blob = from_base64(line.substr(space + 1));
  if (!blob || blob->size() < 5) return std::nullopt;
  NoteSignature signature;
  signature.name = line.substr(0, space);
  signature.hash = static_cast<std::uint32_t>(big_endian(ByteView(*blob).first(4)));
  signature.payload.assign(blob->begin() + 4, blob->end());
  return signature;
}

/// Nothing when the signature is bad.
std::optional<VerifiedSignature> verify(std::string_view text, const NoteSignature& signature,
                                        const Verifier& verifier) {
  const ByteView payload = signature.payload;
  if (verifier.kind != KeyKind::cosignature) {
    const bool good =
        verifier.kind == KeyKind::sm2
            ? sm2_verify(fixed<Sm2Public>(verifier.key), view_of(text), payload)
            : ed25519_verify(fixed<Ed25519Public>(verifier.key), view_of(text), payload);
    return good ? std::optional(VerifiedSignature{verifier, 0}) : std::nullopt;
  }
  if (payload.size() != 8 + sizeof(Ed25519Signature)) return std::nullopt;
  const std::uint64_t time_s = big_endian(payload.first(8));
  const std::string message = cosigned_message(text, time_s);
  if (!ed25519_verify(fixed<Ed25519Public>(verifier.key), view_of(message), payload.subspan(8)))
    return std::nullopt;
  return VerifiedSignature{verifier, time_s};
}

/// Sorts one signature line into the note: verified, unknown, or a reason to reject the whole.
Result<void> take_signature(OpenedNote& note, NoteSignature signature,
                            std::span<const Verifier> verifiers, std::size_t line) {
  const Verifier* known = nullptr;
  for (const Verifier& verifier : verifiers) {
    if (verifier.name != signature.name || verifier.hash != signature.hash) continue;
    if (known != nullptr && (known->key != verifier.key || known->kind != verifier.kind))
      return refuted_at(line, "两把受信公钥同名同标识，无法分辨",
                        "two trusted keys share this name and key hash");
    known = &verifier;
  }
  if (known == nullptr) {
    note.unknown.push_back(std::move(signature));
    return {};
  }
  const auto verified = verify(note.text, signature, *known);
  if (!verified)
    return refuted_at(line, fmt::format("{} 的签名不成立", signature.name),
                      fmt::format("the signature of {} does not verify", signature.name));
  const bool again = std::ranges::any_of(note.verified, [&](const VerifiedSignature& earlier) {
    return earlier.by.name == known->name && earlier.by.hash == known->hash;
  });
  if (!again) note.verified.push_back(*verified);
  return {};
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto code = take_code_point(name);
    if (!code || *code < 0x20 || *code == U'+' || is_unicode_space(*code)) return false;
  }
  return true;
}

std::uint32_t key_hash(std::string_view name, KeyKind kind, ByteView key) {
  Sha256 hasher;
  const Digest digest = hasher.update(name).update("\n").update(type_of(kind)).update(key).finish();
  return static_cast<std::uint32_t>(big_endian(digest.view().first(4)));
}

Verifier verifier_of(const Signer& signer, KeyKind kind) {
  Verifier verifier{signer.name, kind, {}, 0};
  CHECK(kind != KeyKind::sm2 || signer.sm2.has_value());
  const auto take = [&verifier](const auto& key) { verifier.key.assign(key.begin(), key.end()); };
  if (kind == KeyKind::sm2)
    take(sm2_public(*signer.sm2));
  else
    take(ed25519_public(signer.seed));
  verifier.hash = key_hash(verifier.name, kind, verifier.key);
  return verifier;
}

std::vector<Verifier> verifiers_of(const Signer& log) {
  std::vector<Verifier> all{verifier_of(log)};
  if (log.sm2) all.push_back(verifier_of(log, KeyKind::sm2));
  return all;
}

Result<Verifier> parse_vkey(std::string_view text) {
  const auto malformed = [] {
    return refuted("公钥文本须为 名称+8位标识+base64 公钥",
                   "a verifier key reads name+hash+base64 key");
  };
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos || second - first != 9) return malformed();
  const auto hash = from_hex(text.substr(first + 1, 8));
  const auto blob = from_base64(text.substr(second + 1));
  Verifier verifier;
  verifier.name = text.substr(0, first);
  if (!is_key_name(verifier.name) || !hash || !blob || blob->empty()) return malformed();
  const auto kind = kind_of(*blob);
  if (!kind)
    return refuted("只接受 Ed25519 公钥（类型 01 或 04）和 SM2 公钥（sm2-sm3.v1）",
                   "only keys of Ed25519 (type 01 or 04) and SM2 (sm2-sm3.v1) are understood");
  verifier.kind = *kind;
  verifier.key.assign(blob->end() - static_cast<std::ptrdiff_t>(key_bytes(*kind)), blob->end());
  verifier.hash = static_cast<std::uint32_t>(big_endian(*hash));
  if (verifier.hash != key_hash(verifier.name, verifier.kind, verifier.key))
    return refuted("公钥标识与公钥不符", "the key hash does not belong to this name and key");
  return verifier;
}

std::string print_vkey(const Verifier& verifier) {
  Bytes blob = type_of(verifier.kind);
  blob.insert(blob.end(), verifier.key.begin(), verifier.key.end());
  return fmt::format("{}+{:08x}+{}", verifier.name, verifier.hash, to_base64(blob));
}

std::string signature_line(std::string_view text, const Signer& signer) {
  CHECK(is_key_name(signer.name));
  return line_of(signer.name, verifier_of(signer).hash, ed25519_sign(signer.seed, view_of(text)));
}

std::string sm2_line(std::string_view text, const Signer& signer) {
  return line_of(signer.name, verifier_of(signer, KeyKind::sm2).hash,
                 sm2_sign(*signer.sm2, view_of(text)));
}

std::string cosignature_line(std::string_view text, const Signer& signer, std::uint64_t time_s) {
  CHECK(is_key_name(signer.name));
  Bytes payload;
  put_big_endian(payload, time_s, 8);
  const auto signature = ed25519_sign(signer.seed, view_of(cosigned_message(text, time_s)));
  payload.insert(payload.end(), signature.begin(), signature.end());
  return line_of(signer.name, verifier_of(signer, KeyKind::cosignature).hash, payload);
}

Result<std::string> sign_note(std::string_view text, const Signer& signer) {
  if (!text.ends_with('\n')) return refuted("正文须以换行结尾", "a note text ends with a line end");
  if (const auto lines = lines_before_bad_character(text))
    return refuted_at(*lines + 1, "正文含控制字符或不是 UTF-8",
                      "a control character, or not UTF-8");
  if (!is_key_name(signer.name)) return refuted("签名者名称不合规", "not a key name");
  return fmt::format("{}\n{}", text, signature_line(text, signer));
}

Result<OpenedNote> open_note(std::string_view bytes, std::span<const Verifier> verifiers,
                             std::size_t first_line) {
  if (const auto lines = lines_before_bad_character(bytes))
    return refuted_at(first_line + *lines, "含控制字符或不是 UTF-8",
                      "a control character, or not UTF-8");
  const auto split = bytes.rfind("\n\n");
  if (split == std::string_view::npos)
    return refuted_at(first_line, "没有把正文与签名分开的空行",
                      "no blank line parts text and signatures");
  OpenedNote note;
  note.text = bytes.substr(0, split + 1);
  std::size_t line = first_line + 1 + static_cast<std::size_t>(std::ranges::count(note.text, '\n'));
  std::string_view rest = bytes.substr(split + 2);
  if (rest.empty()) return refuted_at(line, "没有签名", "there is no signature");
  for (std::size_t count = 1; !rest.empty(); ++count, ++line) {
    const auto end = rest.find('\n');
    auto signature = parse_signature(rest.substr(0, end));
    if (end == std::string_view::npos || !signature)
      return refuted_at(line, "不是签名行", "not a signature line");
    if (count > note_signatures_max) return refuted_at(line, "签名过多", "too many signatures");
    TRY(take_signature(note, std::move(*signature), verifiers, line));
    rest.remove_prefix(end + 1);
  }
  if (note.verified.empty())
    return refuted_at(line - 1, "没有任何受信公钥的签名", "no trusted key signed this");
  return note;
}

}  // namespace tanshu::proof
