// SPDX-License-Identifier: Apache-2.0
// What an order will hold, in a sentence of the page's language, before it is sent.
import { moneyText, showCarbon, showMoney } from '@/format/quantity'
import { t } from '@/i18n'
import type { MarketProfile, OrderKind } from '@/generated/protocol'
import { needsOf, type Draft } from './rules'

export interface Intent extends Omit<Draft, 'price' | 'amount'> {
  readonly kind: OrderKind
  readonly price: bigint | null
  readonly amount: bigint | null
  readonly batch: string
}

const yuan = (count: bigint): string => showMoney(moneyText(count))

export function summaryOf(profile: MarketProfile, intent: Intent): string {
  const { side, amount, price } = intent
  const batch = intent.batch || '—'
  if (amount === null || (intent.kind === 'limit' && price === null)) return t('trading.sum.enter')
  if (price === null || intent.kind !== 'limit') {
    const words = { amount: showCarbon(amount), batch }
    return side === 'buy' ? t('trading.sum.market_buy', words) : t('trading.sum.market_sell', words)
  }
  const needs = needsOf(profile, { mode: intent.mode, side, price, amount })
  const words = { amount: showCarbon(amount), price: yuan(price), fee: yuan(needs.fee) }
  return side === 'buy'
    ? t('trading.sum.buy', { ...words, money: yuan(needs.money), value: yuan(needs.value) })
    : t('trading.sum.sell', { ...words, batch, proceeds: yuan(needs.proceeds) })
}

/** What taking a resting order costs or brings; `side` is the taker's. */
export function pickSummaryOf(profile: MarketProfile, pick: Draft & { readonly batch: string }): string {
  const needs = needsOf(profile, pick)
  const words = { amount: showCarbon(pick.amount), price: yuan(pick.price), fee: yuan(needs.fee) }
  return pick.side === 'buy'
    ? t('trading.pick_buy', { ...words, money: yuan(needs.money) })
    : t('trading.pick_sell', { ...words, batch: pick.batch, proceeds: yuan(needs.proceeds) })
}
