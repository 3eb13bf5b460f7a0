import type { GeoJSONSourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { BaseMap } from '@/api/map'
import { BASE, groundLayers, nameLayers, streetLayers } from './baseStyle'
import { FACES, faceLayer, heldLayers } from './faceLayer'
import { MEDIUM } from './fonts'
import { fillLayers, type GridWishes, labelLayers, lineLayers } from './gridLayers'
import { pictureLayers, pictureSources } from './pictureStyle'

export interface StyleWishes extends GridWishes {
  base: BaseMap
  asOf: string | null
  /** Part of the tiles' address, so that a new edition is never shown from an old cache. */
  edition: number
  origin: string
  smooth: boolean
  /** Codes of the grids of whoever's card is open. */
  held?: readonly string[]
}

/** How far the ground outside shows through. */
const OUTSIDE_OVER_MAP = 0.72

export function emptySource(): GeoJSONSourceSpecification {
  return { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }
}

/** The whole public map as a style: paper, what lies outside, grids by level, the selection, names. */
export function gridStyle(wishes: StyleWishes): StyleSpecification {
  const { palette, order } = wishes
  const question = new URLSearchParams()
  if (wishes.asOf) question.set('as_of', wishes.asOf)
  question.set('edition', String(wishes.edition))
  const sources: StyleSpecification['sources'] = {
    outside: emptySource(),
    outline: emptySource(),
    veil: emptySource(),
    selected: emptySource(),
    measure: emptySource(),
    [FACES]: emptySource(),
  }
  for (const { level } of order) {
    sources[`level-${level}`] = {
      type: 'vector',
      tiles: [`${wishes.origin}/api/v1/tiles/${level}/{z}/{x}/{y}.mvt?${question}`],
      minzoom: 0,
      maxzoom: 16,
      promoteId: 'code',
    }
  }
  const { base } = wishes
  const own = base.kind === 'own'
  const outsideMap = !own && base.tiles.length > 0
  if (own) {
    const tiles = base.tiles.map((path) => (path.startsWith('/') ? wishes.origin + path : path))
    sources[BASE] = { type: 'vector', tiles, maxzoom: base.max_zoom }
  } else if (outsideMap) Object.assign(sources, pictureSources(base))
  const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  return {
    version: 8,
    transition: { duration: wishes.smooth ? 200 : 0, delay: 0 },
    sources,
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': palette.land } },
      ...(own ? groundLayers(palette) : []),
      ...(outsideMap ? pictureLayers(base, palette) : []),
      ...fillLayers(wishes),
      ...(own ? streetLayers(palette) : []),
      {
        id: 'outside',
        type: 'fill',
        source: 'outside',
        // What lies around is still to be guessed where there is a map of it.
        paint: { 'fill-color': palette.outside, 'fill-opacity': own || outsideMap ? OUTSIDE_OVER_MAP : 1 },
      },
      { id: 'outside-dots', type: 'fill', source: 'outside', paint: { 'fill-pattern': 'outside-dots' } },
      {
        id: 'outline-glow',
        type: 'line',
        source: 'outline',
        layout: round,
        paint: {
          'line-color': palette.outlineGlow,
          'line-width': 16,
          'line-blur': 16,
          'line-opacity': 0.7,
        },
      },
      ...lineLayers(wishes),
      {
        id: 'veil',
        type: 'fill',
        source: 'veil',
        paint: { 'fill-color': palette.veil, 'fill-opacity': 0.55, 'fill-antialias': false },
      },
      ...heldLayers(wishes, wishes.held ?? []),
      {
        id: 'selected-casing',
        type: 'line',
        source: 'selected',
        layout: round,
        paint: { 'line-color': palette.selectedCasing, 'line-width': 8 },
      },
      {
        id: 'selected-line',
        type: 'line',
        source: 'selected',
        layout: round,
        paint: { 'line-color': palette.selected, 'line-width': 3.5 },
      },
      {
        id: 'measure-line',
        type: 'line',
        source: 'measure',
        paint: { 'line-color': palette.ink, 'line-width': 1.5, 'line-dasharray': [2, 2] },
      },
      ...(own ? nameLayers(palette) : []),
      ...labelLayers(wishes),
      {
        id: 'measure-label',
        type: 'symbol',
        source: 'measure',
        filter: ['==', ['geometry-type'], 'LineString'],
        layout: {
          'symbol-placement': 'line-center',
          'text-field': ['get', 'text'],
          'text-font': MEDIUM,
          'text-size': 12,
          'text-offset': [0, -0.9],
          'text-allow-overlap': true,
        },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
      },
      faceLayer(),
    ],
  }
}
