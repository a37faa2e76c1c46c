// SPDX-License-Identifier: Apache-2.0
// C2SP signed notes (c2sp.org/signed-note v1.0.0), cosignatures (c2sp.org/tlog-cosignature v1,
// Ed25519), and SM2 signatures under a type of our own.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/hash.h"
#include "base/result.h"
#include "base/sm2.h"

namespace tanshu::proof {

inline constexpr std::size_t note_signatures_max = 100;

/// The signature types that are understood here; lines of any other type count as unknown. C2SP
/// has no number for SM2: its type is 0xff and the long name "sm2-sm3.v1" with a zero byte.
enum class KeyKind : std::uint8_t { ed25519 = 0x01, cosignature = 0x04, sm2 = 0xff };

struct Signer {
  std::string name;
  Ed25519Seed seed;
  /// Of a log whose tree is made with SM3: signs its checkpoints as well.
  std::optional<Sm2Secret> sm2 = {};

  HashKind hash() const { return sm2 ? HashKind::sm3 : HashKind::sha256; }
};

/// A public key a reader trusts for `name`: 32 bytes of Ed25519, or 65 of SM2. `hash` is the first
/// four bytes, big endian, of SHA-256(name ‖ LF ‖ type ‖ key).
struct Verifier {
  std::string name;
  KeyKind kind = KeyKind::ed25519;
  Bytes key;
  std::uint32_t hash = 0;
};

std::uint32_t key_hash(std::string_view name, KeyKind kind, ByteView key);
/// Of kind sm2 only where the signer has such a key.
Verifier verifier_of(const Signer& signer, KeyKind kind = KeyKind::ed25519);

/// Of every key that the log with this signer signs checkpoints with, that of Ed25519 first.
std::vector<Verifier> verifiers_of(const Signer& log);

/// "name+hash8hex+base64(type ‖ key)" on one line, without a line end; the hash must be the right
/// one.
Result<Verifier> parse_vkey(std::string_view text);
std::string print_vkey(const Verifier& verifier);

/// Key names are UTF-8, not empty, without white space and '+'.
bool is_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t hash = 0;
  /// What follows the key hash: for Ed25519 the signature, for a cosignature time and signature.
  Bytes payload;
};

struct VerifiedSignature {
  Verifier by;
  /// Seconds since 1970; cosignatures only.
  std::uint64_t time_s = 0;
};

struct OpenedNote {
  /// With its final line end.
  std::string text;
  /// At most one a verifier, in the order of the lines.
  std::vector<VerifiedSignature> verified;
  /// Lines by keys that no verifier was given for.
  std::vector<NoteSignature> unknown;
};

/// The whole note: text, blank line, signature line. Fails when the text is not a note text.
Result<std::string> sign_note(std::string_view text, const Signer& signer);
/// One signature line with its line end, to append to a note that has this text.
std::string signature_line(std::string_view text, const Signer& signer);
/// The same with the signer's SM2 key, which it must have.
std::string sm2_line(std::string_view text, const Signer& signer);
/// One cosignature/v1 line over `text` at `time_s`, to append to a note that has this text.
std::string cosignature_line(std::string_view text, const Signer& signer, std::uint64_t time_s);

/// Opens a note when at least one given verifier signed it and no given verifier's signature is
/// bad. Lines in the failure are counted from `first_line`, for notes that are the end of a longer
/// file.
Result<OpenedNote> open_note(std::string_view bytes, std::span<const Verifier> verifiers,
                             std::size_t first_line = 1);

}  // namespace tanshu::proof

template <>
struct tanshu::EnumNames<tanshu::HashKind> {
  static constexpr std::string_view name = "hash_kind";
  static constexpr std::array<std::string_view, 2> values{"sha256", "sm3"};
};
