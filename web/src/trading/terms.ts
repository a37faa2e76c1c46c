// SPDX-License-Identifier: Apache-2.0
// The terms of an order beside side, price and amount.
import type { OrderKind, TimeInForce } from '@/generated/protocol'
import type { Choice } from './rules'

export interface Terms {
  readonly kind: OrderKind
  readonly time_in_force: TimeInForce
  readonly until: string
  readonly post_only: boolean
  readonly counterparty: string
}

export function emptyTerms(): Terms {
  return { kind: 'limit', time_in_force: 'day', until: '', post_only: false, counterparty: '' }
}

export function timesOf(choice: Choice): TimeInForce[] {
  return ['day', ...(choice.may_stay ? (['good_till_date'] as const) : []), ...(choice.may_take_at_once ? (['immediate_or_cancel', 'fill_or_kill'] as const) : [])]
}

/** Whether what is to rest only can be asked for with the other terms. */
export function canPostOnly(terms: Terms, choice: Choice): boolean {
  return choice.may_post_only && terms.kind === 'limit' && (terms.time_in_force === 'day' || terms.time_in_force === 'good_till_date')
}

/** The terms with one of them changed, and what no longer fits taken back. */
export function changed(terms: Terms, change: Partial<Terms>, choice: Choice): Terms {
  const next = { ...terms, ...change }
  return canPostOnly(next, choice) ? next : { ...next, post_only: false }
}
