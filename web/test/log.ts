// SPDX-License-Identifier: Apache-2.0
// Test support: a log of our own making, with tree, checkpoint, audit paths and signed documents.
import * as ed25519 from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2'
import { concat, sha256, toBase64, utf8 } from '@/verify/bytes'
import { spell, type Json } from '@/verify/canonical_json'
import { signedText, type TanshuDocument } from '@/verify/document'
import { leafHash, nodeHash, type HashName } from '@/verify/merkle'
import { keyHash } from '@/verify/note'
import { sm3 } from '@/verify/sm3'

ed25519.etc.sha512Sync = (...parts) => sha512(ed25519.etc.concatBytes(...parts))

/** The largest power of two below `size`: where RFC 6962 splits a tree. */
function split(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

export function rootOf(leaves: readonly Uint8Array[], hash: HashName = 'sha256'): Uint8Array {
  const [first] = leaves
  if (!first) return (hash === 'sm3' ? sm3 : sha256)(new Uint8Array())
  if (leaves.length === 1) return first
  const half = split(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, half), hash), rootOf(leaves.slice(half), hash), hash)
}

/** By the recursive definition of RFC 6962 section 2.1.1, not by the loop that is under test. */
export function pathOf(index: number, leaves: readonly Uint8Array[], hash: HashName = 'sha256'): Uint8Array[] {
  if (leaves.length <= 1) return []
  const half = split(leaves.length)
  if (index < half) return [...pathOf(index, leaves.slice(0, half), hash), rootOf(leaves.slice(half), hash)]
  return [...pathOf(index - half, leaves.slice(half), hash), rootOf(leaves.slice(0, half), hash)]
}

export class TestLog {
  readonly seed = sha256(utf8('a key for tests'))
  readonly key = ed25519.getPublicKey(this.seed)
  readonly leaves: Uint8Array[] = []

  constructor(
    readonly origin = 'tanshu.example/baotou',
    readonly hash: HashName = 'sha256'
  ) {}

  append(entry: Uint8Array): number {
    return this.leaves.push(entry) - 1
  }

  get hashes(): Uint8Array[] {
    return this.leaves.map((leaf) => leafHash(leaf, this.hash))
  }

  get vkey(): string {
    const hash = keyHash(this.origin, this.key).toString(16).padStart(8, '0')
    return `${this.origin}+${hash}+${toBase64(concat(Uint8Array.of(1), this.key))}`
  }

  sign(text: string): string {
    const hash = new Uint8Array(4)
    new DataView(hash.buffer).setUint32(0, keyHash(this.origin, this.key))
    const signature = ed25519.sign(utf8(text), this.seed)
    return `${text}\n\u2014 ${this.origin} ${toBase64(concat(hash, signature))}\n`
  }

  checkpoint(): string {
    const root = toBase64(rootOf(this.hashes, this.hash))
    const extension = this.hash === 'sm3' ? 'hash sm3\n' : ''
    return this.sign(`${this.origin}\n${this.leaves.length}\n${root}\n${extension}`)
  }

  evidence(index: number) {
    const entry = this.leaves[index]
    if (!entry) throw new Error(`no entry ${index}`)
    return { index, entry: toBase64(entry), path: pathOf(index, this.hashes, this.hash).map(toBase64) }
  }

  proof(index: number): string {
    const { entry, path } = this.evidence(index)
    return `c2sp.org/tlog-proof@v1\nextra ${entry}\nindex ${index}\n${path.map((hash) => `${hash}\n`).join('')}\n${this.checkpoint()}`
  }

  document(kind: string, number: string, indexes: readonly number[], more: Partial<TanshuDocument> = {}): TanshuDocument {
    const { holding, rendition, as_of } = more
    const draft = {
      format: 'tanshu-document/1',
      kind,
      number,
      as_of: as_of ?? '2026-11-21T08:00:00Z',
      ...(holding ? { holding } : {}),
      evidence: indexes.map((index) => this.evidence(index)),
      checkpoint: this.checkpoint(),
      vkey: this.vkey,
      ...(this.hash === 'sm3' ? { sm2_vkey: `${this.origin}+00000000+/w==` } : {}),
      public_url: 'http://127.0.0.1:8080',
      ...(rendition ? { rendition } : {})
    } as unknown as TanshuDocument
    // The line of the SM2 key, which is not checked in the browser.
    const beside = this.hash === 'sm3' ? `\u2014 ${this.origin} ${toBase64(new Uint8Array(75))}\n` : ''
    return { ...draft, signature: this.sign(signedText(draft)) + beside }
  }
}

export function bytesOf(document: TanshuDocument): Uint8Array {
  return utf8(spell(document as unknown as Json))
}
