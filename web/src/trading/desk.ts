// SPDX-License-Identifier: Apache-2.0
// Reads what the market pages stand on: markets with their days, instruments, and the rules in force.
import { call } from '@/api/client'
import { all, page } from '@/api/collections'
import type { LogState } from '@/api/model'
import { lang } from '@/i18n'
import type { Instrument, MarketProfile, MarketVersion, OrderSide, TradingDay, TradingMode } from '@/generated/protocol'
import { decodeEntry } from '@/verify/decode'
import { readLogEntry } from '@/verify/log_entry'

export interface MarketView {
  readonly id: string
  /** By their first day, newest first. */
  readonly versions: readonly MarketVersion[]
  /** The newest day that was opened. */
  readonly day: TradingDay | null
  readonly instruments: readonly Instrument[]
}

function newest(days: readonly TradingDay[]): TradingDay | null {
  return days.reduce<TradingDay | null>((found, day) => (found && found.day >= day.day ? found : day), null)
}

/** Markets whose rules were adopted here. */
export async function loadMarkets(): Promise<MarketView[]> {
  const [versions, instruments] = await Promise.all([all('market_versions'), all('instruments')])
  const ids = [...new Set(versions.map((version) => version.market))].sort()
  return Promise.all(
    ids.map(async (id) => ({
      id,
      versions: versions.filter((one) => one.market === id).sort((a, b) => b.effective.localeCompare(a.effective)),
      day: newest((await page('trading_days', { market: id, limit: 3 })).items),
      instruments: instruments.filter((one) => one.market === id).sort((a, b) => a.number - b.number)
    }))
  )
}

/** The version of a market's newest day, else the one that will be in force on `today`. */
export function versionOf(market: MarketView, today: string): MarketVersion | null {
  const day = market.day?.day === today ? market.day.version : null
  const named = market.versions.find((one) => one.effective === day)
  return named ?? market.versions.find((one) => one.effective <= today) ?? market.versions[0] ?? null
}

export function titleOf(thing: { readonly title_zh: string; readonly title_en: string } | null | undefined): string {
  return thing ? (lang.value === 'zh' ? thing.title_zh : thing.title_en) : ''
}

const profiles = new Map<string, MarketProfile>()

/** The rules as they were adopted, from the log's own bytes; null while no checkpoint covers them. */
export async function profileOf(market: string, effective: string): Promise<MarketProfile | null> {
  const key = `${market} ${effective}`
  const known = profiles.get(key)
  if (known) return known
  const [log, entries] = await Promise.all([
    call<LogState>('/v1/log'),
    all('entries', { command: 'adopt_market_profile', accepted: 'true' })
  ])
  for (const entry of entries) {
    const bytes = await readLogEntry(entry.log_index, log.vkey)
    const decoded = bytes ? decodeEntry(bytes) : null
    if (decoded?.leaf !== 'record') continue
    const profile = decoded.body.profile as unknown as MarketProfile
    profiles.set(`${profile.id} ${profile.effective}`, profile)
    if (profiles.has(key)) break
  }
  return profiles.get(key) ?? null
}

/** A resting order as the one who may pick it sees it. */
export interface Offer {
  readonly id: string
  readonly participant: string
  readonly mode: TradingMode
  readonly side: OrderSide
  readonly price: string
  readonly remaining: string
  readonly batch: string | null
  readonly for_you: boolean
}

/** The newest first; at one price, or at all. */
export async function offersOf(instrument: string, mode: TradingMode, side: OrderSide, price?: string): Promise<readonly Offer[]> {
  const query = new URLSearchParams({ mode, side, ...(price === undefined ? {} : { price }) })
  return (await call<{ items: readonly Offer[] }>(`/v1/instruments/${encodeURIComponent(instrument)}/orders?${query.toString()}`)).items
}

/** A code for an order: short enough for its hold to stand in place in the books. */
export function newOrderId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return `w${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`
}
