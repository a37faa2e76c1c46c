// SPDX-License-Identifier: Apache-2.0
// What the evidence of a document shows: the parties, projects and batches that its entries made, each of them once.
import type * as protocol from '@/generated/protocol'
import type { Holding, ProvenEntry } from './document'
import { require } from './problem'

export interface Facts {
  readonly participants: ReadonlyMap<string, protocol.Participant>
  readonly accounts: ReadonlyMap<string, protocol.Account>
  readonly projects: ReadonlyMap<string, protocol.Project>
  readonly batches: ReadonlyMap<string, protocol.Batch>
}

/** Every record that one kind of event carries, in order. */
export function recordsOf<T>(entries: readonly ProvenEntry[], event: string, member: string): T[] {
  return entries.flatMap(({ record }) =>
    record.events.filter((item) => item.event === event).map((item) => item.data[member] as unknown as T)
  )
}

function once<T extends { readonly id: string }>(records: readonly T[]): Map<string, T> {
  const map = new Map<string, T>()
  for (const record of records) {
    require(!map.has(record.id), `${record.id} 在证据中登记了两次`, `${record.id} is made twice in the evidence`)
    map.set(record.id, record)
  }
  return map
}

export function readFacts(entries: readonly ProvenEntry[]): Facts {
  const seen = new Set<number>()
  for (const { index } of entries) {
    require(!seen.has(index), `条目 ${index} 出现两次`, `entry ${index} is given twice`)
    seen.add(index)
  }
  return {
    participants: once(recordsOf<protocol.Participant>(entries, 'participant_registered', 'participant')),
    accounts: once(recordsOf<protocol.Account>(entries, 'account_opened', 'account')),
    projects: once(recordsOf<protocol.Project>(entries, 'project_registered', 'project')),
    batches: once([
      ...recordsOf<protocol.Batch>(entries, 'batch_issued', 'batch'),
      ...recordsOf<protocol.Batch>(entries, 'batch_imported', 'batch')
    ])
  }
}

/** Everything that the entries name must be shown too, so that no name is taken on trust. */
export function checkCompanions(entries: readonly ProvenEntry[], facts: Facts, holding: Holding | undefined): void {
  const want = (map: ReadonlyMap<string, unknown>, id: string, zh: string, en: string): void =>
    require(map.has(id), `证据中缺少${zh} ${id}`, `the evidence lacks ${en} ${id}`)
  const batch = (id: string): void => want(facts.batches, id, '批次签发', 'the issue of batch')
  const account = (id: string): void => want(facts.accounts, id, '账户开立', 'the opening of account')
  const participant = (id: string): void =>
    want(facts.participants, id, '参与方登记', 'the registration of participant')
  if (holding) {
    batch(holding.batch)
    account(holding.account)
  }
  for (const retirement of recordsOf<protocol.Retirement>(entries, 'units_retired', 'retirement')) {
    for (const units of retirement.units) batch(units.batch)
    account(retirement.account)
  }
  for (const trade of recordsOf<protocol.Trade>(entries, 'trade_made', 'trade')) {
    batch(trade.batch)
    account(trade.seller)
    account(trade.buyer)
  }
  for (const one of facts.batches.values())
    if (one.project !== null) want(facts.projects, one.project, '项目登记', 'the registration of project')
  for (const one of facts.projects.values()) participant(one.owner)
  for (const one of facts.accounts.values()) participant(one.participant)
}
