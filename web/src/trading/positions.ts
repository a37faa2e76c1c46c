// SPDX-License-Identifier: Apache-2.0
// What an account has: units free, held and not sellable yet, by batch; money free and held.
import type { CashRow, HoldingRow } from '@/api/model'
import { carbonCount, moneyCount } from '@/format/quantity'
import type { Batch, InstrumentCriteria, Project } from '@/generated/protocol'

export interface Waiting {
  readonly market: string
  readonly bought: string
  readonly sellable_from: string
  readonly amount: bigint
}

export interface Position {
  readonly account: string
  readonly batch: string
  readonly free: bigint
  /** By orders of this account. */
  readonly held: bigint
  readonly waiting: readonly Waiting[]
}

/** The hold of bought units is "p/market/day bought/first day of a sale". */
export function waitingOf(row: HoldingRow): Waiting | null {
  const match = /^p\/([^/]+)\/(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)$/.exec(row.hold)
  if (!match) return null
  return { market: match[1] ?? '', bought: match[2] ?? '', sellable_from: match[3] ?? '', amount: carbonCount(row.amount) }
}

export function positionsOf(rows: readonly HoldingRow[]): Position[] {
  const found = new Map<string, { account: string; batch: string; free: bigint; held: bigint; waiting: Waiting[] }>()
  for (const row of rows) {
    if (row.place !== 'free' && row.place !== 'held_by_order') continue
    const key = `${row.account} ${row.batch}`
    const one = found.get(key) ?? { account: row.account, batch: row.batch, free: 0n, held: 0n, waiting: [] }
    const waiting = waitingOf(row)
    if (waiting) one.waiting.push(waiting)
    else if (row.place === 'free') one.free += carbonCount(row.amount)
    else one.held += carbonCount(row.amount)
    found.set(key, one)
  }
  return [...found.values()]
    .map((one) => ({ ...one, waiting: one.waiting.sort((a, b) => a.sellable_from.localeCompare(b.sellable_from)) }))
    .sort((a, b) => `${a.account} ${a.batch}`.localeCompare(`${b.account} ${b.batch}`))
}

export interface Purse {
  readonly account: string
  readonly free: bigint
  readonly held: bigint
}

export function pursesOf(rows: readonly CashRow[]): Purse[] {
  const found = new Map<string, { account: string; free: bigint; held: bigint }>()
  for (const row of rows) {
    const one = found.get(row.account) ?? { account: row.account, free: 0n, held: 0n }
    if (row.hold === '') one.free += moneyCount(row.amount)
    else one.held += moneyCount(row.amount)
    found.set(row.account, one)
  }
  return [...found.values()].sort((a, b) => a.account.localeCompare(b.account))
}

/** Whether an instrument delivers a batch, as the engine decides it. */
export function isDeliverable(criteria: InstrumentCriteria, batch: Batch, project: Project | null): boolean {
  if (criteria.batches.length > 0 && !criteria.batches.includes(batch.id)) return false
  if (criteria.origin_registry !== '' && batch.origin_registry !== criteria.origin_registry) return false
  if (criteria.vintage_first !== null && batch.vintage < criteria.vintage_first) return false
  if (criteria.vintage_last !== null && batch.vintage > criteria.vintage_last) return false
  if (criteria.methodology !== '' && project?.methodology !== criteria.methodology) return false
  return criteria.region === '' || (project?.region.startsWith(criteria.region) ?? false)
}
