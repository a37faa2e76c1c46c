// SPDX-License-Identifier: Apache-2.0
// What the terminal says before an order is sent: bands, holds, steps, ladder, chart, positions.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { admits, bodyOf } from '@/exchange/steps'
import { emptyListing, listingBody } from '@/exchange/listing_form'
import { moneyCount } from '@/format/quantity'
import type { Batch, Bulletin, Instrument, MarketProfile, Project, Quote, RuleSource, TradingDay } from '@/generated/protocol'
import { lang } from '@/i18n'
import { lineOf, roundStep, scaleOf, yOf } from '@/trading/chart'
import { bulletinColumns, bulletinRow, csvOf } from '@/trading/csv'
import { newOrderId } from '@/trading/desk'
import { ladderOf } from '@/trading/ladder'
import { isDeliverable, positionsOf, pursesOf } from '@/trading/positions'
import { bandOf, choiceOf, feeOf, hoursText, inSession, mgPerTonne, needsOf, objectionTo, referenceOf, roundedQuotient, rulesOf, stepped } from '@/trading/rules'
import { pickSummaryOf, summaryOf } from '@/trading/summary'
import { giveUntilDone, progressOf } from '@/trading/sweep'
import { changed, emptyTerms, timesOf } from '@/trading/terms'

const source: RuleSource = { document: 'own', clause: '', confidence: 'own' }
const profile = {
  id: 'm', effective: '2024-01-01',
  modes: [
    {
      mode: 'listing', makes_prices: true, size: { minimum: '1 tCO2e', maximum: '99999 tCO2e', source },
      band: { down_ppm: 100_000, up_ppm: 100_000, base: 'previous_close', rounding: 'half_up', source },
      hours: { sessions: [{ opens_s: 34_200, closes_s: 41_400 }, { opens_s: 46_800, closes_s: 54_000 }], source },
      execution: null, auction: null, source
    },
    { mode: 'order_book', makes_prices: true, size: null, band: null, hours: null, execution: null, auction: null, source },
    { mode: 'auction', makes_prices: false, size: null, band: null, hours: null, execution: null, auction: null, source }
  ],
  tick: { price: '0.01 CNY', source }, lot: { amount: '1 tCO2e', source },
  fees: [{ mode: 'listing', buyer_ppm: 1000, seller_ppm: 2000, minimum: '1.00 CNY', rounding: 'half_up', source }],
  order_life: { life: 'trading_day', source }, first_reference: { rule: 'composite_close', price: null, source }
} as unknown as MarketProfile
const tonnes = (count: number): bigint => BigInt(count) * mgPerTonne

afterEach(() => {
  lang.value = 'zh'
  vi.restoreAllMocks()
})

