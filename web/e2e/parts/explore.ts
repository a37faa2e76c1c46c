// SPDX-License-Identifier: Apache-2.0
// The public pages: totals that add up, live updates, audit log with refusals, keyboard, accessibility.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { carbonCount } from '@/format/quantity'
import { World } from '../support/world'

const public_pages = [
  '/', '/projects', '/projects/guyang-forest', '/batches', '/batches/bt-2023-001', '/trades', '/certificates', '/entries', '/entries/0',
  '/verify', '/verify?document=certificates/r000001', '/estimate', '/sign-in', '/about', '/docs/verify', '/docs/refusals', '/markets', '/nowhere'
]
const console_pages: readonly (readonly [string, readonly string[]])[] = [
  ['admin', ['/console', '/console/command/authorise_user']],
  ['officer-a', ['/console', '/console/command/register_project', '/console/command/verify_report']],
  ['exchange-a', ['/console/command/open_listing']],
  ['firm-01-a', ['/console', '/console/command/retire_units']]
]

export function exploreParts(world: World): void {
  test('the first page shows the Baotou totals, and the equation holds', async () => {
    await world.go('/')
    await world.page.locator('[data-testid="equation"][data-balanced="true"]').waitFor()
    expect(await world.page.locator('[data-testid="equation"]').innerText()).toContain('150,000')
    expect(await world.page.locator('[data-testid="sold-money"]').innerText()).toContain('2,000,000.00')
    expect(await world.page.locator('html').getAttribute('lang')).toBe('zh-CN')
    await world.page.locator('canvas').first().waitFor()
  })

  test('what is sequenced says so where nobody follows', async () => {
    for (const path of ['/entries/0', '/batches/bt-2023-001', '/certificates/r000001', '/']) {
      await world.go(path)
      await world.page.locator('[data-testid="confirmation"]').filter({ hasText: '已排序' }).first().waitFor()
    }
  })

  test('the language is switched, kept, and taken from the address', async () => {
    await world.page.getByRole('button', { name: 'English' }).click()
    await world.page.getByRole('heading', { name: 'Every gram of carbon, accounted for' }).waitFor()
    await world.go('/trades')
    await world.page.getByRole('heading', { level: 1, name: 'Trades' }).waitFor()
    expect(await world.page.locator('html').getAttribute('lang')).toBe('en')
    await world.go('/?lang=zh')
    await world.page.getByRole('heading', { name: '每一克碳，都有据可查' }).waitFor()
  })
}

export function ruleParts(world: World): void {
  test('the market rules say where they stand and what is unverified', async () => {
    await world.go('/markets')
    const cea = world.page.locator('[data-market="cea"]')
    await cea.getByRole('heading', { level: 2, name: '全国碳排放配额（分年度品种）' }).waitFor()
    await cea.locator('[data-fact="proceeds"]').first().getByText('未核实').waitFor()
    expect(await cea.locator('[data-fact="mode.listing.band"]').first().innerText()).toContain('10 %')
    expect(await cea.locator('details').count()).toBe(3)
    await world.go('/markets?lang=en')
    await world.page.locator('[data-market="ccer"]').getByText('Not stated, for it is not known').waitFor()
    await world.go('/?lang=zh')
  })
}

