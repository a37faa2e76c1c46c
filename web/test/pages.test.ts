// SPDX-License-Identifier: Apache-2.0
// What pages say and send: both languages everywhere, exact quantities, forms, one key a form.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FormKey } from '@/api/commands'
import { useCsrf } from '@/api/client'
import { bodyOf, emptyRecord, missing } from '@/components/form_value'
import { cornersOf } from '@/components/geojson'
import { decimalCount, decimalText, grouped } from '@/format/decimal'
import { showNumber } from '@/format/number'
import { carbonCount, showCarbon, showMoney } from '@/format/quantity'
import { dayText, instantText, showInstant } from '@/format/time'
import { lang } from '@/i18n'
import { hints } from '@/i18n/hints'
import { messages } from '@/i18n/messages'
import { taskGroups } from '@/console/tasks'
import { prefill } from '@/console/prefill'
import { decodeEntry } from '@/verify/decode'
import { fieldsOf, protocol, refusalMessage, type Shape } from '@/verify/protocol'
import { tell } from './story'

describe('languages', () => {
  test('every message is there in both, with the same {words}', () => {
    for (const [key, [zh, en]] of Object.entries(messages)) {
      expect(zh, key).not.toBe('')
      expect(en, key).not.toBe('')
      const words = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
      expect(words(zh), key).toEqual(words(en))
      if (!key.startsWith('shell.language')) expect(/[\u4e00-\u9fff]/.test(en), key).toBe(false)
    }
  })
  test('every field of every command has a hint and a name in Chinese', () => {
    const seen = new Set<string>()
    const walk = (record: string): void => {
      for (const field of fieldsOf(record)) {
        if (!seen.has(record + field.name)) expect(hints[field.doc], field.doc).toBeTruthy()
        seen.add(record + field.name)
        expect(protocol.labels[field.name]?.zh, field.name).toBeTruthy()
        let type: Shape = field.type
        while (type.shape === 'list' || type.shape === 'optional') type = type.element
        if (type.shape === 'record') walk(type.name)
      }
    }
    for (const command of protocol.commands) walk(command.type.name)
  })
  test('every command a role may give stands on the console', () => {
    const listed = taskGroups.flatMap((group) => group.commands)
    const given = protocol.commands.filter((row) => row.roles.length > 0).map((row) => row.name)
    expect([...listed].sort()).toEqual([...given].sort())
  })
  test('a refusal says its values', () => {
    const said = refusalMessage(1306, { account: 'a-1', available: '1.00 CNY', wanted: '2.00 CNY' })
    expect(said.en).toBe('Account a-1 has 1.00 CNY free; 2.00 CNY are needed.')
    expect(said.zh).toContain('a-1')
  })
})

describe('quantities', () => {
  test.each([
    [0n, 9, 0, '0'], [1n, 9, 0, '0.000000001'], [-1500000000n, 9, 0, '-1.5'], [4520000n, 2, 2, '45200.00'], [9223372036854775807n, 9, 0, '9223372036.854775807']
  ])('%s with scale %i is %s', (count, scale, decimals, text) => {
    expect(decimalText(count, scale, decimals)).toBe(text)
    expect(decimalCount(text, scale)).toBe(count)
  })
  test.each(['1.', '.5', '01', '1e3', '1,5', '1.0000000001'])('%s is no count', (text) => {
    expect(decimalCount(text, 9)).toBeNull()
  })
  test('people see groups and units', () => {
    lang.value = 'zh'
    expect(showCarbon('32000.5 tCO2e')).toBe('32,000.5 吨')
    expect(showMoney('45200.00 CNY')).toBe('45,200.00 元')
    lang.value = 'en'
    expect(showCarbon('32000.5 tCO2e')).toBe('32,000.5 t')
    lang.value = 'zh'
    expect(carbonCount('0.000000001 tCO2e')).toBe(1n)
    expect(grouped('1234567.8901')).toBe('1,234,567.8901')
  })
  test('measured numbers keep six digits', () => {
    expect(showNumber(7.0345678)).toBe('7.03457')
    expect(showNumber(1234567.8)).toBe('1,234,568')
    expect(showNumber(0.08)).toBe('0.08')
    expect(showNumber(null)).toBe('—')
  })
  test('time is told in China’s time', () => {
    expect(instantText(1_700_000_000_000_000_001n)).toBe('2023-11-14T22:13:20.000000001Z')
    expect(instantText(-1n)).toBe('1969-12-31T23:59:59.999999999Z')
    expect(dayText(19844)).toBe('2024-05-01')
    expect(showInstant('2024-05-01T20:00:00Z')).toBe('2024-05-02 04:00:00')
  })
})

