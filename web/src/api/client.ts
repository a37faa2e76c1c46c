// SPDX-License-Identifier: Apache-2.0
// Talks to the server of this site: JSON in and out, refusals as numbered errors in both languages.
import { lang } from '@/i18n'

/** The body of an application/problem+json answer. */
export interface Problem {
  readonly title: string
  readonly status: number
  readonly code: number
  readonly detail: string
  readonly detail_zh: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly log_index?: number
}

/** A numbered refusal. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }
  get code(): number {
    return this.problem.code
  }
}

/** No answer, or one that is not ours: nothing is known about what happened. */
export class Unreachable extends Error {}

export function messageOf(error: unknown): string {
  if (error instanceof Refused) return lang.value === 'zh' ? error.problem.detail_zh : error.problem.detail
  if (error instanceof Unreachable)
    return lang.value === 'zh' ? '服务器没有应答，请稍后重试。' : 'The server did not answer; try again.'
  return error instanceof Error ? error.message : String(error)
}

let csrf: string | null = null

/** Writes of a signed-in visitor carry the token that the session gave out. */
export function useCsrf(token: string | null): void {
  csrf = token
}

async function answerOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json') || type.includes('ndjson')) {
    if (response.ok) return response.text()
    throw new Unreachable(`${response.status}`)
  }
  const body: unknown = await response.json()
  if (!response.ok) throw new Refused(body as Problem)
  return body
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly body?: unknown
  readonly text?: { readonly type: string; readonly body: Blob | string }
  readonly key?: string
}

export async function call<T>(path: string, request: Request = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const method = request.method ?? 'GET'
  if (method !== 'GET' && csrf) headers['x-tanshu-csrf'] = csrf
  if (request.key) headers['idempotency-key'] = request.key
  let body: BodyInit | null = null
  if (request.text) {
    headers['content-type'] = request.text.type
    body = request.text.body
  } else if (request.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(request.body)
  }
  let response: Response
  try {
    response = await fetch(path, { method, headers, body, credentials: 'same-origin' })
  } catch {
    throw new Unreachable('no answer')
  }
  return (await answerOf(response)) as T
}
