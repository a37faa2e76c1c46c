// SPDX-License-Identifier: Apache-2.0
// Gives commands. One filled form has one idempotency key, so that a double click or a retry cannot act twice.
import { call, Refused } from './client'
import type { Accepted } from './model'

/** Random enough to be unique for the actor; works on plain http addresses too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `web-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The key of a form: kept while the outcome is unknown, renewed once there is one or the body changes. */
export class FormKey {
  private key = newKey()
  private body = ''

  async give(command: string, body: unknown): Promise<Accepted> {
    const text = JSON.stringify({ command, body })
    if (this.body !== '' && this.body !== text) this.key = newKey()
    this.body = text
    try {
      const accepted = await call<Accepted>('/v1/commands', {
        method: 'POST',
        key: this.key,
        body: { command, body }
      })
      return accepted
    } catch (error) {
      if (error instanceof Refused) this.renew()
      throw error
    }
  }

  renew(): void {
    this.key = newKey()
    this.body = ''
  }
}
