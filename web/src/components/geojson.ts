// SPDX-License-Identifier: Apache-2.0
// Reads a boundary from GeoJSON or from lines of "longitude, latitude".

export interface Corner {
  readonly longitude: string
  readonly latitude: string
}

/** To 10^-7 degrees, which is what the registry keeps. */
function degrees(value: unknown): string | null {
  const number = typeof value === 'number' ? value : Number(String(value).trim())
  if (String(value).trim() === '' || !Number.isFinite(number)) return null
  const text = number.toFixed(7).replace(/\.?0+$/, '')
  return text === '-0' ? '0' : text
}

export function corner(longitude: unknown, latitude: unknown): Corner | null {
  const x = degrees(longitude)
  const y = degrees(latitude)
  return x === null || y === null ? null : { longitude: x, latitude: y }
}

/** The outer ring of the first polygon anywhere in the value. */
function ringIn(value: unknown): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null) return null
  const object = value as Record<string, unknown>
  const coordinates = object.coordinates as readonly unknown[] | undefined
  if (object.type === 'Polygon') return (coordinates?.[0] as readonly unknown[] | undefined) ?? null
  if (object.type === 'MultiPolygon') return ((coordinates?.[0] as readonly unknown[] | undefined)?.[0] as readonly unknown[] | undefined) ?? null
  if (object.type === 'Feature') return ringIn(object.geometry)
  if (object.type === 'FeatureCollection') return ringIn((object.features as readonly unknown[] | undefined)?.[0])
  return null
}

function cornersOfRing(ring: readonly unknown[]): Corner[] | null {
  const corners: Corner[] = []
  for (const point of ring) {
    const [x, y] = Array.isArray(point) ? (point as unknown[]) : []
    const one = corner(x, y)
    if (!one) return null
    corners.push(one)
  }
  return withoutRepeat(corners)
}

/** The registry wants the first corner once. */
export function withoutRepeat(corners: readonly Corner[]): Corner[] {
  const first = corners[0]
  const last = corners[corners.length - 1]
  const closed = corners.length > 1 && first?.longitude === last?.longitude && first?.latitude === last?.latitude
  return closed ? corners.slice(0, -1) : [...corners]
}

function cornersOfLines(text: string): Corner[] | null {
  const corners: Corner[] = []
  for (const line of text.split(/[\n;]+/)) {
    if (line.trim() === '') continue
    const parts = line.trim().split(/[\s,,]+/)
    const one = parts.length === 2 ? corner(parts[0], parts[1]) : null
    if (!one) return null
    corners.push(one)
  }
  return withoutRepeat(corners)
}

/** The corners that the text gives, or null when it cannot be read. */
export function cornersOf(text: string): Corner[] | null {
  if (!text.trim().startsWith('{')) return cornersOfLines(text)
  try {
    const ring = ringIn(JSON.parse(text))
    return ring ? cornersOfRing(ring) : null
  } catch {
    return null
  }
}

export function linesOf(corners: readonly Corner[]): string {
  return corners.map((one) => `${one.longitude}, ${one.latitude}`).join('\n')
}
