import type {
  ExpressionSpecification,
  LayerSpecification,
  LineLayerSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl'
import { BOLD, MEDIUM, REGULAR } from './fonts'
import type { BasePalette, Palette } from './palette'

/** Name of the source of our own vector tiles. */
export const BASE = 'base'

type StreetClass = 'expressway' | 'arterial' | 'secondary' | 'branch' | 'alley' | 'path'

/** Widths in pixels at the zooms below; between them they grow as the ground does. */
const WIDTH_ZOOMS = [10, 13, 15, 17, 20]
const STREET_WIDTHS: Record<StreetClass, number[]> = {
  expressway: [1.6, 4, 8.5, 20, 76],
  arterial: [1.1, 3, 7, 17, 68],
  secondary: [0.6, 1.9, 5, 13, 52],
  branch: [0.3, 1.1, 3.4, 10, 40],
  alley: [0, 0.5, 1.8, 5.5, 22],
  path: [0, 0.3, 0.9, 1.8, 5],
}
/** Later classes lie over earlier ones where they cross. */
const RANK: Record<StreetClass, number> = {
  path: 0,
  alley: 1,
  branch: 2,
  secondary: 3,
  arterial: 4,
  expressway: 5,
}
/** Zoom from which a class carries its name. */
const NAMED_FROM: Record<StreetClass, number> = {
  expressway: 12,
  arterial: 13,
  secondary: 14,
  branch: 15,
  alley: 16,
  path: 17,
}
const CASING_PX = 1
const HOUSE_NUMBERS_FROM = 17

/** A value by street class; streets of no class are drawn as branches. */
function byClass(value: Record<StreetClass, number>): ExpressionSpecification {
  const pairs = Object.entries(value).flat()
  return ['match', ['get', 'class'], ...pairs, value.branch] as unknown as ExpressionSpecification
}

function streetWidth(more: number): ExpressionSpecification {
  const stops = WIDTH_ZOOMS.flatMap((zoom, n) => {
    const widths = Object.fromEntries(
      Object.entries(STREET_WIDTHS).map(([name, all]) => [name, (all[n] ?? 0) + more * (all[n] ? 2 : 0)]),
    ) as Record<StreetClass, number>
    return [zoom, byClass(widths)]
  })
  return ['interpolate', ['exponential', 1.6], ['zoom'], ...stops] as ExpressionSpecification
}

function byZoom(...stops: number[]): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...stops] as ExpressionSpecification
}

const isArea: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
const isLine: ExpressionSpecification = ['==', ['geometry-type'], 'LineString']
const isPath: ExpressionSpecification = ['==', ['get', 'class'], 'path']
const from = (layer: string) => ({ source: BASE, 'source-layer': layer })
const round = { 'line-cap': 'round', 'line-join': 'round' } as const

function areas(base: BasePalette): LayerSpecification[] {
  return [
    {
      id: 'base-compounds',
      type: 'fill',
      ...from('compounds'),
      minzoom: 13,
      paint: { 'fill-color': base.compound, 'fill-opacity': byZoom(13, 0, 14, 1) },
    },
    { id: 'base-parks', type: 'fill', ...from('parks'), paint: { 'fill-color': base.park } },
    {
      id: 'base-buildings',
      type: 'fill',
      ...from('buildings'),
      minzoom: 14,
      paint: {
        'fill-color': base.building,
        'fill-outline-color': base.buildingLine,
        'fill-opacity': byZoom(14, 0, 15, 1),
      },
    },
  ]
}

function water(base: BasePalette): LayerSpecification[] {
  return [
    {
      id: 'base-water',
      type: 'fill',
      ...from('water'),
      filter: isArea,
      paint: { 'fill-color': base.water, 'fill-outline-color': base.waterLine },
    },
    {
      id: 'base-water-lines',
      type: 'line',
      ...from('water'),
      filter: isLine,
      layout: round,
      paint: {
        'line-color': base.water,
        'line-width': [
          'interpolate',
          ['exponential', 1.6],
          ['zoom'],
          10,
          ['match', ['get', 'kind'], ['river', 'canal'], 1.5, 0.6],
          15,
          ['match', ['get', 'kind'], ['river', 'canal'], 6, 2],
          20,
          ['match', ['get', 'kind'], ['river', 'canal'], 50, 16],
        ],
      },
    },
  ]
}

