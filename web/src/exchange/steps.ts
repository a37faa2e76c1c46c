// SPDX-License-Identifier: Apache-2.0
// The commands of a market day in their order, and which of them a day's state admits.
import type { TradingDay } from '@/generated/protocol'
import type { MessageKey } from '@/i18n'

export type StepName = 'open_trading_day' | 'release_purchases' | 'close_trading_day' | 'expire_orders' | 'clear_trading_day'

export const steps: readonly { readonly name: StepName; readonly label: MessageKey }[] = [
  { name: 'open_trading_day', label: 'exchange.open_day' },
  { name: 'release_purchases', label: 'exchange.release' },
  { name: 'close_trading_day', label: 'exchange.close_day' },
  { name: 'expire_orders', label: 'exchange.expire' },
  { name: 'clear_trading_day', label: 'exchange.clear' }
]

export function admits(step: StepName, day: Pick<TradingDay, 'day' | 'state'> | null, today: string): boolean {
  switch (step) {
    case 'open_trading_day':
      return day === null || (day.state === 'cleared' && day.day < today)
    case 'release_purchases':
      return day !== null && day.state !== 'cleared'
    case 'close_trading_day':
      return day?.state === 'open'
    case 'expire_orders':
    case 'clear_trading_day':
      return day?.state === 'closed'
  }
}

export function bodyOf(step: StepName, market: string, today: string): Readonly<Record<string, string>> {
  return step === 'open_trading_day' ? { market, day: today } : { market }
}
