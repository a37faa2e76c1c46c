// SPDX-License-Identifier: Apache-2.0
// A day on the terminal: rules and instrument, opening, a sale picked by another, live on both
// pages; a halt; close, expiry, clearing, bulletin; accessibility of the pages.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { carbonCount, moneyCount } from '@/format/quantity'
import { today } from '@/format/time'
import { violations } from './explore'
import { market, sampleProfile } from '../support/sample_market'
import { expectText, World } from '../support/world'

const instrument = 'walk-ticket'
const seat = { width: 1280, height: 900 }
const desk = `/trading?market=${market}&instrument=${instrument}`

interface Traders {
  operator: Page
  seller: Page
  buyer: Page
}
const pages: Partial<Traders> = {}

async function become(world: World, page: Page, user: string): Promise<void> {
  await page.goto(world.server.base)
  const status = await page.evaluate(async (code) => {
    const session = (await (await fetch('/v1/session')).json()) as { csrf?: string }
    const headers = { 'content-type': 'application/json', 'x-tanshu-csrf': session.csrf ?? '' }
    return (await fetch('/v1/demo/session', { method: 'POST', headers, body: JSON.stringify({ user: code }) })).status
  }, user)
  expect(status).toBeLessThan(300)
}

/** Gives a command with the page's own session, for what has no form on these pages. */
async function give(page: Page, command: string, body: unknown): Promise<void> {
  const said = await page.evaluate(
    async ([name, content]) => {
      const session = (await (await fetch('/v1/session')).json()) as { csrf?: string }
      const headers = { 'content-type': 'application/json', 'x-tanshu-csrf': session.csrf ?? '', 'idempotency-key': `e2e-${String(name)}-${Date.now()}` }
      const response = await fetch('/v1/commands', { method: 'POST', headers, body: JSON.stringify({ command: name, body: content }) })
      return response.ok ? '' : await response.text()
    },
    [command, body] as const
  )
  expect(said).toBe('')
}

async function trader(world: World, user: string): Promise<Page> {
  const page = await world.newPage(seat)
  await become(world, page, user)
  await page.goto(world.server.base + desk)
  await page.getByTestId('ticket').waitFor()
  return page
}

/** Types an order into the ticket and sends it with the keyboard alone. */
async function order(page: Page, side: 'b' | 's', price: string, amount: string): Promise<void> {
  await page.locator('#ticket-price').fill(price)
  await page.keyboard.press(side)
  await page.locator(`[data-testid="ticket"][data-side="${side === 'b' ? 'buy' : 'sell'}"]`).waitFor()
  await page.locator('#ticket-amount').fill(amount)
  await page.keyboard.press('Enter')
  await page.locator('dialog[open] [data-testid="confirm"]').waitFor()
  await page.keyboard.press('Enter')
}

async function placed(page: Page): Promise<void> {
  await page.getByTestId('placed').filter({ hasText: '已受理' }).waitFor()
}
async function refused(page: Page, number: number): Promise<void> {
  await page.locator('[data-testid="ticket"] [data-testid="refusal"]').filter({ hasText: String(number) }).waitFor()
}
function purse(page: Page, account: string, field: string) {
  return page.locator(`[data-purse="${account}"] [data-field="${field}"]`)
}
function position(page: Page, account: string, field: string) {
  return page.locator(`[data-position="${account} bt-2023-001"] [data-field="${field}"]`)
}

async function books(world: World, page: Page, account: string): Promise<{ money: bigint; units: bigint }> {
  const read = async (path: string) => ((await (await page.request.get(world.server.base + path)).json()) as { items: Record<string, string>[] }).items
  const cash = await read(`/v1/cash?account=${account}`)
  const holdings = await read(`/v1/holdings?account=${account}&batch=bt-2023-001`)
  return {
    money: cash.reduce((sum, row) => sum + moneyCount(row.amount), 0n),
    units: holdings.reduce((sum, row) => sum + carbonCount(row.amount), 0n)
  }
}

