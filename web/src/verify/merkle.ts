// SPDX-License-Identifier: Apache-2.0
// RFC 6962 tree hashes, with SHA-256 or SM3, and the check of an audit path (RFC 9162 section 2.1.3.2, for sizes below 2^53).
import { concat, sameBytes, sha256 } from './bytes'
import { sm3 } from './sm3'

/** What the tree of a log is made with. */
export type HashName = 'sha256' | 'sm3'

const hashes = { sha256, sm3 }

export function leafHash(entry: Uint8Array, hash: HashName = 'sha256'): Uint8Array {
  return hashes[hash](concat(Uint8Array.of(0), entry))
}

export function nodeHash(left: Uint8Array, right: Uint8Array, hash: HashName = 'sha256'): Uint8Array {
  return hashes[hash](concat(Uint8Array.of(1), left, right))
}

/** Does the path lead from the leaf at `index` to the root of the tree of `size` leaves? */
export function auditPathHolds(
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
  root: Uint8Array,
  name: HashName = 'sha256'
): boolean {
  if (index >= size) return false
  let node = index
  let last = size - 1
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash, name)
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = nodeHash(hash, sibling, name)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(hash, root)
}
