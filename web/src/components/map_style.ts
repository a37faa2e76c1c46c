// SPDX-License-Identifier: Apache-2.0
// Our own sketch of a base map for the region, and how it is drawn. No tile server is asked for anything.
import Feature from 'ol/Feature'
import LineString from 'ol/geom/LineString'
import Point from 'ol/geom/Point'
import Polygon from 'ol/geom/Polygon'
import Graticule from 'ol/layer/Graticule'
import VectorLayer from 'ol/layer/Vector'
import VectorSource from 'ol/source/Vector'
import { Circle, Fill, Stroke, Style, Text } from 'ol/style'
import type { Project } from '@/generated/protocol'
import { nameOf, type Lang } from '@/i18n'

const font = '13px system-ui, "Noto Sans CJK SC", sans-serif'

/** Rough course of the Yellow River past Baotou, by eye; for orientation only. */
const river = [
  [106.9, 40.2], [107.2, 40.62], [107.9, 40.83], [108.6, 40.72], [109.2, 40.58], [109.85, 40.5],
  [110.4, 40.52], [110.9, 40.33], [111.2, 40.24], [111.3, 39.9], [111.05, 39.4]
]

/** Towns, to two decimals. */
const towns: readonly (readonly [string, string, number, number])[] = [
  ['包头', 'Baotou', 109.84, 40.66],
  ['固阳', 'Guyang', 110.06, 41.03],
  ['石拐', 'Shiguai', 110.06, 40.68],
  ['土默特右旗', 'Tumed Right', 110.52, 40.57],
  ['达茂旗', 'Darhan Muminggan', 110.43, 41.7],
  ['白云鄂博', 'Bayan Obo', 109.97, 41.77],
  ['呼和浩特', 'Hohhot', 111.75, 40.84],
  ['鄂尔多斯', 'Ordos', 109.78, 39.61]
]

export function baseLayers(lang: Lang) {
  const graticule = new Graticule({
    strokeStyle: new Stroke({ color: 'rgba(80,97,90,0.28)', width: 1, lineDash: [3, 4] }),
    showLabels: true,
    wrapX: false,
    maxLines: 60,
    targetSize: 110,
    lonLabelStyle: new Text({ font: '11px system-ui', textBaseline: 'bottom', offsetY: -4, fill: new Fill({ color: '#50615a' }) }),
    latLabelStyle: new Text({ font: '11px system-ui', textAlign: 'end', fill: new Fill({ color: '#50615a' }) })
  })
  const course = new Feature(new LineString(river))
  course.setStyle(new Style({ stroke: new Stroke({ color: 'rgba(74,120,181,0.55)', width: 4, lineCap: 'round' }) }))
  const places = towns.map(([zh, en, longitude, latitude]) => {
    const feature = new Feature(new Point([longitude, latitude]))
    feature.setStyle(
      new Style({
        image: new Circle({ radius: 3, fill: new Fill({ color: '#50615a' }) }),
        text: new Text({
          text: lang === 'zh' ? zh : en,
          font: '12px system-ui, "Noto Sans CJK SC", sans-serif',
          offsetY: -11,
          fill: new Fill({ color: '#3a4a42' }),
          stroke: new Stroke({ color: '#f2f5ef', width: 3 })
        })
      })
    )
    return feature
  })
  const sketch = new VectorLayer({ source: new VectorSource({ features: [course, ...places] }), declutter: true })
  return [graticule, sketch]
}

const fills: Record<string, string> = {
  forest: 'rgba(18,96,63,0.30)',
  grassland: 'rgba(151,184,79,0.38)',
  wetland: 'rgba(74,120,181,0.30)'
}

export function ringOf(boundary: Project['boundary']): number[][] {
  const ring = boundary.map((corner) => [Number(corner.longitude), Number(corner.latitude)])
  return ring[0] ? [...ring, ring[0]] : ring
}

export function projectFeature(project: Project): Feature {
  const feature = new Feature({ geometry: new Polygon([ringOf(project.boundary)]), project: project.id })
  feature.setStyle(
    new Style({
      fill: new Fill({ color: fills[project.ecosystem] ?? 'rgba(18,96,63,0.3)' }),
      stroke: new Stroke({ color: '#0d4a35', width: 2 }),
      text: new Text({
        text: nameOf(project),
        font,
        overflow: true,
        fill: new Fill({ color: '#0a3a2a' }),
        stroke: new Stroke({ color: '#fff', width: 3.5 })
      })
    })
  )
  return feature
}

export const drawnStyle = new Style({
  fill: new Fill({ color: 'rgba(227,183,91,0.35)' }),
  stroke: new Stroke({ color: '#7a5410', width: 2.5 }),
  image: new Circle({ radius: 5, fill: new Fill({ color: '#7a5410' }) })
})
