// SPDX-License-Identifier: Apache-2.0
// Listing, money, purchase, voucher, registration of the transfer.
import { expect, test } from 'vitest'
import { today } from '@/format/time'
import { World } from '../support/world'

async function cashOf(world: World, account: string): Promise<string> {
  const response = await world.page.request.get(`${world.server.base}/v1/cash?account=${account}`)
  const page = (await response.json()) as { items: { hold: string; amount: string }[] }
  return page.items.find((row) => row.hold === '')?.amount ?? '0.00 CNY'
}

export function marketParts(world: World): void {
  test('the exchange lists units at a fixed price', async () => {
    await world.command('exchange-a', 'open_listing', {
      id: 'walk-1', seller: 'walk-farm', batch: 'walk-2024', amount: '100', lot: '0.5', price: '5,000',
      'open_days.first': today(), 'open_days.last': '2099-12-31'
    })
  })

  test('buying without money is refused with number 1306', async () => {
    await world.signIn('firm-01-a')
    await world.page.getByRole('link', { name: '摘牌买入 walk-1' }).click()
    await world.page.locator('form[data-command="buy_listing"]').waitFor()
    await world.fill({ amount: '100' })
    await world.send()
    await world.refused(1306)
  })

  test('a double click on a deposit records it once', async () => {
    await world.signIn('clearing-a')
    const before = BigInt((await cashOf(world, 'firm-01')).replace(/\D/g, ''))
    await world.openCommand('deposit_cash')
    await world.fill({ account: 'firm-01', amount: '500,000', bank_reference: 'walk-bank-1' })
    await world.page.locator('form[data-command] button[type="submit"]').dblclick()
    await world.accepted()
    const after = BigInt((await cashOf(world, 'firm-01')).replace(/\D/g, ''))
    expect(after - before).toBe(50_000_000n)
  })

  test('a file of commands is answered line by line, and once', async () => {
    await world.go('/console')
    const line = (number: number): string =>
      `{"key":"walk-file-${number}","command":"deposit_cash","body":{"account":"firm-01","amount":"1.00 CNY","bank_reference":"walk-file-${number}"}}\n`
    const give = async (): Promise<string> => {
      await world.page.locator('#batch-file').setInputFiles({
        name: 'commands.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(`${line(1)}{oops\n${line(2)}`)
      })
      await world.page.getByRole('button', { name: '提交文件' }).click()
      const result = world.page.getByTestId('batch-result')
      await result.locator('td', { hasText: '1020' }).waitFor()
      return result.innerText()
    }
    expect(await give()).toContain('受理 2 条（其中 0 条此前已受理），拒绝 1 条。')
    expect(await give()).toContain('受理 2 条（其中 2 条此前已受理），拒绝 1 条。')
  })

  test('the firm buys; money and units are held; the voucher is a PDF', async () => {
    await world.signIn('firm-01-a')
    await world.page.getByRole('link', { name: '摘牌买入 walk-1' }).click()
    await world.page.locator('form[data-command="buy_listing"]').waitFor()
    await world.fill({ amount: '10' })
    await world.send()
    await world.accepted()
    const pdf = await world.download('[data-testid="accepted"] a[href$=".pdf"]')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await world.page.locator('[data-testid="made"]').click()
    await world.page.getByText('待林草局登记过户').waitFor()
  })

  test('the bureau registers the transfer on the voucher', async () => {
    await world.signIn('officer-b')
    await world.page.locator('#work-register').waitFor()
    await world.page.getByRole('link', { name: /^登记过户: / }).first().click()
    await world.page.locator('form[data-command="register_transfer"]').waitFor()
    await world.send()
    await world.accepted()
    await world.page.locator('[data-testid="made"]').first().click()
    await world.page.locator('.pill', { hasText: '已交收' }).waitFor()
  })
}
