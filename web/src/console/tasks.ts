// SPDX-License-Identifier: Apache-2.0
// Which commands stand on the console, in the order of a ticket's life.
import type { MessageKey } from '@/i18n'

export interface TaskGroup {
  readonly title: MessageKey
  readonly commands: readonly string[]
}

export const taskGroups: readonly TaskGroup[] = [
  { title: 'console.group.parties', commands: ['register_participant', 'open_account', 'authorise_user', 'set_user_state'] },
  { title: 'console.group.projects', commands: ['register_project', 'submit_report', 'verify_report', 'confirm_report', 'issue_batch', 'release_buffer'] },
  { title: 'console.group.market', commands: ['open_listing', 'close_listing', 'deposit_cash', 'withdraw_cash', 'transfer_cash', 'reserve_cash', 'post_reservation', 'void_reservation', 'expire_reservation', 'buy_listing', 'register_transfer', 'reject_transfer'] },
  { title: 'console.group.trading', commands: ['adopt_market_profile', 'list_instrument', 'set_instrument_state', 'set_trading_right', 'open_trading_day', 'release_purchases', 'close_trading_day', 'expire_orders', 'clear_trading_day', 'place_order', 'pick_order', 'cancel_order', 'cancel_orders'] },
  { title: 'console.group.units', commands: ['give_units', 'retire_units', 'pledge_units', 'release_pledge', 'freeze_units', 'release_freeze'] },
  { title: 'console.group.registries', commands: ['import_batch', 'export_units'] }
]

const onExchange = ['adopt_market_profile', 'list_instrument', 'set_instrument_state', 'set_trading_right', 'open_trading_day', 'release_purchases', 'close_trading_day', 'expire_orders', 'clear_trading_day']
const onTrading = ['place_order', 'pick_order', 'cancel_order', 'cancel_orders']

/** Commands that begin elsewhere than on their form; reports begin with an estimate, for its digests. */
export const ownPages: Readonly<Record<string, string>> = {
  submit_report: '/estimate',
  ...Object.fromEntries(onExchange.map((command) => [command, '/exchange'])),
  ...Object.fromEntries(onTrading.map((command) => [command, '/trading']))
}
