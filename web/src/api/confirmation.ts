// SPDX-License-Identifier: Apache-2.0
// What followers have made of an entry, or of the newest entry that changed a row.
import { call } from './client'
import type { Confirmed, ConfirmationState, LogState } from './model'

/** Of the entry at this index, of which the log may not have the bytes yet. */
export function stateOf(log: LogState, index: number): ConfirmationState {
  if (index < log.confirmed_size) return 'confirmed'
  return index < log.size ? 'sequenced' : 'pending'
}

/** Of the row of a collection. */
export function confirmationOf(collection: string, id: string): Promise<Confirmed> {
  return call<Confirmed>(`/v1/confirmations/${collection}/${encodeURIComponent(id)}`)
}
