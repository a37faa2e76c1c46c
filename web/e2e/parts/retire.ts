// SPDX-License-Identifier: Apache-2.0
// Three donors give, the organiser retires, the certificate downloads and verifies, tampering shows.
import { expect, test } from 'vitest'
import { World } from '../support/world'

interface Files {
  pdf: Buffer
  json: Buffer
  proof: Buffer
}

async function give(world: World, user: string, from: string, to: string, amount: string): Promise<void> {
  await world.signIn(user)
  await world.openCommand('give_units', `?from=${from}`)
  await world.fill({ to, occasion: '捐赠冬季运动会' })
  await world.page.locator('#lot-0-batch').selectOption('walk-2024')
  await world.page.locator('#lot-0-amount').fill(amount)
  await world.send()
  await world.accepted()
}

async function judge(world: World, name: string, buffer: Buffer): Promise<{ valid: boolean; text: string }> {
  await world.page.locator('#verify-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  const verdict = world.page.locator('[data-testid="verdict"]').filter({ hasText: name })
  await verdict.waitFor()
  return { valid: (await verdict.getAttribute('data-valid')) === 'true', text: await verdict.innerText() }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

export function retireParts(world: World): void {
  const files: Partial<Files> = {}

  test('the farm allots units and three donors give them to the games', async () => {
    for (const [i, amount] of ['2', '1.5', '1.500000001'].entries()) {
      await give(world, 'walk-farm-a', 'walk-farm', `donor-${i + 1}`, amount)
      await give(world, `donor-${i + 1}-a`, `donor-${i + 1}`, 'winter-games', amount)
    }
  })

  test('retiring more than there is is refused with number 1203; a double cancellation too', async () => {
    await world.signIn('organiser-a')
    await world.openCommand('retire_units', '?account=winter-games')
    await world.page.locator('#lot-0-batch').selectOption('walk-2024')
    await world.page.locator('#lot-0-amount').fill('5.000000002')
    await world.fill({
      beneficiary_zh: '冬季运动会', beneficiary_en: 'Winter Games', purpose_zh: '抵销排放', purpose_en: 'Offsetting emissions',
      'period.first': '2024-02-17', 'period.last': '2024-02-27'
    })
    await world.send()
    await world.page.locator('[data-testid="confirm"]').click()
    await world.refused(1203)
  })

  test('the organiser retires the gift and downloads the certificate as PDF, JSON and proof', async () => {
    await world.page.locator('#lot-0-amount').fill('5.000000001')
    await world.send()
    await world.page.locator('[data-testid="confirm"]').click()
    await world.accepted()
    files.pdf = await world.download('[data-testid="accepted"] a[href$=".pdf"]')
    files.json = await world.download('[data-testid="accepted"] a[href$=".json"]')
    files.proof = await world.download('[data-testid="accepted"] a[href$=".proof"]')
    expect(files.pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(files.proof.toString()).toContain('c2sp.org/tlog-proof@v1')
  })

  test('the verify page finds all three valid, without the server seeing them', async () => {
    await world.go('/verify')
    const { pdf, json, proof } = files as Files
    const sent: string[] = []
    world.page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()))
    for (const [name, bytes] of [['c.json', json], ['c.pdf', pdf], ['c.proof', proof]] as const)
      expect(await judge(world, name, bytes), name).toMatchObject({ valid: true })
    await judge(world, 'again.json', json)
    const statement = await world.page.locator('[data-testid="statement"]').innerText()
    expect(statement).toContain('5.000000001')
    expect(statement).toContain('冬季运动会')
    expect(sent).toEqual([])
  })

  test('tampered files are not valid, and the page says what is wrong', async () => {
    const { pdf, json, proof } = files as Files
    const cases: readonly (readonly [string, Buffer])[] = [
      ['number.json', Buffer.from(json.toString().replace('"number":"r', '"number":"x'))],
      ['entry.json', flipped(json, json.indexOf('"entry":"') + 40)],
      ['page.pdf', flipped(pdf, 300)],
      ['attachment.pdf', flipped(pdf, pdf.lastIndexOf('"path":["') + 12)],
      ['index.proof', Buffer.from(proof.toString().replace(/^index (\d)/m, 'index 1$1'))],
      ['nothing.json', Buffer.from('{}')]
    ]
    for (const [name, bytes] of cases) {
      const { valid, text } = await judge(world, name, bytes)
      expect(valid, name).toBe(false)
      expect(text, name).toContain('问题')
    }
  })

  test('the address in the QR code opens the verification', async () => {
    await world.go('/certificates')
    const number = await world.page.locator('tbody a').first().innerText()
    await world.go(`/verify?document=certificates/${number}`)
    await world.page.locator('[data-testid="verdict"][data-valid="true"]').waitFor()
  })

  test('the ticket and the voucher verify in the browser too', async () => {
    for (const document of ['tickets/walk-farm/walk-2024', 'vouchers']) {
      let named = document
      if (document === 'vouchers') {
        await world.go('/trades')
        named = `vouchers/${await world.page.locator('a[href^="/trades/"]').first().innerText()}`
      }
      await world.go(`/verify?document=${named}`)
      await world.page.locator('[data-testid="verdict"][data-valid="true"]').waitFor()
    }
  })
}
