// SPDX-License-Identifier: Apache-2.0
// SM3 (GB/T 32905-2016), for logs whose proofs are made with it.

const block = 64
const initial = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]

function turned(word: number, bits: number): number {
  const by = bits % 32
  return by === 0 ? word : (word << by) | (word >>> (32 - by))
}

/** The message with a one bit, zeroes and its length in bits (section 5.2). */
function padded(message: Uint8Array): DataView {
  const size = Math.ceil((message.length + 9) / block) * block
  const bytes = new Uint8Array(size)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(size - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(size - 4, (message.length << 3) >>> 0)
  return view
}

/** Section 5.3.2: 68 words from the 16 of a block. */
function expanded(view: DataView, at: number): Int32Array {
  const words = new Int32Array(68)
  const word = (i: number) => words[i] ?? 0
  for (let j = 0; j < 16; ++j) words[j] = view.getInt32(at + 4 * j)
  for (let j = 16; j < 68; ++j) {
    const mixed = word(j - 16) ^ word(j - 9) ^ turned(word(j - 3), 15)
    words[j] = mixed ^ turned(mixed, 15) ^ turned(mixed, 23) ^ turned(word(j - 13), 7) ^ word(j - 6)
  }
  return words
}

/** Section 5.3.3: takes one block into the chaining value. */
function compress(chain: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = chain
  for (let j = 0; j < 64; ++j) {
    const early = j < 16
    const a12 = turned(a, 12)
    const ss1 = turned((a12 + e + turned(early ? 0x79cc4519 : 0x7a879d8a, j)) | 0, 7)
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g)
    const word = words[j] ?? 0
    const tt1 = (ff + d + (ss1 ^ a12) + (word ^ (words[j + 4] ?? 0))) | 0
    const tt2 = (gg + h + ss1 + word) | 0
    ;[d, c, b, a] = [c, turned(b, 9), a, tt1]
    ;[h, g, f, e] = [g, turned(f, 19), e, tt2 ^ turned(tt2, 9) ^ turned(tt2, 17)]
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) chain[i] = (chain[i] ?? 0) ^ word
}

/** The 32 bytes of the digest. */
export function sm3(message: Uint8Array): Uint8Array {
  const view = padded(message)
  const chain = Int32Array.from(initial)
  for (let at = 0; at < view.byteLength; at += block) compress(chain, expanded(view, at))
  const digest = new DataView(new ArrayBuffer(32))
  for (const [i, word] of chain.entries()) digest.setInt32(4 * i, word)
  return new Uint8Array(digest.buffer)
}
