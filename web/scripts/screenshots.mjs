// SPDX-License-Identifier: Apache-2.0
// Takes the pictures of docs/guide.*.md from a running demonstration server.
//
//   node scripts/screenshots.mjs http://127.0.0.1:8080
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { openMarketDay } from './market_day.mjs'

const base = process.argv[2]
if (!base) throw new Error('the address of a demonstration server, please')
const place = fileURLToPath(new URL('../../docs/images/', import.meta.url))
mkdirSync(place, { recursive: true })

const table = fileURLToPath(new URL('../../fixtures/measurement/soares_exfm/exfm1.csv', import.meta.url))
const pages = [
  ['explore', '/', null],
  ['estimate', '/estimate', 'officer-a', estimate],
  ['project', '/console/command/register_project', 'officer-a', draw],
  ['batch', '/batches/bt-2023-001', null],
  ['certificate', '/certificates/r000001', null],
  ['verify', '/verify?document=certificates/r000001', null],
  ['entries', '/entries', null],
  ['console', '/console', 'firm-01-a']
]
/** Taken last: they need a trading day, which the other pictures are to be without. */
const market_pages = [
  ['trading', '/trading?market=demo-market&instrument=forest-2022&mode=listing', 'firm-01-a', choose],
  ['exchange', '/exchange', 'exchange-a']
]

async function estimate(page) {
  await page.locator('#estimate-method').selectOption('stand-volume-v1')
  await page.locator('#estimate-file').setInputFiles(table)
  await page.locator('form button[type="submit"]').click()
  await page.locator('.result').waitFor()
  await page.locator('.result').evaluate((element) => element.scrollIntoView())
}

async function draw(page) {
  await page.locator('#boundary-text').fill('109.98, 41.08\n110.04, 41.07\n110.06, 41.12\n110.00, 41.13')
  await page.locator('#boundary-text').evaluate((element) => element.scrollIntoView({ block: 'center' }))
}

async function choose(page) {
  await page.locator('[data-level="sell-1"] button').click()
  await page.locator('[data-testid="level-orders"] tbody tr').first().waitFor()
  await page.locator('[data-testid="figures"]').evaluate((element) => element.scrollIntoView())
}

async function become(page, user) {
  await page.goto(base)
  await page.evaluate(async (code) => {
    const session = await (await fetch('/v1/session')).json()
    const headers = { 'content-type': 'application/json', 'x-tanshu-csrf': session.csrf ?? '' }
    if (session.user) await fetch('/v1/session', { method: 'DELETE', headers })
    if (code) await fetch('/v1/demo/session', { method: 'POST', headers, body: JSON.stringify({ user: code }) })
  }, user)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})

async function take(list, viewport) {
  for (const lang of ['zh', 'en']) {
    const context = await browser.newContext({ viewport, locale: lang === 'zh' ? 'zh-CN' : 'en-GB' })
    const page = await context.newPage()
    for (const [name, path, user, act] of list) {
      await become(page, user)
      await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
      await page.waitForTimeout(1200)
      if (act) await act(page)
      await page.waitForTimeout(600)
      const file = `${place}${name}-${lang}.png`
      await page.screenshot({ path: file })
      console.log(file, statSync(file).size)
    }
    await context.close()
  }
}

await take(pages, { width: 1000, height: 760 })
await openMarketDay(base)
await take(market_pages, { width: 1280, height: 900 })
await browser.close()
