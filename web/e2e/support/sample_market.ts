// SPDX-License-Identifier: Apache-2.0
// A market for tests that are run on any day at any hour: every day of a short calendar trades, and
// no mode has hours. All else is as markets have it: lot, tick, band, T+1, fees.
import type { MarketProfile, RuleSource } from '@/generated/protocol'

const day_ms = 86_400_000
export const market = 'walk-market'

function dayAt(today: string, days: number): string {
  return new Date(Date.parse(today) + days * day_ms).toISOString().slice(0, 10)
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(Date.parse(day)).getUTCDay())
}

export function sampleProfile(today: string): MarketProfile {
  const source: RuleSource = { document: 'own', clause: '', confidence: 'own' }
  const band = { down_ppm: 100_000, up_ppm: 100_000, base: 'previous_close', rounding: 'half_up', source } as const
  const mode = { makes_prices: true, size: { minimum: '1 tCO2e', maximum: '99999 tCO2e', source }, band, hours: null, auction: null, source }
  const days = Array.from({ length: 10 }, (_, i) => dayAt(today, i - 2))
  return {
    id: market, title_zh: '试验市场', title_en: 'Test market', effective: today, effective_source: source,
    documents: [{ key: 'own', title_zh: '试验规则', title_en: 'Rules of the test', read: 'all' }],
    modes: [
      { ...mode, mode: 'listing', execution: { price: 'resting', levels: 5, counterparty_chosen: true, source } },
      { ...mode, mode: 'order_book', execution: { price: 'resting', levels: null, counterparty_chosen: false, source } }
    ],
    lot: { amount: '1 tCO2e', source },
    tick: { price: '0.01 CNY', source },
    calendar: {
      calendar: {
        id: 'walk', title_zh: '试验日历', title_en: 'Calendar of the test', first: days[0] ?? today, last: days.at(-1) ?? today,
        holidays: [], make_up_days: days.filter(isWeekend), source
      },
      trades_on_make_up_days: true, source
    },
    order_life: { life: 'trading_day', source },
    open: { formula: 'first_trade', source },
    close: { formula: 'average_of_day', last_trades: 0, open_up_to: null, rounding: 'half_up', source },
    composite: { formula: 'mean_of_instruments', rounding: 'half_up', source },
    first_reference: { rule: 'composite_close', price: null, source },
    resale: { trading_days: 1, source },
    proceeds: { same_day: true, source },
    positions: [],
    fees: [{ mode: 'listing', buyer_ppm: 1000, seller_ppm: 2000, minimum: '0.00 CNY', rounding: 'half_up', source }],
    settlement: null,
    delivery: { method: 'gross_per_trade', source },
    notes: []
  }
}
