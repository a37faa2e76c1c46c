// SPDX-License-Identifier: Apache-2.0
// Fetches one entry's bytes from the log's own bundles (C2SP tlog-tiles), whatever the API may say about it.
import { openCheckpoint, parseVerifierKey } from './note'
import { Problem, require } from './problem'

const width = 256

/** "000", "x001/067": the path of a tile number. */
export function tileNumber(number: number): string {
  let text = (number % 1000).toString().padStart(3, '0')
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000))
    text = `x${(rest % 1000).toString().padStart(3, '0')}/${text}`
  return text
}

/** The entry at `at` of a bundle: big-endian lengths of two bytes before each. */
export function entryOfBundle(bundle: Uint8Array, at: number): Uint8Array {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length)
  let from = 0
  for (let i = 0; ; ++i) {
    require(from + 2 <= bundle.length, '条目包过短', 'the bundle is too short')
    const size = view.getUint16(from)
    require(from + 2 + size <= bundle.length, '条目包过短', 'the bundle is too short')
    if (i === at) return bundle.slice(from + 2, from + 2 + size)
    from += 2 + size
  }
}

async function text(path: string): Promise<string> {
  const response = await fetch(path)
  if (!response.ok) throw new Problem(`无法读取 ${path}`, `${path} cannot be read`)
  return response.text()
}

/** Null when no checkpoint covers the entry yet. */
export async function readLogEntry(index: number, vkey: string): Promise<Uint8Array | null> {
  const checkpoint = openCheckpoint(await text('/log/checkpoint'), parseVerifierKey(vkey))
  if (index >= checkpoint.size) return null
  const bundle = Math.floor(index / width)
  const rest = checkpoint.size - bundle * width
  const partial = rest < width ? `.p/${rest}` : ''
  const response = await fetch(`/log/tile/entries/${tileNumber(bundle)}${partial}`)
  if (!response.ok) return null
  return entryOfBundle(new Uint8Array(await response.arrayBuffer()), index % width)
}
