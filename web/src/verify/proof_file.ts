// SPDX-License-Identifier: Apache-2.0
// Verifies a C2SP proof file (c2sp.org/tlog-proof@v1) whose `extra` line carries the entry itself.
import { fromBase64 } from './bytes'
import { decodeEntry, type DecodedBlock, type DecodedRecord } from './decode'
import { auditPathHolds, leafHash } from './merkle'
import { openCheckpoint, type Checkpoint, type VerifierKey } from './note'
import { require } from './problem'

export const proofMagic = 'c2sp.org/tlog-proof@v1'

export interface VerifiedProof {
  readonly index: number
  readonly checkpoint: Checkpoint
  readonly entry: DecodedRecord | DecodedBlock
}

function lineError(line: number): [string, string] {
  return [`第 ${line} 行格式错误`, `line ${line} is malformed`]
}

/** Verifies the proof against a key the reader trusts; throws Problem at the first thing that is wrong. */
export function verifyProof(text: string, verifier: VerifierKey): VerifiedProof {
  const lines = text.split('\n')
  require(lines[0] === proofMagic, ...lineError(1))
  const extra = /^extra (\S+)$/.exec(lines[1] ?? '')
  const entry = extra ? fromBase64(extra[1] ?? '') : null
  require(entry, '证明文件没有附上条目（extra 行）', 'the proof file does not carry its entry (line extra)')
  const number = /^index (0|[1-9]\d{0,15})$/.exec(lines[2] ?? '')
  require(number, ...lineError(3))
  const index = Number(number[1])
  const gap = lines.indexOf('', 3)
  require(gap >= 3, ...lineError(lines.length))
  const path = lines.slice(3, gap).map((line, i) => {
    const hash = fromBase64(line)
    require(hash && hash.length === 32, ...lineError(4 + i))
    return hash
  })
  const checkpoint = openCheckpoint(lines.slice(gap + 1).join('\n'), verifier)
  require(
    auditPathHolds(index, checkpoint.size, leafHash(entry, checkpoint.hash), path, checkpoint.root, checkpoint.hash),
    `条目 ${index} 不在日志中：审计路径到不了检查点的根`,
    `entry ${index} is not in the log: its audit path does not lead to the checkpoint's root`
  )
  return { index, checkpoint, entry: decodeEntry(entry) }
}
