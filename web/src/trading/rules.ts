// SPDX-License-Identifier: Apache-2.0
// What a market's rules say about an order, counted as the engine counts it, so that the page can
// say it before the order is sent. Prices are fen a tonne, amounts milligrams. The server judges.
import { moneyCount, carbonCount } from '@/format/quantity'
import type { FeeRule, Instrument, MarketProfile, ModeRules, OrderKind, OrderSide, Quote, Rounding, TradingDay, TradingMode } from '@/generated/protocol'

export const mgPerTonne = 1_000_000_000n
const ppmWhole = 1_000_000n

/** Modes whose orders this page can place. */
const order_modes: readonly TradingMode[] = ['listing', 'best_pick', 'median_price', 'order_book', 'block']

export function modesOf(profile: MarketProfile): TradingMode[] {
  return profile.modes.map((rules) => rules.mode).filter((mode) => order_modes.includes(mode))
}
export function rulesOf(profile: MarketProfile, mode: TradingMode): ModeRules | undefined {
  return profile.modes.find((rules) => rules.mode === mode)
}
export function pairsByItself(mode: TradingMode): boolean {
  return mode === 'order_book' || mode === 'median_price'
}
/** Whether resting orders are taken one by one, by whoever chooses them. */
export function isChosen(mode: TradingMode): boolean {
  return mode === 'listing' || mode === 'best_pick' || mode === 'block'
}
export function lotOf(profile: MarketProfile): bigint {
  return profile.lot ? carbonCount(profile.lot.amount) : mgPerTonne
}
export function tickOf(profile: MarketProfile): bigint {
  return profile.tick ? moneyCount(profile.tick.price) : 1n
}

/** Of figures that are not negative. */
export function roundedQuotient(part: bigint, whole: bigint, rounding: Rounding): bigint {
  const down = part / whole
  const rest = part % whole
  if (rest === 0n || rounding === 'down') return down
  return rounding === 'up' || rest * 2n >= whole ? down + 1n : down
}

export interface Band {
  readonly low: bigint
  readonly high: bigint
}

/** The limits of the day, rounded to the tick: the rounded limits are the limits. */
export function bandOf(profile: MarketProfile, mode: TradingMode, reference: bigint | null): Band | null {
  const band = rulesOf(profile, mode)?.band
  if (!band || reference === null) return null
  const tick = tickOf(profile)
  const limit = (ppm: bigint): bigint => {
    const steps = roundedQuotient(reference * ppm, ppmWhole * tick, band.rounding)
    return (steps > 1n ? steps : 1n) * tick
  }
  return { low: limit(ppmWhole - BigInt(band.down_ppm)), high: limit(ppmWhole + BigInt(band.up_ppm)) }
}

/** What stands for the previous close on a day: as its first order will fix it, when none has yet. */
export function referenceOf(instrument: Instrument, quote: Quote | null, day: TradingDay | null, profile: MarketProfile | null): bigint | null {
  const count = (text: string | null | undefined): bigint | null => (text ? moneyCount(text) : null)
  if (quote && day && quote.day === day.day) return count(quote.reference_price)
  const rule = profile?.first_reference
  const first = rule?.rule === 'given_price' ? rule.price : rule ? day?.composite_reference : null
  return count(quote?.close) ?? count(instrument.first_price) ?? count(first)
}

/** Hundredths of a per cent, halves away from zero, as a bulletin counts them. */
export function changeBasis(change: bigint, reference: bigint): bigint {
  const size = roundedQuotient((change < 0n ? -change : change) * 10_000n, reference, 'half_up')
  return change < 0n ? -size : size
}

/** Fen; exact on whole tonnes, which every lot is. */
export function valueOf(amount: bigint, price: bigint): bigint {
  return (amount * price) / mgPerTonne
}

function feeBy(rule: FeeRule, ppm: number, value: bigint): bigint {
  if (ppm === 0) return 0n
  const exact = roundedQuotient(value * BigInt(ppm), ppmWhole, rule.rounding)
  const least = moneyCount(rule.minimum)
  return exact > least ? exact : least
}

export function feeOf(profile: MarketProfile, mode: TradingMode, side: OrderSide, value: bigint): bigint {
  const rule = profile.fees.find((one) => one.mode === mode)
  return rule ? feeBy(rule, side === 'buy' ? rule.buyer_ppm : rule.seller_ppm, value) : 0n
}

export interface Draft {
  readonly mode: TradingMode
  readonly side: OrderSide
  readonly price: bigint
  readonly amount: bigint
}

/** What an order will hold while it rests: a bid its money with the fee, a sale its units. */
export interface Needs {
  readonly value: bigint
  readonly fee: bigint
  readonly money: bigint
  readonly units: bigint
  /** What a sale brings when all of it trades at its price. */
  readonly proceeds: bigint
}

export function needsOf(profile: MarketProfile, draft: Draft): Needs {
  const value = valueOf(draft.amount, draft.price)
  const fee = feeOf(profile, draft.mode, draft.side, value)
  return draft.side === 'buy'
    ? { value, fee, money: value + fee, units: 0n, proceeds: 0n }
    : { value, fee, money: 0n, units: draft.amount, proceeds: value - fee }
}

/** The next whole multiple of `step` above or below, kept within the limits that are given. */
export function stepped(count: bigint | null, step: bigint, up: boolean, least: bigint, most: bigint | null): bigint {
  if (count === null) return least > 0n ? ((least + step - 1n) / step) * step : step
  const floor = (count / step) * step
  const next = up ? floor + step : floor === count ? floor - step : floor
  if (next < least) return least
  return most !== null && next > most ? most : next
}

/** What keeps a draft from being sent, as a word of this page's messages; null when nothing does. */
export type Objection = 'off_tick' | 'outside_band' | 'off_lot' | 'below_minimum' | 'above_maximum'

export function objectionTo(profile: MarketProfile, draft: Draft, band: Band | null): Objection | null {
  const size = rulesOf(profile, draft.mode)?.size
  if (draft.price % tickOf(profile) !== 0n) return 'off_tick'
  if (band && (draft.price < band.low || draft.price > band.high)) return 'outside_band'
  if (draft.amount % lotOf(profile) !== 0n) return 'off_lot'
  if (size?.minimum && draft.amount < carbonCount(size.minimum)) return 'below_minimum'
  if (size?.maximum && draft.amount > carbonCount(size.maximum)) return 'above_maximum'
  return null
}

export interface Choice {
  readonly kinds: readonly OrderKind[]
  readonly may_post_only: boolean
  readonly may_take_at_once: boolean
  readonly may_stay: boolean
}

/** Which terms a mode of this market takes. */
export function choiceOf(profile: MarketProfile, mode: TradingMode): Choice {
  return {
    kinds: pairsByItself(mode) ? ['limit', 'market_to_limit'] : ['limit'],
    may_post_only: pairsByItself(mode),
    may_take_at_once: mode !== 'block',
    may_stay: profile.order_life?.life !== 'trading_day'
  }
}

function clock(second: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`
}

/** "09:30–11:30 13:00–15:00"; empty where the rules state no hours. */
export function hoursText(rules: ModeRules | undefined): string {
  return (rules?.hours?.sessions ?? []).map((one) => `${clock(one.opens_s)}–${clock(one.closes_s)}`).join(' ')
}

/** Whether the mode is in session at this moment, in milliseconds since 1970. */
export function inSession(rules: ModeRules | undefined, now_ms: number): boolean {
  if (!rules?.hours) return true
  const second = Math.floor(now_ms / 1000 + 8 * 3600) % 86_400
  return rules.hours.sessions.some((one) => one.opens_s <= second && second < one.closes_s)
}
