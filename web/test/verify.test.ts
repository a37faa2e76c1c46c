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
const proofs = [story.retired, story.batch, story.account, story.participant]

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
    expect(statement?.facts.participants.get('games')?.name_en).toBe('Committee')
    expect(statement?.facts.batches.get('gy-2024')?.issued).toBe('150000 tCO2e')
  })
  test('is valid without a trusted key, on its own word', () => {
    const verdict = verifyFile(certificate, null)
    expect(verdict.valid && verdict.trust).toBe('own_key')
  })
  test('is not valid under another registry’s key', () => {
    const other = new TestLog('other.example/log')
    expect(reason(verifyFile(certificate, other.vkey))).toContain('another key')
  })
  test('is not valid with a byte flipped, wherever it is', () => {
    for (let at = 0; at < certificate.length; at += 3) {
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
    const document = log.document('cancellation_certificate', 'r000009', proofs)
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

describe('a voucher', () => {
  const { traded, settled, batch, seller, buyer, account, participant } = story
  const voucher = (...indexes: number[]) =>
    verifyFile(bytesOf(log.document('trade_voucher', 't000001', indexes)), log.vkey)
  const companions = [batch, seller, buyer, account, participant]

  test('states its trade as made', () => {
    const verdict = voucher(traded, ...companions)
    expect(reason(verdict)).toBe('valid')
    expect(verdict.valid && verdict.document?.statement.trade?.state).toBe('awaiting_registration')
  })
  test('states its trade as settled by a later entry', () => {
    const verdict = voucher(traded, settled, ...companions)
    expect(reason(verdict)).toBe('valid')
    expect(verdict.valid && verdict.document?.statement.trade?.state).toBe('settled')
  })
  test('lacking the account of the buyer is not valid', () => {
    expect(reason(voucher(traded, batch, seller, account, participant))).toBe('the evidence lacks the opening of account a-firm')
  })
  test('giving an entry twice is not valid', () => {
    expect(reason(voucher(traded, settled, settled, ...companions))).toContain('given twice')
  })
  test('before its entries is not valid', () => {
    const early = log.document('trade_voucher', 't000001', [traded, ...companions], { as_of: '2020-01-01T00:00:00Z' })
    expect(reason(verifyFile(bytesOf(early), log.vkey))).toContain('before that of entry')
  })
})

describe('a ticket', () => {
  const holding = { account: 'a-games', batch: 'gy-2024', amount: '0.00000001 tCO2e', ranges: [{ first: '5', last: '14' }] }
  const ticket = (more: object, number = 'a-games/gy-2024') => {
    const indexes = [story.batch, story.account, story.participant]
    return verifyFile(bytesOf(log.document('carbon_ticket', number, indexes, { holding: { ...holding, ...more } })), log.vkey)
  }
  test('states its holding', () => {
    expect(reason(ticket({}))).toBe('valid')
  })
  test.each([
    ['whose ranges do not make its amount', { ranges: [{ first: '5', last: '15' }] }, 'does not fit its serials'],
    ['beyond its batch', { ranges: [{ first: '149999999999999', last: '150000000000008' }] }, 'not inside batch'],
    ['with overlapping ranges', { ranges: [{ first: '5', last: '9' }, { first: '9', last: '13' }] }, 'overlaps'],
    ['of nothing', { ranges: [], amount: '0 tCO2e' }, 'does not fit its serials'],
    ['on an account that is not shown', { account: 'a-other' }, 'lacks the opening of account']
  ])('%s is not valid', (_, more, why) => {
    expect(reason(ticket(more))).toContain(why)
  })
  test('with another number is not valid', () => {
    expect(reason(ticket({}, 'a-games/gy-2025'))).toContain('number does not fit')
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
  const base =
    '%PDF-1.5\n1 0 obj\n<< /Producer (test) >>\nendobj\n2 0 obj\n<< /Type /Catalog\n   /Pages 3 0 R\n>>\nendobj\n' +
    'xref\n0 3\ntrailer\n<< /Size 4\n   /Root 2 0 R\n   /Info 1 0 R\n>>\nstartxref\n99\n%%EOF\n'
  const rendition = { bytes: base.length, sha256: hex(sha256(utf8(base))) }
  const bytes = bytesOf(log.document('cancellation_certificate', 'r000001', proofs, { rendition }))
  /** One character a byte, because offsets and lengths are those of bytes. */
  const json = String.fromCharCode(...bytes)
  const pad = (number: number) => number.toString().padStart(10, '0')

  /** Written out by hand, after the certificate room's format. */
  function attached(): Uint8Array {
    const head = `4 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Params << /Size ${json.length} >>\n   /Length ${json.length} >>\nstream\n`
    const stream_at = base.length + '%tanshu-attachment 0000000000 0000000000 0000000000\n'.length
    const mark = `%tanshu-attachment ${pad(base.length)} ${pad(stream_at + head.length)} ${pad(json.length)}\n`
    let out = `${base}${mark}${head}${json}\nendstream\nendobj\n`
    const file_at = out.length
    out += '5 0 obj\n<< /Type /Filespec /F (tanshu-document.json) /UF (tanshu-document.json)\n   /Desc (Tanshu document: evidence, checkpoint and signature)\n   /AFRelationship /Source /EF << /F 4 0 R /UF 4 0 R >> >>\nendobj\n'
    const catalog_at = out.length
    out += '2 0 obj\n<< /Type /Catalog\n   /Pages 3 0 R\n   /Names << /EmbeddedFiles << /Names [ (tanshu-document.json) 5 0 R ] >> >>\n   /AF [ 5 0 R ]\n>>\nendobj\n'
    const table_at = out.length
    out += `xref\n2 1\n${pad(catalog_at)} 00000 n \n4 2\n${pad(stream_at)} 00000 n \n${pad(file_at)} 00000 n \ntrailer\n<< /Size 6\n   /Root 2 0 R\n   /Info 1 0 R\n   /Prev 99\n>>\n`
    const text = `${out}${mark}startxref\n${table_at}\n%%EOF\n`
    return Uint8Array.from(text, (sign) => sign.charCodeAt(0))
  }
  const pdf = attached()

  test('is valid with its attachment', () => {
    const verdict = verifyFile(pdf, log.vkey)
    expect(reason(verdict)).toBe('valid')
    expect(verdict.valid && verdict.form).toBe('pdf')
  })
  test('is not valid with any byte of page or appended section flipped', () => {
    for (let at = 0; at < pdf.length; ++at) {
      if (at === base.length + 400) at = pdf.length - 1200
      expect(verifyFile(flipped(pdf, at), log.vkey).valid, `byte ${at}`).toBe(false)
    }
  }, 60_000)
  test('is not valid with a changed page, and says so', () => {
    expect(reason(verifyFile(flipped(pdf, 20), log.vkey))).toContain('pages of the PDF were changed')
  })
  test('is not valid with something appended', () => {
    expect(reason(verifyFile(concat(pdf, utf8('%%EOF\n')), log.vkey))).toContain('appended')
  })
  test('is not valid without an attachment', () => {
    expect(reason(verifyFile(utf8(base), log.vkey))).toContain('carries no tanshu-document.json')
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

describe('of a log that is made with SM3', () => {
  const told = tell(new TestLog('tanshu.example/baotou', 'sm3'))
  test('a certificate and a proof are valid', () => {
    expect(reason(verifyFile(bytesOf(certificateOf(told)), told.log.vkey))).toBe('valid')
    expect(reason(verifyFile(utf8(told.log.proof(told.retired)), told.log.vkey))).toBe('valid')
  })
  test('a proof is not valid once the line that says so is gone', () => {
    const stripped = told.log.proof(told.retired).replace('hash sm3\n', '')
    expect(reason(verifyFile(utf8(stripped), told.log.vkey))).toContain('changed after signing')
  })
  test('a certificate is not valid with a byte flipped outside the signature that is not checked here', () => {
    const bytes = bytesOf(certificateOf(told))
    for (let at = 0; at < bytes.length - 120; at += 11)
      expect(verifyFile(flipped(bytes, at), told.log.vkey).valid, `byte ${at}`).toBe(false)
  })
})
