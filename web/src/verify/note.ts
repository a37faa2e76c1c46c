// SPDX-License-Identifier: Apache-2.0
// C2SP signed notes and checkpoints: reads them, and verifies the Ed25519 signature of the log's key.
import * as ed25519 from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2'
import { bigEndian32, concat, fromBase64, hex, sha256, utf8 } from './bytes'
import type { HashName } from './merkle'
import { require } from './problem'

// The synchronous hash makes this work where WebCrypto is absent: on a plain http address.
ed25519.etc.sha512Sync = (...parts) => sha512(ed25519.etc.concatBytes(...parts))

export interface VerifierKey {
  readonly name: string
  readonly hash: number
  readonly key: Uint8Array
}

const ed25519Kind = 1

export function keyHash(name: string, key: Uint8Array): number {
  return bigEndian32(sha256(concat(utf8(`${name}\n`), Uint8Array.of(ed25519Kind), key)))
}

/** Reads "name+hash+base64(kind, key)". */
export function parseVerifierKey(text: string): VerifierKey {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim())
  const blob = match ? fromBase64(match[3] ?? '') : null
  require(match && blob && blob.length === 33, '公钥文本格式错误', 'the verifier key is malformed')
  require(blob[0] === ed25519Kind, '公钥不是 Ed25519', 'the verifier key is not Ed25519')
  const name = match[1] ?? ''
  const key = blob.slice(1)
  const hash = keyHash(name, key)
  const claimed = parseInt(match[2] ?? '', 16)
  require(hash === claimed, '公钥与其标识不符', 'the verifier key does not fit its own hash')
  return { name, hash, key }
}

/** The text of a note that the key signed, with its final line end. */
export function openNote(note: string, verifier: VerifierKey, what: { zh: string; en: string }): string {
  const gap = note.lastIndexOf('\n\n')
  require(
    gap > 0 && note.endsWith('\n'),
    `${what.zh}不是带签名的文本`,
    `the ${what.en} is not a signed note`
  )
  const text = note.slice(0, gap + 1)
  const lines = note.slice(gap + 2, -1).split('\n')
  let found = false
  for (const line of lines) {
    const match = /^\u2014 (\S+) (\S+)$/.exec(line)
    const blob = match ? fromBase64(match[2] ?? '') : null
    require(
      match && blob && blob.length >= 5,
      `${what.zh}的签名行格式错误`,
      `a signature line of the ${what.en} is malformed`
    )
    if (match[1] !== verifier.name || bigEndian32(blob) !== verifier.hash) continue
    require(
      signatureHolds(blob.slice(4), utf8(text), verifier.key),
      `${what.zh}的签名不成立：内容在签名后被改动`,
      `the signature of the ${what.en} does not verify: its content was changed after signing`
    )
    found = true
  }
  require(found, `${what.zh}没有该日志密钥的签名`, `the ${what.en} is not signed by the log's key`)
  return text
}

function signatureHolds(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** What the tree is made with; signed with the rest. */
  readonly hash: HashName
}

/** The line after the root names the hash where it is not SHA-256; one that is not known here ends the check. */
function hashOf(extensions: readonly string[]): HashName {
  const sm3 = extensions[0] === 'hash sm3'
  require(
    extensions.slice(sm3 ? 1 : 0).every((line) => !line.startsWith('hash ')),
    '检查点使用的杂凑算法不可识别',
    'the checkpoint uses a hash that is not known here'
  )
  return sm3 ? 'sm3' : 'sha256'
}

/** Opens the signed checkpoint of the log whose key it is. */
export function openCheckpoint(note: string, verifier: VerifierKey): Checkpoint {
  const text = openNote(note, verifier, { zh: '检查点', en: 'checkpoint' })
  const lines = text.slice(0, -1).split('\n')
  const [origin = '', size = '', root = ''] = lines
  const hash = fromBase64(root)
  require(
    lines.length >= 3 && lines.every((line) => line !== ''),
    '检查点不足三行或有空行',
    'the checkpoint has fewer than three lines or an empty line'
  )
  require(
    /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size)),
    '检查点中树的大小不是规范的十进制数',
    'the size in the checkpoint is not a plain decimal number'
  )
  require(hash && hash.length === 32, '检查点的根不是 32 字节', 'the root of the checkpoint is not 32 bytes')
  require(
    origin === verifier.name,
    `检查点属于另一日志 ${origin}`,
    `the checkpoint belongs to another log, ${origin}`
  )
  return { origin, size: Number(size), root: hash, hash: hashOf(lines.slice(3)) }
}

/** The fingerprint of a key for people to compare, as the program prints it. */
export function fingerprint(verifier: VerifierKey): string {
  return (hex(sha256(verifier.key)).match(/.{4}/g) ?? []).join(' ')
}