function lines(base: BasePalette): LayerSpecification[] {
  const streets = { type: 'line', ...from('streets') } as const
  const layout: LineLayerSpecification['layout'] = { ...round, 'line-sort-key': byClass(RANK) }
  return [
    {
      id: 'base-paths',
      ...streets,
      minzoom: 14,
      filter: isPath,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': base.path, 'line-width': streetWidth(0), 'line-dasharray': [2.5, 2] },
    },
    {
      id: 'base-street-casings',
      ...streets,
      filter: ['!', isPath],
      layout,
      paint: { 'line-color': base.streetCasing, 'line-width': streetWidth(CASING_PX) },
    },
    {
      id: 'base-streets',
      ...streets,
      filter: ['!', isPath],
      layout,
      paint: { 'line-color': base.street, 'line-width': streetWidth(0) },
    },
    {
      id: 'base-railways',
      type: 'line',
      ...from('railways'),
      paint: { 'line-color': base.railway, 'line-width': byZoom(9, 0.8, 13, 2.2, 17, 5) },
    },
    {
      id: 'base-railway-gaps',
      type: 'line',
      ...from('railways'),
      minzoom: 11,
      paint: {
        'line-color': base.railwayGap,
        'line-width': byZoom(11, 0.6, 13, 1.2, 17, 3),
        'line-dasharray': [5, 5],
      },
    },
  ]
}

/** Ground and houses, beneath the fill of the grids. */
export function groundLayers({ base }: Palette): LayerSpecification[] {
  return areas(base)
}

/** Water, streets and railways: over the fill, so that each keeps its colour, and under the grids' borders. */
export function streetLayers({ base }: Palette): LayerSpecification[] {
  return [...water(base), ...lines(base)]
}

/** Names of the ground. They stand below the names of grids, and give way to them. */
export function nameLayers({ base, halo }: Palette): LayerSpecification[] {
  const written = { 'text-halo-color': halo, 'text-halo-width': 1.4, 'text-halo-blur': 0.3 }
  const alongLine: SymbolLayerSpecification['layout'] = {
    'symbol-placement': 'line',
    'text-field': ['get', 'name'],
    'text-font': REGULAR,
    'text-max-angle': 35,
    'text-padding': 6,
    'symbol-spacing': 320,
  }
  return [
    {
      id: 'base-house-numbers',
      type: 'symbol',
      ...from('housenumbers'),
      minzoom: HOUSE_NUMBERS_FROM,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': REGULAR,
        'text-size': byZoom(17, 10, 19, 12),
        'text-padding': 3,
      },
      paint: { 'text-color': base.houseText, ...written, 'text-halo-width': 1 },
    },
    {
      id: 'base-street-names',
      type: 'symbol',
      ...from('streets'),
      minzoom: NAMED_FROM.expressway,
      filter: ['all', ['has', 'name'], ['>=', ['zoom'], byClass(NAMED_FROM)]],
      layout: {
        ...alongLine,
        'symbol-sort-key': ['-', 0, byClass(RANK)],
        'text-size': byZoom(12, 11, 16, 12, 18, 13),
      },
      paint: { 'text-color': base.streetText, ...written },
    },
    {
      id: 'base-railway-names',
      type: 'symbol',
      ...from('railways'),
      minzoom: 13,
      filter: ['has', 'name'],
      layout: { ...alongLine, 'text-size': 11 },
      paint: { 'text-color': base.streetText, ...written },
    },
    {
      id: 'base-water-names',
      type: 'symbol',
      ...from('water'),
      minzoom: 12,
      filter: ['all', isLine, ['has', 'name']],
      layout: { ...alongLine, 'text-font': MEDIUM, 'text-size': byZoom(12, 11, 16, 13) },
      paint: { 'text-color': base.waterText, ...written },
    },
    {
      id: 'base-place-names',
      type: 'symbol',
      ...from('places'),
      minzoom: 13,
      filter: ['has', 'name'],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': BOLD,
        'text-size': byZoom(13, 11, 17, 12.5),
        'text-max-width': 7,
        'text-line-height': 1.25,
        'text-padding': 4,
      },
      paint: {
        'text-color': [
          'match',
          ['get', 'kind'],
          'park',
          base.parkText,
          'water',
          base.waterText,
          base.placeText,
        ],
        ...written,
      },
    },
  ]
}
