// SPDX-License-Identifier: Apache-2.0
// The language of the page: Chinese unless the visitor chose English, here or by ?lang=en.
import { ref, watch } from 'vue'
import { messages, type MessageKey } from './messages'

export type Lang = 'zh' | 'en'
export type { MessageKey }

const storageKey = 'tanshu.lang'

function isLang(value: string | null): value is Lang {
  return value === 'zh' || value === 'en'
}

function initial(): Lang {
  if (typeof window === 'undefined') return 'zh'
  const asked = new URLSearchParams(window.location.search).get('lang')
  if (isLang(asked)) return asked
  const kept = window.localStorage.getItem(storageKey)
  return isLang(kept) ? kept : 'zh'
}

export const lang = ref<Lang>(initial())

if (typeof window !== 'undefined') {
  watch(
    lang,
    (value) => {
      window.localStorage.setItem(storageKey, value)
      document.documentElement.lang = value === 'zh' ? 'zh-CN' : 'en'
    },
    { immediate: true }
  )
}

/** The side of a [Chinese, English] pair that fits the page. */
export function side(pair: readonly [string, string]): string {
  return pair[lang.value === 'zh' ? 0 : 1]
}

/** The message in the language of the page; {words} are filled from `values`. */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return side(messages[key]).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

export function pick(pair: { readonly zh: string; readonly en: string } | null | undefined): string {
  return pair ? pair[lang.value] : ''
}

/** name_zh or name_en of a record of the API. */
export function nameOf(record: { readonly name_zh: string; readonly name_en: string } | null | undefined): string {
  if (!record) return ''
  return lang.value === 'zh' ? record.name_zh : record.name_en || record.name_zh
}
