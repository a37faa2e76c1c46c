// SPDX-License-Identifier: Apache-2.0
// A file of commands: what is sent, and what every line's answer comes to.
import { afterEach, expect, test, vi } from 'vitest'
import { giveBatch, readAnswers } from '@/api/batch'
import { Refused, useCsrf } from '@/api/client'

afterEach(() => {
  vi.unstubAllGlobals()
  useCsrf(null)
})

const lines =
  '{"line":1,"accepted":true,"log_index":7}\n' +
  '{"line":2,"accepted":true,"log_index":3,"repeated":true}\n' +
  '{"line":4,"accepted":false,"code":1020,"title":"body_is_not_json","detail":"d","detail_zh":"z","parameters":{}}\n'

test('each line is counted once', () => {
  const result = readAnswers(lines)
  expect([result.accepted, result.repeated, result.refused.length]).toEqual([2, 1, 1])
  expect(result.refused[0]?.line).toBe(4)
  expect(readAnswers('')).toEqual({ accepted: 0, repeated: 0, refused: [] })
})

test('the file goes as it is, with the token of the session', async () => {
  const fetched = vi.fn(() => Promise.resolve(new Response(lines, { headers: { 'content-type': 'application/x-ndjson' } })))
  vi.stubGlobal('fetch', fetched)
  useCsrf('secret')
  const file = new Blob(['{"key":"k"}\n'])
  const result = await giveBatch(file)
  expect(result.accepted).toBe(2)
  const [path, sent] = fetched.mock.calls[0] as unknown as [string, RequestInit]
  expect(path).toBe('/v1/commands/batch')
  expect(sent.body).toBe(file)
  expect(sent.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'x-tanshu-csrf': 'secret' })
})

test('a refusal of the whole is a refusal', async () => {
  const problem = { title: 'server_is_busy', status: 503, code: 1035, detail: 'busy', detail_zh: '忙' }
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify(problem), { status: 503, headers: { 'content-type': 'application/problem+json' } }))
  )
  await expect(giveBatch(new Blob(['x']))).rejects.toBeInstanceOf(Refused)
})