describe('entries', () => {
  test('a refused command decodes with its number and values', () => {
    const { log, refused } = tell()
    const entry = decodeEntry(log.leaves[refused] ?? new Uint8Array())
    expect(entry.leaf === 'record' && entry.accepted).toBe(false)
    expect(entry.leaf === 'record' && entry.refusal?.en).toContain('a-games has 0 tCO2e')
  })
  test('a block header decodes', () => {
    const { log, block } = tell()
    const entry = decodeEntry(log.leaves[block] ?? new Uint8Array())
    expect(entry.leaf === 'block' && entry.header.record_count).toBe(6)
  })
  test('a byte more or less is refused', () => {
    const { log, retired } = tell()
    const leaf = log.leaves[retired] ?? new Uint8Array()
    expect(() => decodeEntry(leaf.slice(0, -1))).toThrow()
    expect(() => decodeEntry(Uint8Array.from([...leaf, 0]))).toThrow(/left over/)
  })
})

describe('forms', () => {
  test('quantities get their unit and thousands are allowed', () => {
    const form = { listing: 'gy-1', buyer: ' a-1 ', amount: '1,000.5' }
    expect(bodyOf('BuyListing', form)).toEqual({ listing: 'gy-1', buyer: 'a-1', amount: '1000.5 tCO2e' })
  })
  test('what is empty is named, by its path', () => {
    const form = { ...emptyRecord('OpenListing'), id: 'l-1' }
    expect(missing('OpenListing', form)).toEqual(['seller', 'batch', 'amount', 'lot', 'price', 'open_days.first', 'open_days.last'])
  })
  test('the address fills a form, without units', () => {
    expect(prefill('issue_batch', 'IssueBatch', { report: 'rep-1', amount: '5 tCO2e' })).toEqual({ buffer: '0', report: 'rep-1', amount: '5' })
  })
  test.each([
    ['lines', '110, 41\n110.1,41\n110.1 41.1'],
    ['GeoJSON', JSON.stringify({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[110, 41], [110.1, 41], [110.1, 41.1], [110, 41]]] } })]
  ])('a boundary is read from %s, the first corner once', (_, text) => {
    expect(cornersOf(text)).toEqual([
      { longitude: '110', latitude: '41' }, { longitude: '110.1', latitude: '41' }, { longitude: '110.1', latitude: '41.1' }
    ])
  })
  test('a boundary that cannot be read is none', () => {
    expect(cornersOf('110; east')).toBeNull()
    expect(cornersOf('{"type":"Point"}')).toBeNull()
  })
})

describe('commands', () => {
  afterEach(() => vi.unstubAllGlobals())
  const problem = { title: 'cash_is_short', status: 422, code: 1306, detail: 'short', detail_zh: '不足' }

  function answers(...list: (() => Response | Promise<Response>)[]): string[] {
    const keys: string[] = []
    vi.stubGlobal('fetch', (_: string, request: RequestInit) => {
      const headers = request.headers as Record<string, string>
      keys.push(`${headers['idempotency-key'] ?? ''} ${headers['x-tanshu-csrf'] ?? ''}`)
      return Promise.resolve(list.shift()?.())
    })
    return keys
  }
  const json = (status: number, body: unknown) => () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  const lost = () => Promise.reject(new Error('lost'))

  test('one filled form has one key while its outcome is unknown', async () => {
    useCsrf('token')
    const keys = answers(lost, json(200, { accepted: true }), json(200, { accepted: true }))
    const key = new FormKey()
    await expect(key.give('buy_listing', { amount: '1' })).rejects.toThrow()
    await key.give('buy_listing', { amount: '1' })
    await key.give('buy_listing', { amount: '2' })
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[1])
    expect(keys[0]).toMatch(/^web-[0-9a-f]{32} token$/)
    useCsrf(null)
  })
  test('after a refusal the same form is a new attempt', async () => {
    const keys = answers(json(422, problem), json(200, { accepted: true }))
    const key = new FormKey()
    await expect(key.give('buy_listing', { amount: '1' })).rejects.toMatchObject({ code: 1306 })
    await key.give('buy_listing', { amount: '1' })
    expect(keys[0]).not.toBe(keys[1])
  })
})