export function afterwards(world: World): void {
  test('the totals moved with the story and still add up to the milligram', async () => {
    const totals = (await world.totals()) as Record<string, string> & { balanced: boolean }
    const parts = ['free', 'held_by_order', 'pledged', 'frozen', 'buffer', 'retired', 'cancelled', 'exported']
    const sum = parts.reduce((total, part) => total + carbonCount(totals[part]), 0n)
    expect(sum).toBe(carbonCount(totals.issued))
    expect(totals.retired).toBe('5005.000000001 tCO2e')
    expect(totals.balanced).toBe(true)
    await world.go('/')
    await world.page.locator('[data-testid="equation"][data-balanced="true"]').filter({ hasText: '5,005.000000001' }).waitFor()
  })

  test('refused commands are in the audit log with their numbers, decoded in the browser', async () => {
    await world.go('/entries')
    await world.page.getByLabel('只看被拒绝的').check()
    for (const number of [1109, 1115, 1201, 1203, 1306]) {
      await world.page.locator('tbody tr', { hasText: String(number) }).first().waitFor()
    }
    await world.page.locator('tbody tr', { hasText: '1115' }).locator('a').click()
    await world.page.getByText('由本浏览器从日志原始字节解码').waitFor()
    await world.page.locator('.card', { hasText: '1115' }).first().waitFor()
  })

  test('another visitor’s page follows live', async () => {
    const watcher = await world.newPage({ width: 1000, height: 800 })
    await watcher.goto(world.server.base)
    await watcher.getByText('实时', { exact: true }).waitFor()
    await world.command('officer-a', 'register_participant', {
      id: 'walk-live', kind: 'firm', name_zh: '实时公司', name_en: 'Live Ltd', region: '150200'
    })
    await watcher.locator('section', { hasText: '最新动态' }).locator('li').first().waitFor()
    await watcher.context().close()
  })

  test('a form is filled and sent with the keyboard alone', async () => {
    await world.signIn('officer-a')
    await world.go('/console/command/register_participant')
    await world.page.locator('#f-id').focus()
    const keys = world.page.keyboard
    await keys.type('walk-keys')
    await keys.press('Tab')
    for (let i = 0; i < 7; ++i) await keys.press('ArrowDown')
    await keys.press('Tab')
    await keys.type('键盘公司')
    await keys.press('Tab')
    await keys.type('Keyboard Ltd')
    await keys.press('Tab')
    await keys.type('150200')
    await keys.press('Tab')
    await keys.press('Enter')
    await world.accepted()
    const focused = await world.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    expect(focused).toBe('accepted')
  })

  test('an empty form says what is missing and puts the focus there', async () => {
    await world.openCommand('register_participant')
    await world.send()
    expect(await world.page.evaluate(() => document.activeElement?.id)).toBe('f-id')
    await world.page.getByText('请填写此项').first().waitFor()
  })

  test('pages asked no other host for anything and reported no error', () => {
    expect(world.strangers).toEqual([])
    expect(world.errors).toEqual([])
  })
}

async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !/正在读取|Loading…/.test(document.querySelector('main')?.textContent ?? ''))
  await page.waitForTimeout(150)
}

/** What axe finds on the page at desktop and phone width, and whether it is wider than the window. */
export async function violations(page: Page, url: string): Promise<string[]> {
  const list: string[] = []
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(url)
  await settle(page)
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const { violations: found } = await new AxeBuilder({ page }).analyze()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    for (const one of found)
      list.push(`${url} at ${width}: ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
    if (wide > 0) list.push(`${url} at ${width} is ${wide} px too wide`)
  }
  return list
}

async function become(page: Page, user: string): Promise<void> {
  await page.evaluate(async (code) => {
    const session = (await (await fetch('/v1/session')).json()) as { csrf: string | null }
    const headers = { 'content-type': 'application/json', 'x-tanshu-csrf': session.csrf ?? '' }
    await fetch('/v1/demo/session', { method: 'POST', headers, body: JSON.stringify({ user: code }) })
  }, user)
}

export function accessibility(world: World): void {
  for (const lang of ['zh', 'en'])
    test(`axe finds nothing on any page in ${lang}, at 1280 and 360 px, and nothing overflows`, async () => {
      const page = await world.newPage({ width: 1280, height: 800 })
      const found: string[] = []
      const visit = async (paths: readonly string[]): Promise<void> => {
        for (const path of paths)
          found.push(...(await violations(page, `${world.server.base}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)))
      }
      await visit(public_pages)
      for (const [user, paths] of console_pages) {
        await become(page, user)
        await visit(paths)
      }
      await page.context().close()
      expect(found).toEqual([])
    }, 400_000)
}
