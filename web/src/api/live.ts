// SPDX-License-Identifier: Apache-2.0
// Live updates: pages say what to reload, and it is reloaded shortly after something was committed.
import { onBeforeUnmount, onMounted, ref } from 'vue'
import { protocol } from '@/verify/protocol'

export interface LiveEvent {
  readonly log_index: number
  readonly at: string
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

export const connected = ref(false)
/** The newest first. */
export const recent = ref<readonly LiveEvent[]>([])

const recentMax = 12
const settle_ms = 400
const listeners = new Set<() => void>()
let source: EventSource | null = null
let timer: number | undefined

function announce(): void {
  window.clearTimeout(timer)
  timer = window.setTimeout(() => listeners.forEach((listener) => listener()), settle_ms)
}

function take(message: MessageEvent<string>): void {
  const event = JSON.parse(message.data) as LiveEvent
  const posting = event.event === 'units_moved' || event.event === 'cash_moved'
  if (!posting) recent.value = [event, ...recent.value].slice(0, recentMax)
  announce()
}

function open(): void {
  source = new EventSource('/v1/events')
  source.onopen = () => (connected.value = true)
  source.onerror = () => (connected.value = false)
  for (const row of protocol.events) source.addEventListener(row.name, take)
}

/** Calls `reload` when the page is shown and again after every committed change. */
export function useLive(reload: () => unknown): void {
  const listener = () => void reload()
  onMounted(() => {
    if (!source) open()
    listeners.add(listener)
    listener()
  })
  onBeforeUnmount(() => listeners.delete(listener))
}