export function tradingParts(world: World): void {
  test('a visitor of a cell without a market is told so', async () => {
    await world.go('/trading')
    await world.page.getByText('尚未采纳任何市场规则').waitFor()
    await world.go('/bulletins')
    await world.page.getByText('尚无已公布的行情').waitFor()
  })

  test('the operator adopts rules from a file, and again is refused with number 1362', async () => {
    const operator = (pages.operator = await world.newPage(seat))
    await become(world, operator, 'officer-a')
    await give(operator, 'open_account', { id: 'exchange', participant: 'baotou-exchange' })
    await operator.evaluate(async () => {
      const session = (await (await fetch('/v1/session')).json()) as { csrf?: string }
      await fetch('/v1/session', { method: 'DELETE', headers: { 'x-tanshu-csrf': session.csrf ?? '' } })
    })
    await become(world, operator, 'exchange-a')
    await operator.goto(`${world.server.base}/exchange`)
    const adopt = operator.getByTestId('adopt')
    const give_file = async (): Promise<void> => {
      await adopt.locator('#adopt-file').selectOption('cea/2026-01-05')
      await adopt.locator('#adopt-fees').fill('exchange')
      await adopt.locator('button[type="submit"]').click()
    }
    await give_file()
    await adopt.getByText('已受理').waitFor()
    await give_file()
    await adopt.getByTestId('refusal').filter({ hasText: '1362' }).waitFor()
  })

  test('the operator lists an instrument and opens the day', async () => {
    const operator = pages.operator as Page
    await give(operator, 'adopt_market_profile', { profile: sampleProfile(today()), fee_account: 'exchange' })
    await operator.locator(`[data-market="${market}"]`).waitFor()
    await operator.locator('#list-market').selectOption(market)
    for (const [field, value] of Object.entries({ id: instrument, title_zh: '试验碳票', title_en: 'Test ticket', region: '1502', first_price: '45.00' }))
      await operator.locator(`#list-${field}`).fill(value)
    await operator.getByTestId('list').locator('button[type="submit"]').click()
    await operator.locator(`[data-instrument="${instrument}"]`).waitFor()
    await operator.locator(`[data-market="${market}"] [data-step="open_trading_day"]`).click()
    await operator.locator(`[data-market="${market}"] [data-testid="day-state"]`).filter({ hasText: '开市' }).waitFor()
  })

  test('a visitor sees the market and is told how to trade', async () => {
    await world.go(desk)
    await expectText(world.page, '[data-testid="reference"]', '45.00')
    await expectText(world.page, '[data-testid="band"]', '40.50 – 49.50')
    await world.page.getByTestId('how-to-trade').getByText('访客').waitFor()
    expect(await world.page.getByTestId('blotter').count()).toBe(0)
  })

  test('a sale is offered with the keyboard alone, and its units are held', async () => {
    pages.seller = await trader(world, 'firm-01-a')
    pages.buyer = await trader(world, 'firm-02-a')
    const { seller } = pages as Traders
    await seller.locator('#ticket-price').focus()
    await seller.keyboard.press('ArrowUp')
    expect(await seller.locator('#ticket-price').inputValue()).toBe('45.00')
    await seller.keyboard.press('ArrowUp')
    expect(await seller.locator('#ticket-price').inputValue()).toBe('45.01')
    await order(seller, 's', '45.00', '100')
    await placed(seller)
    await position(seller, 'firm-01', 'held').filter({ hasText: '100 吨' }).waitFor()
    await seller.locator('[data-testid="blotter"] tbody tr').filter({ hasText: '挂出' }).waitFor()
  })

  test('the other sees it live and picks part of it at its price', async () => {
    const { seller, buyer } = pages as Traders
    const before = { seller: await books(world, seller, 'firm-01'), buyer: await books(world, buyer, 'firm-02') }
    await buyer.locator('[data-level="sell-1"] button').filter({ hasText: '45.00' }).click()
    const offers = buyer.getByTestId('level-orders')
    await offers.locator('tbody tr').first().waitFor()
    await offers.locator('tbody input').fill('40')
    await offers.getByRole('button', { name: /^点选/ }).first().click()
    await buyer.locator('dialog[open]').filter({ hasText: '共付 1,801.80 元' }).waitFor()
    await buyer.keyboard.press('Enter')
    for (const page of [seller, buyer]) {
      await expectText(page, '[data-testid="last-price"]', '45.00')
      await page.locator('[data-testid="tape"] tbody tr').filter({ hasText: '40 吨' }).waitFor()
      await page.locator('[data-testid="my-trades"] tbody tr').filter({ hasText: '1,800.00' }).waitFor()
    }
    await position(buyer, 'firm-02', 'waiting').filter({ hasText: '40 吨' }).waitFor()
    await position(seller, 'firm-01', 'held').filter({ hasText: '60 吨' }).waitFor()
    const after = { seller: await books(world, seller, 'firm-01'), buyer: await books(world, buyer, 'firm-02') }
    expect(before.buyer.money - after.buyer.money).toBe(180_180n)
    expect(after.seller.money - before.seller.money).toBe(179_640n)
    expect(after.buyer.units - before.buyer.units).toBe(40_000_000_000n)
    expect(before.seller.units - after.seller.units).toBe(40_000_000_000n)
  })

  test('a bid holds its money, is seen by the other, and is withdrawn with one click', async () => {
    const { seller, buyer } = pages as Traders
    await order(buyer, 'b', '44.00', '10')
    await placed(buyer)
    await purse(buyer, 'firm-02', 'held').filter({ hasText: '440.44' }).waitFor()
    await seller.locator('[data-level="buy-1"] button').filter({ hasText: '44.00' }).waitFor()
    await buyer.locator('[data-testid="blotter"] tbody tr').filter({ hasText: '44.00' }).getByRole('button', { name: /撤单/ }).click()
    await purse(buyer, 'firm-02', 'held').filter({ hasText: /^0\.00/ }).waitFor()
    await seller.locator('[data-level="buy-1"]').filter({ hasText: '—' }).waitFor()
  })

  test('a price outside the band is refused with number 1354, which the ticket says before', async () => {
    const { buyer } = pages as Traders
    await order(buyer, 'b', '49.51', '1')
    await refused(buyer, 1354)
    await buyer.getByText('价格超出涨跌幅区间').waitFor()
  })

  test('Esc leaves the confirmation without sending', async () => {
    const { buyer } = pages as Traders
    const rows = await buyer.locator('[data-testid="blotter"] tbody tr').count()
    await buyer.locator('#ticket-price').fill('44.50')
    await buyer.locator('#ticket-amount').fill('5')
    await buyer.keyboard.press('Enter')
    await buyer.locator('dialog[open]').waitFor()
    await buyer.keyboard.press('Escape')
    expect(await buyer.locator('dialog[open]').count()).toBe(0)
    expect(await buyer.locator('[data-testid="blotter"] tbody tr').count()).toBe(rows)
  })

  test('in the order book two orders pair by themselves, at the price that rested', async () => {
    const { seller, buyer } = pages as Traders
    for (const page of [seller, buyer]) await page.locator('#trading-mode').selectOption('order_book')
    await order(seller, 's', '45.10', '20')
    await placed(seller)
    await buyer.locator('[data-level="sell-1"] button').filter({ hasText: '45.10' }).click()
    expect(await buyer.locator('#ticket-price').inputValue()).toBe('45.10')
    await order(buyer, 'b', '45.50', '20')
    await buyer.getByTestId('placed').filter({ hasText: '全部成交' }).waitFor()
    await expectText(seller, '[data-testid="last-price"]', '45.10')
  })

  test('a halt refuses orders with its number shown, until trading is resumed', async () => {
    const { operator, buyer } = pages as Traders
    const row = operator.locator(`[data-instrument="${instrument}"]`)
    await operator.locator('#state-reason').fill('核实公告')
    await row.locator('[data-state="halted"]').click()
    await buyer.getByTestId('instrument-state').filter({ hasText: '停牌' }).waitFor()
    await order(buyer, 'b', '45.00', '1')
    await refused(buyer, 1367)
    await operator.locator('#state-reason').fill('公告已核实')
    await row.locator('[data-state="trading"]').click()
    await buyer.getByTestId('instrument-state').filter({ hasText: '交易中' }).waitFor()
  })

  test('a suspended participant is refused with its number, until it is restored', async () => {
    const { operator, buyer } = pages as Traders
    const rights = operator.getByTestId('rights')
    const set = async (button: string, state: string): Promise<void> => {
      await rights.locator('#right-market').selectOption(market)
      await rights.locator('#right-participant').selectOption('firm-02')
      await rights.locator('#right-reason').fill('核查中')
      await rights.getByRole('button', { name: button }).click()
      await rights.locator('tbody tr').filter({ hasText: 'firm-02' }).filter({ hasText: state }).waitFor()
    }
    await set('暂停', '已暂停')
    await order(buyer, 'b', '45.00', '1')
    await refused(buyer, 1369)
    await set('恢复', '有效')
  })
}

