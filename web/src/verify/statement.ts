// SPDX-License-Identifier: Apache-2.0
// What a document says, derived from the proven entries alone and never from its own words.
import { decimalCount } from '@/format/decimal'
import type { DocumentKind, Holding, ProvenEntry, TanshuDocument } from './document'
import type * as protocol from '@/generated/protocol'
import { require } from './problem'

/** Names of the bodies that the evidence shows, so that codes can be read. */
export type Names = ReadonlyMap<string, { zh: string; en: string }>

export interface Statement {
  readonly kind: DocumentKind
  readonly number: string
  readonly retirement?: protocol.Retirement
  readonly trade?: protocol.Trade
  readonly holding?: Holding
  readonly batches: readonly protocol.Batch[]
  readonly projects: readonly protocol.Project[]
  readonly accounts: ReadonlyMap<string, string>
  readonly names: Names
}

/** Every record of one kind of event in the evidence, in order. */
function all<T>(entries: readonly ProvenEntry[], event: string, member: string): T[] {
  return entries.flatMap(({ record }) =>
    record.events.filter((item) => item.event === event).map((item) => item.data[member] as unknown as T)
  )
}

function serials(ranges: readonly { first: string; last: string }[]): bigint {
  return ranges.reduce((sum, range) => sum + BigInt(range.last) - BigInt(range.first) + 1n, 0n)
}

function milligrams(text: string): bigint | null {
  return decimalCount(text.replace(/ tCO2e$/, ''), 9)
}

function deriveRetirement(document: TanshuDocument, entries: readonly ProvenEntry[]): protocol.Retirement {
  const retirement = all<protocol.Retirement>(entries.slice(0, 1), 'units_retired', 'retirement')[0]
  require(
    retirement && retirement.id === document.number,
    `首个条目不是 ${document.number} 号注销`,
    `the first entry is not retirement ${document.number}`
  )
  const sum = retirement.units.reduce((total, units) => total + serials(units.ranges), 0n)
  require(
    sum === milligrams(retirement.amount),
    '注销数量与序列号不符',
    'the retired amount does not fit its serials'
  )
  return retirement
}

function deriveTrade(document: TanshuDocument, entries: readonly ProvenEntry[]): protocol.Trade {
  const made = all<protocol.Trade>(entries.slice(0, 1), 'trade_made', 'trade')[0]
  require(
    made && made.id === document.number,
    `首个条目不是 ${document.number} 号交易`,
    `the first entry is not trade ${document.number}`
  )
  require(serials(made.units) === milligrams(made.amount), '交易数量与序列号不符', 'the traded amount does not fit its serials')
  const later = [
    ...all<protocol.Trade>(entries, 'trade_settled', 'trade'),
    ...all<protocol.Trade>(entries, 'trade_rejected', 'trade')
  ]
  return later.find((trade) => trade.id === made.id) ?? made
}

function deriveHolding(document: TanshuDocument, entries: readonly ProvenEntry[]): Holding {
  const holding = document.holding
  const first = entries.slice(0, 1)
  const batch =
    all<protocol.Batch>(first, 'batch_issued', 'batch')[0] ?? all<protocol.Batch>(first, 'batch_imported', 'batch')[0]
  require(
    holding && batch && batch.id === holding.batch,
    '首个条目不是该批次的签发',
    'the first entry is not the issue of the batch'
  )
  const size = milligrams(batch.issued) ?? 0n
  let next = 0n
  for (const range of holding.ranges) {
    const first = BigInt(range.first)
    const last = BigInt(range.last)
    require(first >= next && first <= last && last < size, '序列号段越界或重叠', 'the serial ranges overlap or leave the batch')
    next = last + 1n
  }
  require(
    serials(holding.ranges) === milligrams(holding.amount),
    '碳票数量与序列号不符',
    'the amount of the ticket does not fit its serials'
  )
  return holding
}

export function deriveStatement(document: TanshuDocument, entries: readonly ProvenEntry[]): Statement {
  const participants = all<protocol.Participant>(entries, 'participant_registered', 'participant')
  const opened = all<protocol.Account>(entries, 'account_opened', 'account')
  const common = {
    kind: document.kind,
    number: document.number,
    batches: [
      ...all<protocol.Batch>(entries, 'batch_issued', 'batch'),
      ...all<protocol.Batch>(entries, 'batch_imported', 'batch')
    ],
    projects: all<protocol.Project>(entries, 'project_registered', 'project'),
    accounts: new Map(opened.map((account) => [account.id, account.participant])),
    names: new Map(participants.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]))
  }
  if (document.kind === 'cancellation_certificate')
    return { ...common, retirement: deriveRetirement(document, entries) }
  if (document.kind === 'trade_voucher') return { ...common, trade: deriveTrade(document, entries) }
  return { ...common, holding: deriveHolding(document, entries) }
}