describe('rules of an order', () => {
  test.each([
    [5n, 2n, 'half_up', 3n], [5n, 2n, 'down', 2n], [5n, 2n, 'up', 3n], [4n, 3n, 'half_up', 1n], [4n, 3n, 'up', 2n], [4n, 2n, 'up', 2n]
  ] as const)('%s / %s rounded %s is %s', (part, whole, rounding, result) => {
    expect(roundedQuotient(part, whole, rounding)).toBe(result)
  })
  test('the limits are rounded to the tick, and never to nothing', () => {
    expect(bandOf(profile, 'listing', 5296n)).toEqual({ low: 4766n, high: 5826n })
    expect(bandOf(profile, 'listing', 4505n)).toEqual({ low: 4055n, high: 4956n })
    expect(bandOf(profile, 'listing', 1n)).toEqual({ low: 1n, high: 1n })
    expect(bandOf(profile, 'order_book', 4505n)).toBeNull()
    expect(bandOf(profile, 'listing', null)).toBeNull()
  })
  test('a fee has a least, and a side without a rate pays nothing', () => {
    expect(feeOf(profile, 'listing', 'buy', 4_500_000n)).toBe(4500n)
    expect(feeOf(profile, 'listing', 'sell', 4500n)).toBe(100n)
    expect(feeOf(profile, 'order_book', 'buy', 4_500_000n)).toBe(0n)
  })
  test('a bid holds its value and fee, a sale its units', () => {
    expect(needsOf(profile, { mode: 'listing', side: 'buy', price: 4500n, amount: tonnes(1000) })).toMatchObject({ value: 4_500_000n, fee: 4500n, money: 4_504_500n, units: 0n })
    expect(needsOf(profile, { mode: 'listing', side: 'sell', price: 4500n, amount: tonnes(1000) })).toMatchObject({ money: 0n, units: tonnes(1000), proceeds: 4_491_000n })
  })
  test('what keeps an order from being taken is said', () => {
    const band = bandOf(profile, 'listing', 4500n)
    const draft = { mode: 'listing', side: 'buy', price: 4500n, amount: tonnes(10) } as const
    expect(objectionTo(profile, draft, band)).toBeNull()
    expect(objectionTo(profile, { ...draft, price: 4951n }, band)).toBe('outside_band')
    expect(objectionTo(profile, { ...draft, amount: 1n }, band)).toBe('off_lot')
    expect(objectionTo(profile, { ...draft, amount: tonnes(100_000) }, band)).toBe('above_maximum')
  })
  test('arrows go to the next multiple and stay within the limits', () => {
    expect(stepped(4500n, 1n, true, 4050n, 4950n)).toBe(4501n)
    expect(stepped(4950n, 1n, true, 4050n, 4950n)).toBe(4950n)
    expect(stepped(4050n, 1n, false, 4050n, 4950n)).toBe(4050n)
    expect(stepped(7n, 5n, false, 5n, null)).toBe(5n)
    expect(stepped(7n, 5n, true, 5n, null)).toBe(10n)
    expect(stepped(null, 5n, true, 7n, null)).toBe(10n)
  })
  test('hours are those of Shanghai, with the first second and without the last', () => {
    const rules = rulesOf(profile, 'listing')
    expect(hoursText(rules)).toBe('09:30–11:30 13:00–15:00')
    expect(inSession(rules, Date.parse('2024-04-01T01:30:00Z'))).toBe(true)
    expect(inSession(rules, Date.parse('2024-04-01T03:30:00Z'))).toBe(false)
    expect(inSession(rulesOf(profile, 'order_book'), 0)).toBe(true)
  })
  test('the reference is the day’s own, else the last close, else the first price, else the composite', () => {
    const day = { day: '2024-04-02', composite_reference: '44.00 CNY' } as TradingDay
    const listed = { first_price: null } as Instrument
    const quote = { day: '2024-04-01', reference_price: '41.00 CNY', close: '43.00 CNY' } as Quote
    expect(referenceOf(listed, { ...quote, day: '2024-04-02' }, day, profile)).toBe(4100n)
    expect(referenceOf(listed, quote, day, profile)).toBe(4300n)
    expect(referenceOf({ ...listed, first_price: '45.00 CNY' }, null, day, profile)).toBe(4500n)
    expect(referenceOf(listed, null, day, profile)).toBe(4400n)
    expect(referenceOf(listed, null, null, null)).toBeNull()
  })
})

describe('terms and words', () => {
  test('a mode offers the terms it takes, and a change takes back what no longer fits', () => {
    const book = choiceOf(profile, 'order_book')
    expect(timesOf(book)).toEqual(['day', 'immediate_or_cancel', 'fill_or_kill'])
    expect(timesOf(choiceOf({ ...profile, order_life: null }, 'block'))).toEqual(['day', 'good_till_date'])
    const resting = changed(emptyTerms(), { post_only: true }, book)
    expect(resting.post_only).toBe(true)
    expect(changed(resting, { time_in_force: 'fill_or_kill' }, book).post_only).toBe(false)
    expect(changed(emptyTerms(), { post_only: true }, choiceOf(profile, 'listing')).post_only).toBe(false)
  })
  test('the summary says what will be held, in both languages', () => {
    const buy = { mode: 'listing', side: 'buy', kind: 'limit', price: 4500n, amount: tonnes(1000), batch: '' } as const
    expect(summaryOf(profile, buy)).toContain('占用资金 45,045.00 元，即价款 45,000.00 元加费用 45.00 元')
    expect(summaryOf(profile, { ...buy, price: null })).toContain('填写价格与数量')
    lang.value = 'en'
    expect(summaryOf(profile, { ...buy, side: 'sell', batch: 'b-1' })).toContain('1,000 t of batch b-1')
    expect(summaryOf(profile, { ...buy, kind: 'market_to_limit', price: null })).toContain('best offer')
    expect(pickSummaryOf(profile, { mode: 'listing', side: 'buy', price: 4500n, amount: tonnes(10), batch: '' })).toContain('CNY 451.00 in all')
  })
  test('codes of orders are short, and another one each time', () => {
    const ids = new Set(Array.from({ length: 50 }, newOrderId))
    expect(ids.size).toBe(50)
    for (const id of ids) expect(id).toMatch(/^w[0-9a-z]{10}$/)
  })
})