export function dayParts(world: World): void {
  test('the operator closes, lets expire and clears, with counts', async () => {
    const { operator, seller } = pages as Traders
    const card = operator.locator(`[data-market="${market}"]`)
    const step = (name: string) => card.locator(`[data-step="${name}"]`)
    await card.getByTestId('resting').filter({ hasText: '1' }).waitFor()
    await step('close_trading_day').click()
    await operator.locator('dialog[open] [data-testid="confirm"]').click()
    await card.getByTestId('day-state').filter({ hasText: '闭市' }).waitFor()
    await step('expire_orders').click()
    await card.getByTestId('step-done').filter({ hasText: '处理 1 笔' }).waitFor()
    await position(seller, 'firm-01', 'held').filter({ hasText: /^0 / }).waitFor()
    await step('clear_trading_day').click()
    await card.getByTestId('day-state').filter({ hasText: '已结算' }).waitFor()
  })

  test('the bulletin shows the close, both legs, and is a file', async () => {
    await world.go('/bulletins')
    const row = world.page.locator(`[data-bulletin="${instrument} ${today()}"]`)
    const text = await row.innerText()
    // 40 t at 45.00 and 20 t at 45.10 are 45.03 on average; both legs of 60 t are 120 t.
    for (const part of ['45.03', '45.10', '45.00', '0.03', '60 吨', '2,702.00 元', '120 吨', '5,404.00 元']) expect(text).toContain(part)
    const file = (await world.download('[data-testid="csv"]')).toString()
    expect(file).toContain(`${today()},${market},${instrument},45.00,45.00,45.10,45.00,45.03,0.03,7,2,60,2702.00,120,5404.00`)
  })

  test.each(['/trading', '/exchange', '/bulletins'])('%s as a visitor', async (path) => {
    expect(await violations(world.page, world.server.base + path)).toEqual([])
  })

  test('the terminal as a trader and the console as its operator', async () => {
    const { buyer, operator } = pages as Traders
    expect(await violations(buyer, world.server.base + desk)).toEqual([])
    expect(await violations(operator, `${world.server.base}/exchange`)).toEqual([])
  })

  test('pages asked no other host for anything and reported no error', () => {
    expect(world.strangers).toEqual([])
    expect(world.errors).toEqual([])
  })
}
