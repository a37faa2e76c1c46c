// SPDX-License-Identifier: Apache-2.0
// Answers of the API that are not records of the protocol.
import type * as protocol from '@/generated/protocol'
import type { HashName } from '@/verify/merkle'

export interface Session {
  readonly user: string | null
  readonly participant?: string
  readonly roles: readonly protocol.Role[]
  readonly demo: boolean
  readonly cell: string
  readonly csrf?: string
}

export interface DemoUser {
  readonly user: string
  readonly participant: string
  readonly name_zh: string
  readonly name_en: string
  readonly roles: readonly protocol.Role[]
  readonly accounts: readonly string[]
}

/** Where the units of one batch, or of all, are. */
export interface Places {
  readonly issued: string
  readonly free: string
  readonly held_by_order: string
  readonly pledged: string
  readonly frozen: string
  readonly buffer: string
  readonly retired: string
  readonly cancelled: string
  readonly exported: string
}

export interface Totals extends Places {
  readonly sold: string
  readonly sold_money: string
  readonly cash: string
  readonly participants: number
  readonly projects: number
  readonly batches: number
  readonly trades: number
  readonly retirements: number
  readonly log_size: number
  readonly balanced: boolean
  readonly batches_detail: readonly (Places & { readonly batch: string })[]
}

export type HoldingRow = protocol.Holding

export type RangeRow = protocol.HeldRange

export type CashRow = protocol.CashBalance

export type ConfirmationState = 'pending' | 'sequenced' | 'confirmed'

export interface Confirmed {
  readonly log_index: number
  readonly confirmation: ConfirmationState
}

export type EntryRow = protocol.Entry & { readonly confirmation: ConfirmationState }

export interface LogFollower {
  readonly name: string
  readonly seen: number
  readonly holds: number
  readonly executed: number
  readonly at: string | null
}

export interface LogState {
  readonly origin: string
  readonly vkey: string
  /** Of a log whose proofs are made with SM3: the key of the SM2 signatures beside. */
  readonly sm2_vkey: string | null
  readonly hash: HashName
  readonly size: number
  readonly confirmed_size: number
  readonly quorum: Readonly<Record<string, number>>
  readonly followers: readonly LogFollower[]
}

export interface EventItem {
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Accepted {
  readonly accepted: true
  readonly log_index: number
  readonly block: number
  readonly at: string
  readonly confirmation: ConfirmationState
  readonly events: readonly EventItem[]
}

export interface Collections {
  participants: protocol.Participant
  users: protocol.User
  accounts: protocol.Account
  projects: protocol.Project
  reports: protocol.Report
  batches: protocol.Batch
  holdings: HoldingRow
  ranges: RangeRow
  listings: protocol.Listing
  trades: protocol.Trade
  gifts: protocol.Gift
  retirements: protocol.Retirement
  encumbrances: protocol.Encumbrance
  exports: protocol.Export
  cash: CashRow
  cash_transfers: protocol.CashTransfer
  market_versions: protocol.MarketVersion
  instruments: protocol.Instrument
  quotes: protocol.Quote
  trading_rights: protocol.TradingRight
  trading_days: protocol.TradingDay
  bulletins: protocol.Bulletin
  orders: protocol.Order
  market_trades: protocol.MarketTrade
  entries: EntryRow
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}
