// SPDX-License-Identifier: Apache-2.0
// What to offer after a command was accepted: the thing it made, and its documents.
import type { Accepted } from '@/api/model'

export interface Result {
  /** A page of this site. */
  readonly page: string
  readonly code: string
  /** Path of a document, with or without a proof file. */
  readonly document?: string
  readonly proof?: boolean
}

type Data = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const made: Readonly<Record<string, (data: Data) => Result>> = {
  project_registered: (data) => ({ page: `/projects/${code(data.project)}`, code: code(data.project) }),
  batch_issued: (data) => {
    const batch = code(data.batch)
    return { page: `/batches/${batch}`, code: batch, document: `tickets/${String(data.batch?.account)}/${batch}` }
  },
  trade_made: (data) => ({ page: `/trades/${code(data.trade)}`, code: code(data.trade), document: `vouchers/${code(data.trade)}` }),
  trade_settled: (data) => ({ page: `/trades/${code(data.trade)}`, code: code(data.trade), document: `vouchers/${code(data.trade)}` }),
  units_retired: (data) => {
    const number = code(data.retirement)
    return { page: `/certificates/${number}`, code: number, document: `certificates/${number}`, proof: true }
  }
}

function code(record: Readonly<Record<string, unknown>> | undefined): string {
  return String(record?.id ?? '')
}

export function resultsOf(outcome: Accepted): Result[] {
  return outcome.events.flatMap((event) => {
    const make = made[event.event]
    return make ? [make(event.data as Data)] : []
  })
}
