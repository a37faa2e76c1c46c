// SPDX-License-Identifier: Apache-2.0
// What a page shows while it reads, when it has read, and when it could not.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Load<T> {
  readonly data: ShallowRef<T | null>
  readonly error: Ref<unknown>
  readonly loading: Ref<boolean>
  readonly reload: () => Promise<void>
}

/** The latest reload wins; a failed one leaves what was shown before. */
export function useLoad<T>(read: () => Promise<T>): Load<T> {
  const data = shallowRef<T | null>(null)
  const error = ref<unknown>(null)
  const loading = ref(false)
  let turn = 0
  async function reload(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const value = await read()
      if (mine !== turn) return
      data.value = value
      error.value = null
    } catch (problem) {
      if (mine === turn) error.value = problem
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  return { data, error, loading, reload }
}
