// SPDX-License-Identifier: Apache-2.0
// Test support: a small story in a log, from participant to retirement, with a refused command and a block.
import { concat } from '@/verify/bytes'
import { encode, leafOf, refusedLeaf } from './encode'
import { TestLog } from './log'

const at = '2024-05-20T02:03:04.000000005Z'
const period = { first: '2024-02-17', last: '2024-02-27' }

export const retirement = {
  id: 'r000001', kind: 'retirement', account: 'a-games', amount: '5000.000000001 tCO2e',
  units: [{ batch: 'gy-2024', ranges: [{ first: '0', last: '4999999999999' }, { first: '7000000000000', last: '7000000000000' }] }],
  beneficiary_zh: '第十四届全国冬季运动会', beneficiary_en: '14th National Winter Games',
  purpose_zh: '抵销"赛事"排放\n第二行', purpose_en: 'Offset of the games', period,
  retired_by: 'games-1', retired_at: at
}

export const trade = {
  id: 't000001', listing: 'gy-1', seller: 'a-farm', buyer: 'a-firm', batch: 'gy-2024', amount: '2 tCO2e',
  price: '62.50 CNY', total: '125.00 CNY', state: 'awaiting_registration', units: [{ first: '10', last: '2000000009' }],
  reason: '', bought_by: 'firm-1', registered_by: null, traded_at: at, registered_at: null
}

function pocket(account: string, place: string) {
  return { account, place, hold: '' }
}

/** The posting that goes with a retirement or a settlement. */
function moved(to: string, place: string, amount: string, ranges: readonly { first: string; last: string }[]) {
  return {
    event: 'units_moved',
    data: { batch: 'gy-2024', from: pocket('a-farm', 'held_by_order'), to: pocket(to, place), amount, ranges }
  }
}

const participant = { id: 'games', kind: 'organiser', name_zh: '组委会', name_en: 'Committee', region: '150000', registered_at: at }
const account = { id: 'a-games', participant: 'games', opened_at: at }
const batch = {
  id: 'gy-2024', project: null, report: null, account: 'a-games', vintage: 2024, issued: '150000 tCO2e', buffered: '0 tCO2e',
  origin_registry: 'ccer', origin_id: 'x-1', issued_by: 'officer-1', issued_at: at
}

export interface Story {
  readonly log: TestLog
  readonly participant: number
  readonly account: number
  readonly batch: number
  readonly seller: number
  readonly buyer: number
  readonly traded: number
  readonly settled: number
  readonly retired: number
  readonly refused: number
  readonly block: number
}

export function tell(log = new TestLog()): Story {
  const lots = [{ batch: 'gy-2024', amount: retirement.amount }]
  const registered = log.append(
    leafOf('register_participant', { ...participant }, [{ event: 'participant_registered', data: { participant } }], at)
  )
  const open = (id: string) =>
    log.append(leafOf('open_account', { ...account, id }, [{ event: 'account_opened', data: { account: { ...account, id } } }], at))
  const [opened, seller, buyer] = [open('a-games'), open('a-farm'), open('a-firm')]
  const issued = log.append(
    leafOf(
      'import_batch',
      { id: batch.id, account: batch.account, vintage: 2024, amount: batch.issued, origin_registry: 'ccer', origin_id: 'x-1' },
      [{ event: 'batch_imported', data: { batch } }],
      at
    )
  )
  const listing = {
    id: 'gy-1', seller: 'a-farm', batch: 'gy-2024', offered: '10 tCO2e', remaining: '9 tCO2e', lot: '1 mgCO2e', price: '62.50 CNY',
    open_days: period, state: 'open', listed_by: 'exchange-1', listed_at: at
  }
  const traded = log.append(
    leafOf('buy_listing', { listing: 'gy-1', buyer: 'a-firm', amount: trade.amount }, [{ event: 'trade_made', data: { trade, listing: { ...listing, lot: '0.000000001 tCO2e' } } }], at)
  )
  const retired = log.append(
    leafOf('retire_units', { ...retirement, lots }, [{ event: 'units_retired', data: { retirement } }, moved('a-games', 'retired', retirement.amount, retirement.units[0]?.ranges ?? [])], at)
  )
  const after = { ...trade, state: 'settled', registered_by: 'officer-2', registered_at: at }
  const settled = log.append(
    leafOf('register_transfer', { trade: trade.id }, [{ event: 'trade_settled', data: { trade: after } }, moved('a-firm', 'free', trade.amount, trade.units)], at)
  )
  const refused = log.append(
    refusedLeaf('retire_units', { ...retirement, lots }, 1203, { account: 'a-games', batch: 'gy-2024', available: '0 tCO2e', wanted: '1 tCO2e' }, at)
  )
  const header = {
    position: 0, first_leaf: 0, record_count: 6, previous_hash: '0'.repeat(64), entries_root: 'a'.repeat(64), state_digest: 'b'.repeat(64), at
  }
  const block = log.append(concat(Uint8Array.of(2), encode({ shape: 'record', name: 'BlockHeader' }, header)))
  return { log, participant: registered, account: opened, seller, buyer, batch: issued, traded, settled, retired, refused, block }
}

export function certificateOf(story: Story) {
  return story.log.document('cancellation_certificate', 'r000001', [story.retired, story.batch, story.account, story.participant])
}
