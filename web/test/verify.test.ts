// SPDX-License-Identifier: Apache-2.0
// Documents are valid as made, and every flipped byte is found with a reason.
import { describe, expect, test } from 'vitest'
import { concat, hex, sha256, utf8 } from '@/verify/bytes'
import { verifyFile, type Verdict } from '@/verify/verify'
import { bytesOf, TestLog } from './log'
import { certificateOf, tell } from './story'

const story = tell()
const { log } = story
const certificate = bytesOf(certificateOf(story))

function reason(verdict: Verdict): string {
  return verdict.valid ? 'valid' : verdict.problem.en
}
function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
function changed(from: string, to: string): Uint8Array {
  const text = new TextDecoder().decode(certificate)
  expect(text).toContain(from)
  return utf8(text.replace(from, to))
}

describe('a certificate', () => {
  test('is valid as made, and says what its entries say', () => {
    const verdict = verifyFile(certificate, log.vkey)
    expect(reason(verdict)).toBe('valid')
    if (!verdict.valid) return
    expect(verdict.trust).toBe('same_key')
    const { statement } = verdict.document ?? {}
    expect(statement?.retirement?.beneficiary_zh).toBe('第十四届全国冬季运动会')
    expect(statement?.retirement?.amount).toBe('5000.000000001 tCO2e')
    expect(statement?.names.get('games')?.en).toBe('Committee')
    expect(statement?.batches[0]?.issued).toBe('150000 tCO2e')
  })
  test('is valid without a trusted key, on its own word', () => {
    const verdict = verifyFile(certificate, null)
    expect(verdict.valid && verdict.trust).toBe('own_key')
  })
  test('is not valid under another registry’s key', () => {
    const other = new TestLog('other.example/log')
    expect(reason(verifyFile(certificate, other.vkey))).toContain('another key')
  })
  test('is not valid with any byte flipped', () => {
    for (let at = 0; at < certificate.length; at += 1) {
      const verdict = verifyFile(flipped(certificate, at), log.vkey)
      expect(verdict.valid, `byte ${at}`).toBe(false)
    }
  }, 120_000)
  test('names a reformatted file', () => {
    const pretty = utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(certificate)), null, 2))
    expect(reason(verifyFile(pretty, log.vkey))).toContain('canonical form')
  })
  test('names a changed number', () => {
    expect(reason(verifyFile(changed('"number":"r000001"', '"number":"r000002"'), log.vkey))).toContain('does not fit its signature')
  })
  test('names an unknown member', () => {
    expect(reason(verifyFile(changed('"kind":', '"extra":1,"kind":'), log.vkey))).toContain('members')
  })
  test('is not valid when signed for another number', () => {
    const document = log.document('cancellation_certificate', 'r000009', [story.retired])
    expect(reason(verifyFile(bytesOf(document), log.vkey))).toBe('the first entry is not retirement r000009')
  })
  test('is not valid on a refused command', () => {
    const document = log.document('cancellation_certificate', 'r000001', [story.refused])
    expect(reason(verifyFile(bytesOf(document), log.vkey))).toContain('refused')
  })
  test('is not valid on a block header', () => {
    const document = log.document('cancellation_certificate', 'r000001', [story.block])
    expect(reason(verifyFile(bytesOf(document), log.vkey))).toContain('not a record')
  })
  test('is not valid with a foreign checkpoint', () => {
    const other = tell()
    other.log.append(utf8('more'))
    const document = { ...certificateOf(story), checkpoint: other.log.checkpoint() }
    const signed = log.document('cancellation_certificate', 'r000001', [story.retired])
    expect(reason(verifyFile(bytesOf({ ...document, signature: signed.signature }), log.vkey))).toContain('does not fit')
  })
})

describe('a voucher and a ticket', () => {
  test('a voucher states its trade', () => {
    const verdict = verifyFile(bytesOf(log.document('trade_voucher', 't000001', [story.traded, story.batch])), log.vkey)
    expect(reason(verdict)).toBe('valid')
    expect(verdict.valid && verdict.document?.statement.trade?.total).toBe('0.01 CNY')
  })
  const holding = { account: 'a-games', batch: 'gy-2024', amount: '0.00000001 tCO2e', ranges: [{ first: '5', last: '14' }] }
  test('a ticket states its holding', () => {
    const document = log.document('carbon_ticket', 'a-games/gy-2024', [story.batch], { holding })
    expect(reason(verifyFile(bytesOf(document), log.vkey))).toBe('valid')
  })
  test('a ticket whose ranges do not make its amount is not valid', () => {
    const wrong = { ...holding, ranges: [{ first: '5', last: '15' }] }
    const document = log.document('carbon_ticket', 'a-games/gy-2024', [story.batch], { holding: wrong })
    expect(reason(verifyFile(bytesOf(document), log.vkey))).toContain('does not fit its serials')
  })
  test('a ticket beyond its batch is not valid', () => {
    const wrong = { ...holding, ranges: [{ first: '149999999999999', last: '150000000000008' }] }
    const document = log.document('carbon_ticket', 'a-games/gy-2024', [story.batch], { holding: wrong })
    expect(reason(verifyFile(bytesOf(document), log.vkey))).toContain('leave the batch')
  })
})

describe('a proof file', () => {
  const proof = utf8(log.proof(story.retired))
  test('is valid and shows its entry', () => {
    const verdict = verifyFile(proof, log.vkey)
    expect(reason(verdict)).toBe('valid')
    const entry = verdict.valid ? verdict.proof?.entry : undefined
    expect(entry?.leaf === 'record' && entry.command).toBe('retire_units')
  })
  test('needs the key of the registry', () => {
    expect(reason(verifyFile(proof, null))).toContain('needs the public key')
  })
  test('is not valid with any byte flipped', () => {
    for (let at = 0; at < proof.length; ++at)
      expect(verifyFile(flipped(proof, at), log.vkey).valid, `byte ${at}`).toBe(false)
  }, 60_000)
})

describe('a PDF', () => {
  const pages = utf8('%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0\n%%EOF\n')
  const rendition = { bytes: pages.length, sha256: hex(sha256(pages)) }
  const attached = bytesOf(log.document('cancellation_certificate', 'r000001', [story.retired], { rendition }))
  const update = concat(
    utf8(`7 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length ${attached.length} >>\nstream\n`),
    attached,
    utf8('\nendstream\nendobj\nxref\n0 1\ntrailer\n<< /Prev 0 >>\nstartxref\n99\n%%EOF\n')
  )
  const pdf = concat(pages, update)
  test('is valid with its attachment', () => {
    const verdict = verifyFile(pdf, log.vkey)
    expect(reason(verdict)).toBe('valid')
    expect(verdict.valid && verdict.form).toBe('pdf')
  })
  test('is not valid with a changed page', () => {
    expect(reason(verifyFile(flipped(pdf, 20), log.vkey))).toContain('pages of the PDF were changed')
  })
  test('is not valid with something appended', () => {
    expect(reason(verifyFile(concat(pdf, update), log.vkey))).toContain('appended')
  })
  test('is not valid without an attachment', () => {
    expect(reason(verifyFile(pages, log.vkey))).toContain('carries no Tanshu document')
  })
})

describe('what is no document', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['another JSON', utf8('{"format":"other"}')],
    ['bytes that are not text', Uint8Array.of(0xff, 0xfe, 0)],
    ['a number', utf8('7')]
  ])('%s is refused with a reason', (_, bytes) => {
    const verdict = verifyFile(bytes, log.vkey)
    expect(verdict.valid).toBe(false)
    expect(reason(verdict).length).toBeGreaterThan(10)
  })
})
