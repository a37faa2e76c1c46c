// SPDX-License-Identifier: Apache-2.0
// What the tests share: server, browser, one page that signs in as whoever acts next.
import { readFileSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { startServer, type Server } from './server'

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'
]

export class World {
  server!: Server
  browser!: Browser
  page!: Page
  /** Errors that pages reported; none is allowed. */
  readonly errors: string[] = []
  /** Hosts other than the server that a page asked for anything; none is allowed. */
  readonly strangers: string[] = []

  async open(): Promise<void> {
    this.server = await startServer()
    this.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: flags
    })
    this.page = await this.newPage({ width: 1280, height: 900 })
  }

  async close(): Promise<void> {
    await this.browser?.close()
    await this.server?.stop()
  }

  async newPage(viewport: { width: number; height: number }): Promise<Page> {
    const context = await this.browser.newContext({ viewport, acceptDownloads: true })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => this.errors.push(`${page.url()}: ${error.message}`))
    page.on('request', (request) => {
      const url = request.url()
      const own = url.startsWith(this.server.base) || url.startsWith('data:') || url.startsWith('blob:')
      if (!own) this.strangers.push(url)
    })
    return page
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.server.base + path)
  }

  /** Demo sign-in on the first page, as a visitor does it. */
  async signIn(user: string): Promise<void> {
    await this.go('/')
    const button = this.page.locator(`[data-user="${user}"]`)
    const list = this.page.locator('#demo-trader')
    await button.or(list).first().waitFor()
    if ((await button.count()) > 0) {
      await button.click()
    } else {
      await list.selectOption(user)
      await this.page.locator('form.firms button').click()
    }
    await this.page.waitForURL('**/console')
    await expectText(this.page, '[data-testid="who"]', user)
  }

  async openCommand(command: string, query = ''): Promise<void> {
    await this.go(`/console/command/${command}${query}`)
    await this.page.locator(`form[data-command="${command}"]`).waitFor()
  }

  /** Fills fields by their path: "open_days.first". */
  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, value] of Object.entries(values)) {
      const field = this.page.locator(`#f-${path.replaceAll('.', '-')}`)
      const tag = await field.evaluate((element) => element.tagName)
      if (tag === 'SELECT') await field.selectOption(value)
      else await field.fill(value)
    }
  }

  async send(): Promise<void> {
    await this.page.locator('form[data-command] button[type="submit"]').click()
  }

  async accepted(): Promise<void> {
    const outcome = this.page.locator('[data-testid="accepted"], [data-testid="refusal"]').first()
    await outcome.waitFor()
    const refusal = this.page.locator('[data-testid="refusal"]')
    if ((await refusal.count()) > 0) throw new Error(`refused: ${await refusal.innerText()}`)
  }

  /** The form was refused with this number, in words. */
  async refused(number: number): Promise<void> {
    const text = await this.page.locator('[data-testid="refusal"]').innerText()
    expect(text).toContain(String(number))
    expect(text.length).toBeGreaterThan(12)
  }

  async command(user: string, command: string, values: Readonly<Record<string, string>>, query = ''): Promise<void> {
    await this.signIn(user)
    await this.openCommand(command, query)
    await this.fill(values)
    await this.send()
    await this.accepted()
  }

  /** Follows a download link and returns the bytes. */
  async download(selector: string): Promise<Buffer> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.locator(selector).first().click()
    ])
    return readFileSync(await download.path())
  }

  async totals(): Promise<Record<string, unknown>> {
    const response = await this.page.request.get(`${this.server.base}/v1/totals`)
    return (await response.json()) as Record<string, unknown>
  }
}

export async function expectText(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor()
}
