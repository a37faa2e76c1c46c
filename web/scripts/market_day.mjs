// SPDX-License-Identifier: Apache-2.0
// Gives a demonstration server a trading day to be pictured: rules, an instrument, orders, trades.
// The rules are those of a rule file, on a calendar in which today trades, at any hour.

const day_ms = 86_400_000
const at = (days) => new Date(Date.now() + 8 * 3_600_000 + days * day_ms).toISOString().slice(0, 10)
const source = { document: 'own', clause: '', confidence: 'own' }

async function speaker(base, user) {
  const cookies = new Map()
  let csrf = ''
  async function ask(path, body) {
    const headers = { 'content-type': 'application/json', cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    if (body) Object.assign(headers, { 'x-tanshu-csrf': csrf, 'idempotency-key': `picture-${user}-${Math.random().toString(36).slice(2)}` })
    const response = await fetch(base + path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=')
      cookies.set(name, value)
    }
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  csrf = (await ask('/v1/session')).csrf ?? ''
  await ask('/v1/demo/session', { user })
  csrf = (await ask('/v1/session')).csrf
  return { ask, give: (command, body) => ask('/v1/commands', { command, body }) }
}

/** A version of the national rules under a name of its own, without hours, with one mode more. */
async function rules(operator) {
  const file = await operator.ask('/v1/markets/cea/2026-01-05')
  const days = Array.from({ length: 20 }, (_, i) => at(i - 5))
  const modes = file.modes.filter((one) => one.mode === 'listing').map((one) => ({ ...one, hours: null }))
  const weekends = days.filter((day) => [0, 6].includes(new Date(day).getUTCDay()))
  return {
    ...file, id: 'demo-market', title_zh: '演示市场', title_en: 'Demonstration market', effective: at(0), modes,
    documents: [...file.documents, { key: 'own', title_zh: '演示日历', title_en: 'Calendar of the demonstration', read: 'all' }],
    calendar: {
      calendar: { id: 'demo', title_zh: '演示日历', title_en: 'Calendar of the demonstration', first: days[0], last: days.at(-1), holidays: [], make_up_days: weekends, source },
      trades_on_make_up_days: true, source
    },
    positions: []
  }
}

export async function openMarketDay(base) {
  const officer = await speaker(base, 'officer-a')
  await officer.give('open_account', { id: 'exchange', participant: 'baotou-exchange' })
  const operator = await speaker(base, 'exchange-a')
  await operator.give('adopt_market_profile', { profile: await rules(operator), fee_account: 'exchange' })
  await operator.give('list_instrument', {
    id: 'forest-2022', market: 'demo-market', title_zh: '森林碳票 2022', title_en: 'Forest tickets 2022', first_price: '60.00 CNY',
    criteria: { batches: [], origin_registry: '', methodology: '', region: '1502', vintage_first: 2022, vintage_last: 2022 }
  })
  await operator.give('open_trading_day', { market: 'demo-market', day: at(0) })
  const traders = new Map()
  for (const firm of ['firm-01', 'firm-02', 'firm-03', 'firm-04']) traders.set(firm, await speaker(base, `${firm}-a`))
  let number = 0
  const order = (firm, side, price, amount) =>
    traders.get(firm).give('place_order', {
      id: `p${++number}`, instrument: 'forest-2022', account: firm, mode: 'listing', side, kind: 'limit', price: `${price} CNY`, amount: `${amount} tCO2e`,
      batch: side === 'sell' ? 'bt-2023-001' : null, time_in_force: 'day', until: null, post_only: false, counterparty: null
    })
  const pick = (firm, resting, amount) => traders.get(firm).give('pick_order', { order: resting, account: firm, amount: `${amount} tCO2e`, batch: null })
  await order('firm-03', 'sell', '60.20', 120)
  await order('firm-04', 'sell', '60.20', 80)
  await order('firm-03', 'sell', '60.50', 60)
  await order('firm-04', 'sell', '61.00', 150)
  await order('firm-03', 'sell', '61.40', 40)
  for (const [resting, amount] of [['p1', 20], ['p2', 30], ['p3', 10], ['p1', 15], ['p4', 25]]) await pick('firm-02', resting, amount)
  await order('firm-01', 'sell', '62.00', 100)
  await order('firm-02', 'buy', '59.80', 90)
  await order('firm-01', 'buy', '59.50', 40)
  await order('firm-02', 'buy', '59.00', 200)
}
