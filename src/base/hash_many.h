// SPDX-License-Identifier: Apache-2.0
// Hashes of many short messages at once: two SHA-256 side by side through the processor's SHA
// instructions, eight SM3 in the lanes of its vectors, where it has them; else through OpenSSL. The
// digests are the same.
#pragma once

#include <span>

#include "base/hash.h"

namespace tanshu {

/// The digest of each message, each with the byte `prefix` before it (RFC 6962 leaf and node
/// hashes). `digests` has as many places as there are messages.
void hash_each(HashKind kind, std::uint8_t prefix, std::span<const ByteView> messages,
               std::span<Digest> digests);
/// The same without a prefix.
void hash_each(HashKind kind, std::span<const ByteView> messages, std::span<Digest> digests);

/// True when the processor has SHA instructions that are used here.
bool sha256_is_in_hardware();

}  // namespace tanshu
