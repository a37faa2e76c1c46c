// SPDX-License-Identifier: Apache-2.0
// Tree hashes against the published vectors, and audit paths against the recursive definition.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromBase64, hex, sha256, toBase64, utf8 } from '@/verify/bytes'
import { auditPathHolds, leafHash, nodeHash } from '@/verify/merkle'
import { sm3 } from '@/verify/sm3'
import { entryOfBundle, tileNumber } from '@/verify/log_entry'
import { openCheckpoint, parseVerifierKey } from '@/verify/note'
import { verifyProof } from '@/verify/proof_file'
import { pathOf, rootOf } from './log'

const fixture = (name: string) => new URL(`../../fixtures/tlog/minilog/${name}`, import.meta.url)

// GB/T 32905-2016 appendix A; the long one as OpenSSL gives it.
describe('SM3', () => {
  test('gives the known digests', () => {
    expect(hex(sm3(utf8('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(hex(sm3(utf8('abcd'.repeat(16))))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
    expect(hex(sm3(utf8('a'.repeat(1000))))).toBe('f4bedca973227d45c5b822551d2e762d4cfb0e9af70b241452545727b5fb046f')
  })
  test('gives as many digests as there are lengths around a block', () => {
    const digests = Array.from({ length: 130 }, (_, size) => hex(sm3(new Uint8Array(size))))
    expect(new Set(digests).size).toBe(130)
    expect(digests[0]).toBe('1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b')
    expect(digests[119]).toBe('70b3000a15acc57c3c4ab24edbd6754b0c266f85650e6d4538cf6ea5752667d3')
  })
})

describe('tree', () => {
  test('audit paths hold for every leaf of every size up to 40, and for no other leaf', () => {
    const leaves = Array.from({ length: 40 }, (_, i) => leafHash(utf8(`entry ${i}`)))
    for (let size = 1; size <= leaves.length; ++size) {
      const tree = leaves.slice(0, size)
      const root = rootOf(tree)
      for (const [index, leaf] of tree.entries()) {
        const path = pathOf(index, tree)
        expect(auditPathHolds(index, size, leaf, path, root)).toBe(true)
        expect(auditPathHolds(index + 1, size, leaf, path, root)).toBe(false)
        expect(auditPathHolds(index, size, nodeHash(leaf, leaf), path, root)).toBe(false)
        expect(auditPathHolds(index, size, leaf, [...path, root], root)).toBe(false)
      }
    }
  })
})

describe('a log that other tools made', () => {
  const key = readFileSync(fixture('log.vkey'), 'utf8')
  const note = readFileSync(fixture('checkpoint'), 'utf8')
  test('its checkpoint opens', () => {
    const checkpoint = openCheckpoint(note, parseVerifierKey(key))
    expect(checkpoint.size).toBe(600)
  })
  test('its entries lie in bundles, and its proof holds for the one it is about', () => {
    const proof = readFileSync(fixture('proof.tlog-proof'), 'utf8')
    const entry = readFileSync(fixture('proof.entry'))
    const index = Number(/^index (\d+)$/m.exec(proof)?.[1])
    const bundle = Math.floor(index / 256)
    const file = bundle === 2 ? 'tile/entries/002.p/88' : `tile/entries/${tileNumber(bundle)}`
    const found = entryOfBundle(new Uint8Array(readFileSync(fixture(file))), index % 256)
    expect(toBase64(found)).toBe(toBase64(new Uint8Array(entry)))
    const lines = proof.split('\n')
    const with_entry = [lines[0], `extra ${toBase64(found)}`, ...lines.slice(1)].join('\n')
    // The entry is not a record of ours: the path holds, and decoding is where it ends.
    expect(() => verifyProof(with_entry, parseVerifierKey(key))).toThrow(/entry/)
    const other = with_entry.replace(/^extra .*$/m, `extra ${toBase64(utf8('another'))}`)
    expect(() => verifyProof(other, parseVerifierKey(key))).toThrow(/not in the log/)
  })
})

describe('small parts', () => {
  test.each([[0, '000'], [7, '007'], [1234, 'x001/234'], [1234067, 'x001/x234/067']])('tile %i is %s', (n, path) => {
    expect(tileNumber(n)).toBe(path)
  })
  test.each(['', 'AA==', 'AAA=', 'AAAA', toBase64(sha256(utf8('x')))])('base64 %s reads back', (text) => {
    const bytes = fromBase64(text)
    expect(bytes && toBase64(bytes)).toBe(text)
  })
  test.each(['A', 'AB==', 'AAAA=', 'A A=', 'AAA', 'AAB='])('base64 %s has another spelling', (text) => {
    expect(fromBase64(text)).toBeNull()
  })
})
