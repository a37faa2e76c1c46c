// SPDX-License-Identifier: Apache-2.0
// Participant, account, project (overlap refused), estimate, report, verification, four eyes, issue.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { World } from '../support/world'

const table = fileURLToPath(new URL('../../../fixtures/measurement/soares_exfm/exfm1.csv', import.meta.url))

/** A rectangle of 0.04 by 0.04 degrees: about 22,350 mu at this latitude. */
function square(longitude: number, latitude: number): string {
  const [x, y] = [longitude + 0.04, latitude + 0.04]
  return [[longitude, latitude], [x, latitude], [x, y], [longitude, y]]
    .map(([a, b]) => `${(a ?? 0).toFixed(4)}, ${(b ?? 0).toFixed(4)}`)
    .join('\n')
}

const project = {
  id: 'walk-forest', owner: 'walk-farm', name_zh: '漫步林场碳汇项目', name_en: 'Walk farm forest carbon', ecosystem: 'forest',
  grade: 'offsite', methodology: 'stand-volume-v1', region: '150222', area: '22,350',
  'crediting_period.first': '2015-01-01', 'crediting_period.last': '2034-12-31'
}

export function registerParts(world: World): void {
  test('the administrator authorises the farm’s user', async () => {
    await world.command('officer-a', 'register_participant', {
      id: 'walk-farm', kind: 'forest_owner', name_zh: '漫步国有林场', name_en: 'Walk State Forest Farm', region: '150222'
    })
    await world.command('officer-a', 'open_account', { id: 'walk-farm', participant: 'walk-farm' })
    await world.signIn('admin')
    await world.openCommand('authorise_user')
    await world.fill({ id: 'walk-farm-a', participant: 'walk-farm' })
    await world.page.getByLabel('账户操作员').check()
    await world.send()
    await world.accepted()
  })

  test('a project on another’s land and period is refused with number 1109', async () => {
    await world.signIn('officer-a')
    await world.openCommand('register_project')
    await world.fill(project)
    await world.page.locator('#boundary-text').fill(square(110.03, 41.01))
    await world.send()
    await world.refused(1109)
  })

  test('the same project on free land is registered', async () => {
    await world.page.locator('#boundary-text').fill(square(109.5, 41.2))
    await world.send()
    await world.accepted()
    await world.page.locator('[data-testid="made"]').click()
    await world.page.locator('h1', { hasText: project.name_zh }).waitFor()
  })

  test('a code that is taken is refused with number 1101', async () => {
    await world.openCommand('open_account')
    await world.fill({ id: 'walk-farm', participant: 'walk-farm' })
    await world.send()
    await world.refused(1101)
  })

  test('a plot table is estimated and submitted as a report', async () => {
    await world.go('/estimate')
    await world.page.locator('#estimate-method').selectOption('stand-volume-v1')
    await world.page.locator('#estimate-file').setInputFiles(table)
    await world.page.locator('form button[type="submit"]').click()
    const amount = await world.page.locator('[data-testid="discounted"]').innerText()
    expect(amount).toMatch(/^[\d,]+(\.\d+)? 吨$/)
    expect(await world.page.locator('table').count()).toBeGreaterThanOrEqual(2)
    await world.page.getByRole('link', { name: '以此提交监测报告' }).click()
    await world.page.locator('form[data-command="submit_report"]').waitFor()
    await world.fill({ id: 'walk-2024', project: 'walk-forest', 'period.first': '2015-01-01', 'period.last': '2024-12-31' })
    await world.send()
    await world.accepted()
  })

  test('a table with comma decimals is refused with a number', async () => {
    await world.go('/estimate')
    await world.page.locator('#estimate-method').selectOption('stand-volume-v1')
    await world.page.locator('#estimate-file').setInputFiles({
      name: 'comma.csv', mimeType: 'text/csv', buffer: Buffer.from('STRATA;STRATA_AREA;PLOT_AREA;VWB;VWB_m3ha\n1;14,4;1000;7,9;79\n')
    })
    await world.page.locator('form button[type="submit"]').click()
    const alert = await world.page.getByRole('alert').innerText()
    expect(alert).toMatch(/20\d\d/)
  })

  test('the verifier sees the evidence and approves', async () => {
    await world.signIn('verifier-a')
    await world.page.locator('[data-item="walk-2024"] a').click()
    await world.page.locator('form[data-command="verify_report"]').waitFor()
    await world.page.getByText('查看测算过程').click()
    await world.page.locator('details [data-testid="discounted"]').waitFor()
    await world.page.getByLabel('通过', { exact: true }).check()
    await world.fill({ statement: '样地数据与现场一致。' })
    await world.send()
    await world.accepted()
  })

  test('the officer who submitted cannot confirm: number 1115', async () => {
    await world.signIn('officer-a')
    await world.page.locator('[data-item="walk-2024"] a').click()
    await world.page.getByText('您的复核会被拒绝').waitFor()
    await world.send()
    await world.refused(1115)
  })

  test('a second officer confirms', async () => {
    await world.signIn('officer-b')
    await world.page.locator('[data-item="walk-2024"] a').click()
    await world.page.locator('form[data-command="confirm_report"]').waitFor()
    await world.send()
    await world.accepted()
  })

  test('a ticket above the verified amount is refused with number 1201, the verified amount is issued', async () => {
    await world.go('/console')
    await world.page.locator('#work-issue').waitFor()
    await world.page.locator('[data-item="walk-2024"] a').click()
    await world.page.locator('form[data-command="issue_batch"]').waitFor()
    const verified = await world.page.locator('#f-amount').inputValue()
    await world.fill({ id: 'walk-2024', account: 'walk-farm', amount: `9${verified}` })
    await world.send()
    await world.refused(1201)
    await world.fill({ amount: verified })
    await world.send()
    await world.accepted()
    expect((await world.download('[data-testid="accepted"] a[href$=".pdf"]')).subarray(0, 5).toString()).toBe('%PDF-')
  })
}
