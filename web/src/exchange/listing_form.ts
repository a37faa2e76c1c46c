// SPDX-License-Identifier: Apache-2.0
// The form of an instrument's listing as the command wants it.

export interface ListingForm {
  id: string
  market: string
  title_zh: string
  title_en: string
  batches: string
  origin_registry: string
  methodology: string
  region: string
  vintage_first: string
  vintage_last: string
  first_price: string
}

export function emptyListing(): ListingForm {
  return {
    id: '', market: '', title_zh: '', title_en: '', batches: '', origin_registry: '', methodology: '', region: '',
    vintage_first: '', vintage_last: '', first_price: ''
  }
}

/** A number as one; what is no number goes as it stands, for the server to refuse. */
function year(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed
}

export function listingBody(form: ListingForm): Readonly<Record<string, unknown>> {
  const price = form.first_price.trim().replaceAll(',', '')
  return {
    id: form.id.trim(),
    market: form.market,
    title_zh: form.title_zh.trim(),
    title_en: form.title_en.trim(),
    criteria: {
      batches: form.batches.split(/[\s,，、]+/).filter((one) => one !== ''),
      origin_registry: form.origin_registry.trim(),
      methodology: form.methodology.trim(),
      region: form.region.trim(),
      vintage_first: year(form.vintage_first),
      vintage_last: year(form.vintage_last)
    },
    first_price: price === '' ? null : `${price} CNY`
  }
}