describe('ladder and chart', () => {
  const level = (price: string, amount: string) => ({ price: `${price} CNY`, amount: `${amount} tCO2e`, orders: 1 })
  test('five ranks a side, highest offer first, bars against the widest of both', () => {
    const rungs = ladderOf({ instrument: 'i', mode: 'listing', bids: [level('44.00', '50')], offers: [level('45.00', '200'), level('45.10', '100')] })
    expect(rungs.map((rung) => `${rung.side}${rung.rank}`)).toEqual(['sell5', 'sell4', 'sell3', 'sell2', 'sell1', 'buy1', 'buy2', 'buy3', 'buy4', 'buy5'])
    expect(rungs[4]).toMatchObject({ width: 100, level: { price: '45.00 CNY' } })
    expect(rungs[3]?.width).toBe(50)
    expect(rungs[5]?.width).toBe(25)
    expect(rungs[6]?.level).toBeNull()
    expect(ladderOf(null).every((rung) => rung.level === null)).toBe(true)
  })
  test('steps are round, ticks lie inside, and points inside the frame', () => {
    expect([roundStep(100, 4), roundStep(9, 4), roundStep(20, 4)]).toEqual([50, 5, 5])
    const values = [4500, 4510, 4480]
    const scale = scaleOf(values)
    for (const tick of scale.ticks) expect(tick >= scale.low && tick <= scale.high).toBe(true)
    expect(scale.ticks.length).toBeGreaterThan(1)
    const frame = { left: 0, right: 100, top: 0, bottom: 50 }
    expect(lineOf(values, scale, frame).split(' ')).toHaveLength(3)
    expect(yOf(scale, frame, 4510)).toBeLessThan(yOf(scale, frame, 4480))
    const one = scaleOf([4500])
    expect(one.low).toBeLessThan(4500)
    expect(one.high).toBeGreaterThan(4500)
    expect(scaleOf([]).ticks).toEqual([])
  })
})

describe('what an account has', () => {
  test('free, held by orders, and bought units with the day they can be sold', () => {
    const row = { account: 'a', batch: 'b', place: 'held_by_order' } as const
    const positions = positionsOf([
      { ...row, place: 'free', hold: '', amount: '10 tCO2e' },
      { ...row, hold: 'o/w1', amount: '3 tCO2e' },
      { ...row, hold: 'p/m/2024-04-01/2024-04-02', amount: '2 tCO2e' },
      { ...row, place: 'retired', hold: '', amount: '9 tCO2e' }
    ])
    expect(positions).toHaveLength(1)
    expect(positions[0]).toMatchObject({ free: tonnes(10), held: tonnes(3), waiting: [{ market: 'm', bought: '2024-04-01', sellable_from: '2024-04-02', amount: tonnes(2) }] })
    expect(pursesOf([{ account: 'a', hold: '', amount: '5.00 CNY' }, { account: 'a', hold: 'o/x', amount: '2.50 CNY' }])).toEqual([{ account: 'a', free: 500n, held: 250n }])
  })
  test('an instrument delivers what fits every criterion', () => {
    const criteria = { batches: [], origin_registry: '', methodology: '', region: '1502', vintage_first: 2022, vintage_last: null }
    const batch = { id: 'b', vintage: 2022, origin_registry: '' } as unknown as Batch
    const project = { region: '150222', methodology: 'x' } as Project
    expect(isDeliverable(criteria, batch, project)).toBe(true)
    expect(isDeliverable(criteria, batch, null)).toBe(false)
    expect(isDeliverable({ ...criteria, vintage_first: 2023 }, batch, project)).toBe(false)
    expect(isDeliverable({ ...criteria, batches: ['c'] }, batch, project)).toBe(false)
    expect(isDeliverable({ ...criteria, methodology: 'y' }, batch, project)).toBe(false)
  })
})

