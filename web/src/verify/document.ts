// SPDX-License-Identifier: Apache-2.0
// Verifies a Tanshu document (certificate, voucher, ticket) from its own bytes; nothing is asked of a server.
import { fromBase64, hex, sha256, textOf, utf8 } from './bytes'
import { spell, type Json } from './canonical_json'
import { decodeEntry, type DecodedRecord } from './decode'
import { auditPathHolds, leafHash } from './merkle'
import { openCheckpoint, openNote, parseVerifierKey, type Checkpoint, type VerifierKey } from './note'
import { require } from './problem'
import { sm3 } from './sm3'
import { deriveStatement, type Statement } from './statement'

export const documentFormat = 'tanshu-document/1'
export type DocumentKind = 'cancellation_certificate' | 'trade_voucher' | 'carbon_ticket'
const kinds: readonly string[] = ['cancellation_certificate', 'trade_voucher', 'carbon_ticket']

export interface Evidence {
  readonly index: number
  readonly entry: string
  readonly path: readonly string[]
}

export interface TanshuDocument {
  readonly format: string
  readonly kind: DocumentKind
  readonly number: string
  readonly as_of: string
  readonly holding?: Holding
  readonly evidence: readonly Evidence[]
  readonly checkpoint: string
  readonly vkey: string
  /** Of a log made with SM3: its SM2 key, whose signatures stand beside and are not checked here. */
  readonly sm2_vkey?: string
  readonly public_url: string
  readonly rendition?: { readonly bytes: number; readonly sha256: string }
  readonly signature: string
}

export interface Holding {
  readonly account: string
  readonly batch: string
  readonly amount: string
  readonly ranges: readonly { readonly first: string; readonly last: string }[]
}

export interface ProvenEntry {
  readonly index: number
  readonly record: DecodedRecord
}

export interface VerifiedDocument {
  readonly document: TanshuDocument
  readonly verifier: VerifierKey
  readonly checkpoint: Checkpoint
  readonly entries: readonly ProvenEntry[]
  readonly statement: Statement
}

const memberOrder = [
  'format', 'kind', 'number', 'as_of', 'holding', 'evidence', 'checkpoint', 'vkey', 'sm2_vkey', 'public_url',
  'rendition', 'signature'
]
const optionalMembers = ['holding', 'sm2_vkey', 'rendition']

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEvidence(value: unknown): value is Evidence {
  return (
    isObject(value) &&
    Object.keys(value).join() === 'index,entry,path' &&
    Number.isSafeInteger(value.index) &&
    isText(value.entry) &&
    Array.isArray(value.path) &&
    value.path.every(isText)
  )
}

function isHolding(value: unknown): value is Holding {
  return (
    isObject(value) &&
    Object.keys(value).join() === 'account,batch,amount,ranges' &&
    isText(value.account) &&
    isText(value.batch) &&
    isText(value.amount) &&
    Array.isArray(value.ranges) &&
    value.ranges.every((range) => isObject(range) && isText(range.first) && isText(range.last))
  )
}

function isRendition(value: unknown): boolean {
  return isObject(value) && Number.isSafeInteger(value.bytes) && isText(value.sha256)
}

/** The document that the text spells; throws Problem when it is not one. */
export function parseDocument(text: string): TanshuDocument {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  require(isObject(value), '文件不是 JSON 文档', 'the file is not a JSON document')
  require(value.format === documentFormat, '文件不是碳枢文档', 'the file is not a Tanshu document')
  require(
    spell(value as Json) === text.replace(/\n$/, ''),
    'JSON 不是规范写法：文件被改动或重新排版',
    'the JSON is not in canonical form: the file was changed or reformatted'
  )
  const members = memberOrder.filter((name) => name in value || !optionalMembers.includes(name))
  require(
    Object.keys(value).join() === members.join(),
    '文档的成员缺失、多余或次序不对',
    'members of the document are missing, unknown or out of order'
  )
  checkMembers(value)
  return value as unknown as TanshuDocument
}

function checkMembers(value: Record<string, unknown>): void {
  const texts = ['kind', 'number', 'as_of', 'checkpoint', 'vkey', 'public_url', 'signature']
  const fits =
    texts.every((name) => isText(value[name])) &&
    kinds.includes(value.kind as string) &&
    Array.isArray(value.evidence) &&
    value.evidence.length > 0 &&
    value.evidence.every(isEvidence) &&
    (value.kind === 'carbon_ticket') === 'holding' in value &&
    (!('holding' in value) || isHolding(value.holding)) &&
    (!('sm2_vkey' in value) || isText(value.sm2_vkey)) &&
    (!('rendition' in value) || isRendition(value.rendition))
  require(fits, '文档的成员类型不对', 'a member of the document has the wrong form')
}

/** The text that the document's signature signs. */
export function signedText(document: TanshuDocument): string {
  const unsigned = Object.fromEntries(Object.entries(document).filter(([name]) => name !== 'signature'))
  const bytes = utf8(spell(unsigned as unknown as Json))
  if (document.sm2_vkey === undefined) return `${documentFormat}\n${hex(sha256(bytes))}\n`
  return `${documentFormat}\n${hex(sm3(bytes))}\nhash sm3\n`
}

function proveEvidence(item: Evidence, checkpoint: Checkpoint): ProvenEntry {
  const { index } = item
  const entry = fromBase64(item.entry)
  require(entry, `条目 ${index} 不是规范的 base64`, `entry ${index} is not canonical base64`)
  const path = item.path.map((hash) => {
    const bytes = fromBase64(hash)
    require(bytes && bytes.length === 32, `条目 ${index} 的路径格式错误`, `the path of entry ${index} is malformed`)
    return bytes
  })
  require(
    index < checkpoint.size,
    `条目 ${index} 不在检查点的 ${checkpoint.size} 条之内`,
    `entry ${index} is outside the ${checkpoint.size} entries of the checkpoint`
  )
  require(
    auditPathHolds(index, checkpoint.size, leafHash(entry, checkpoint.hash), path, checkpoint.root, checkpoint.hash),
    `条目 ${index} 不在日志中：审计路径到不了检查点的根`,
    `entry ${index} is not in the log: its audit path does not lead to the checkpoint's root`
  )
  const record = decodeEntry(entry)
  require(record.leaf === 'record', `条目 ${index} 不是命令记录`, `entry ${index} is not a record of a command`)
  require(record.accepted, `条目 ${index} 是被拒绝的命令`, `entry ${index} is a command that was refused`)
  return { index, record }
}

/** Verifies everything that the document itself shows; throws Problem at the first thing that is wrong. */
export function verifyDocument(bytes: Uint8Array): VerifiedDocument {
  const text = textOf(bytes)
  require(text !== null, '文件不是 UTF-8 文本', 'the file is not UTF-8 text')
  const document = parseDocument(text)
  const verifier = parseVerifierKey(document.vkey)
  const opened = openNote(document.signature, verifier, { zh: '文档', en: 'document' })
  require(
    document.signature.split('\n').length === (document.sm2_vkey === undefined ? 5 : 7),
    '文档签名只应有日志每把公钥的一行',
    'the signature of the document has other lines than one by each key of the log'
  )
  require(
    opened === signedText(document),
    '文档内容与其签名不符：内容被改动',
    'the document does not fit its signature: its content was changed'
  )
  const checkpoint = openCheckpoint(document.checkpoint, verifier)
  const entries = document.evidence.map((item) => proveEvidence(item, checkpoint))
  const statement = deriveStatement(document, entries)
  return { document, verifier, checkpoint, entries, statement }
}
