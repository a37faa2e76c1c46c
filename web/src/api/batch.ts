// SPDX-License-Identifier: Apache-2.0
// A file of commands, a line each: given at once, answered line by line.
import { call } from '@/api/client'

/** What became of one line of the file. */
export interface LineAnswer {
  readonly line: number
  readonly accepted: boolean
  readonly log_index?: number
  readonly repeated?: boolean
  readonly code?: number
  readonly detail?: string
  readonly detail_zh?: string
}

export interface BatchResult {
  readonly accepted: number
  /** Of those: answered as before, because the same line was given already. */
  readonly repeated: number
  readonly refused: readonly LineAnswer[]
}

export function readAnswers(text: string): BatchResult {
  const answers = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LineAnswer)
  return {
    accepted: answers.filter((answer) => answer.accepted).length,
    repeated: answers.filter((answer) => answer.accepted && answer.repeated).length,
    refused: answers.filter((answer) => !answer.accepted)
  }
}

export async function giveBatch(file: Blob): Promise<BatchResult> {
  return readAnswers(await call<string>('/v1/commands/batch', { method: 'POST', text: { type: 'application/x-ndjson', body: file } }))
}