describe('the market day', () => {
  test('a state admits the next steps only', () => {
    const on = (state: TradingDay['state'], day = '2024-04-02') => ({ day, state })
    expect(admits('open_trading_day', null, '2024-04-02')).toBe(true)
    expect(admits('open_trading_day', on('cleared'), '2024-04-02')).toBe(false)
    expect(admits('open_trading_day', on('cleared', '2024-04-01'), '2024-04-02')).toBe(true)
    expect(admits('close_trading_day', on('open'), '2024-04-02')).toBe(true)
    expect(admits('clear_trading_day', on('open'), '2024-04-02')).toBe(false)
    expect(admits('expire_orders', on('closed', '2024-04-01'), '2024-04-02')).toBe(true)
    expect(bodyOf('open_trading_day', 'm', '2024-04-02')).toEqual({ market: 'm', day: '2024-04-02' })
    expect(bodyOf('clear_trading_day', 'm', '2024-04-02')).toEqual({ market: 'm' })
  })
  test('bounded commands are given again until nothing is left, and counted', async () => {
    const answers = [{ done: 200, more: true }, { done: 200, more: true }, { done: 7, more: false }]
    const give = vi.fn(async () => ({ events: [{ event: 'sweep_made', data: answers.shift() ?? {} }] }))
    const told: number[] = []
    const end = await giveUntilDone('expire_orders', { market: 'm' }, (progress) => told.push(progress.done), give)
    expect(end).toEqual({ entries: 3, done: 407, more: false })
    expect(told).toEqual([200, 400, 407])
    expect(give).toHaveBeenCalledTimes(3)
    const cleared = { events: [{ event: 'bulletin_issued', data: {} }, { event: 'trading_day_cleared', data: {} }] }
    expect(progressOf({ entries: 0, done: 0, more: true }, cleared)).toEqual({ entries: 1, done: 1, more: false })
  })
  test('a listing’s form becomes the command’s body', () => {
    const body = listingBody({ ...emptyListing(), id: ' i ', market: 'm', title_zh: '票', title_en: 'T', batches: 'a, b', vintage_first: '2022', first_price: '1,045.50' })
    expect(body).toMatchObject({ id: 'i', criteria: { batches: ['a', 'b'], vintage_first: 2022, vintage_last: null }, first_price: '1045.50 CNY' })
  })
  test('a bulletin is a row of a CSV file that reads back', () => {
    const row = {
      instrument: 'i', day: '2024-04-01', market: 'm', reference_price: null, open: '45.00 CNY', high: '45.10 CNY', low: '45.00 CNY', close: '45.08 CNY',
      change: '-0.02 CNY', change_basis: -4, trades: 3, amount: '30 tCO2e', value: '1352.40 CNY', cleared_amount: '60 tCO2e', cleared_value: '2704.80 CNY'
    } as unknown as Bulletin
    expect(bulletinRow(row)).toHaveLength(bulletinColumns.length)
    expect(csvOf(['a', 'b'], [['1,5', 'say "x"']])).toBe('\ufeffa,b\r\n"1,5","say ""x"""\r\n')
    expect(csvOf(bulletinColumns, [bulletinRow(row)])).toContain('2024-04-01,m,i,,45.00,45.10,45.00,45.08,-0.02,-4,3,30,1352.40,60,2704.80')
    expect(moneyCount('-0.02 CNY')).toBe(-2n)
  })
})
