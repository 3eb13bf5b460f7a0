import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl'
import type { BaseMap } from '@/api/map'
import type { Handover } from '@/core/handover'
import { BASE, groundLayers, nameLayers, streetLayers } from './baseStyle'
import { BOLD, MEDIUM, REGULAR } from './fonts'
import type { Palette } from './palette'
import { pictureLayers, pictureSources } from './pictureStyle'

export interface StyleWishes {
  palette: Palette
  base: BaseMap
  order: readonly Handover[]
  asOf: string | null
  /** Part of the tiles' address, so that a new edition is never shown from an old cache. */
  edition: number
  origin: string
  smooth: boolean
}

/** Half the zoom range over which one level gives way to the next. */
const FADE = 0.3
/** Between houses, where a grid fills the page, its colour steps back to this part of itself. */
const CLOSE = 0.75
const CLOSE_FROM = 16
/** How far the ground outside shows through. */
const OUTSIDE_OVER_MAP = 0.72

type Stops = [zoom: number, value: number | ExpressionSpecification][]

/** A value by zoom, with the stops put in strictly rising order as the map demands. */
function byZoom(stops: Stops): ExpressionSpecification {
  const rising: Stops = []
  for (const stop of stops) {
    const before = rising.at(-1)
    if (!before || stop[0] > before[0] + 1e-6) rising.push(stop)
  }
  return ['interpolate', ['linear'], ['zoom'], ...rising.flat()] as ExpressionSpecification
}

/** Opacity that comes in around `from` and leaves around `until`, or turns to `close` between houses. */
function whileIn(
  from: number,
  until: number,
  full: number | ExpressionSpecification,
  close = full,
): ExpressionSpecification {
  const stops: Stops = []
  if (from >= 0) stops.push([from - FADE, 0], [from, full])
  else stops.push([0, full])
  if (until < 24) stops.push([Math.max(until - FADE, from + 0.01), full], [until, 0])
  else stops.push([CLOSE_FROM, full], [CLOSE_FROM + 1, close])
  return byZoom(stops)
}

export function emptySource(): GeoJSONSourceSpecification {
  return { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }
}

function hueColour(palette: Palette): DataDrivenPropertyValueSpecification<string> {
  const pairs = palette.hues.flatMap((colour, hue) => [hue, colour])
  return [
    'match',
    ['%', ['coalesce', ['get', 'hue'], 0], 6],
    ...pairs,
    palette.hues[0],
  ] as unknown as ExpressionSpecification
}

function fillLayers(wishes: StyleWishes): LayerSpecification[] {
  const { palette, order } = wishes
  return order.flatMap(({ level, filled }, place) => {
    const until = order[place + 1]?.filled ?? 24
    const hovered = (full: number): ExpressionSpecification => [
      'case',
      ['boolean', ['feature-state', 'hover'], false],
      Math.min(0.34, full + 0.1),
      full,
    ]
    const common = {
      source: `level-${level}`,
      'source-layer': 'grids',
      minzoom: Math.max(0, filled - FADE),
      maxzoom: Math.min(24, until),
    }
    return [
      {
        id: `fill-${level}`,
        type: 'fill',
        ...common,
        paint: {
          'fill-color': hueColour(palette),
          'fill-opacity': whileIn(
            filled,
            until,
            hovered(palette.gridFill),
            hovered(palette.gridFill * CLOSE),
          ),
          'fill-antialias': false,
        },
      },
      {
        id: `special-${level}`,
        type: 'fill',
        ...common,
        filter: ['any', ['==', ['get', 'kind'], 'special'], ['==', ['get', 'special'], true]],
        paint: { 'fill-pattern': 'special-hatch', 'fill-opacity': whileIn(filled, until, 0.42) },
      },
    ] satisfies LayerSpecification[]
  })
}

/** Lines from the finest level up, so that a border of a higher level covers those it consists of. */
function lineLayers({ palette, order }: StyleWishes): LayerSpecification[] {
  const looks = [
    { colour: palette.level1, width: 3 },
    { colour: palette.level2, width: 2 },
    { colour: palette.level3, width: 1 },
  ]
  const layers: LayerSpecification[] = []
  for (const [place, { level, lined }] of [...order.entries()].reverse()) {
    const look = looks[Math.min(place, 2)] ?? { colour: palette.level3, width: 1 }
    const common = {
      type: 'line' as const,
      source: `level-${level}`,
      'source-layer': 'grids',
      minzoom: Math.max(0, lined - FADE),
      layout: { 'line-join': 'round' as const, 'line-cap': 'round' as const },
    }
    if (place === 0) {
      layers.push({
        id: `casing-${level}`,
        ...common,
        paint: { 'line-color': palette.level1Casing, 'line-width': look.width + 4, 'line-opacity': 0.9 },
      })
    }
    layers.push({
      id: `line-${level}`,
      ...common,
      paint: {
        'line-color': look.colour,
        'line-width': look.width,
        'line-opacity':
          place === 0
            ? 1
            : byZoom([
                [lined - FADE, 0],
                [lined + FADE, 1],
              ]),
      },
    })
  }
  return layers
}

function labelLayers({ palette, order }: StyleWishes): LayerSpecification[] {
  const name: ExpressionSpecification = ['to-string', ['coalesce', ['get', 'name'], '']]
  const code: ExpressionSpecification = ['to-string', ['get', 'code']]
  const named: ExpressionSpecification = [
    'case',
    ['any', ['==', name, ''], ['==', name, code]],
    ['format', code, { 'text-font': ['literal', MEDIUM] }],
    [
      'format',
      name,
      {},
      '\n',
      {},
      code,
      {
        'font-scale': 0.78,
        'text-font': ['literal', REGULAR],
        'text-color': palette.textSoft,
      },
    ],
  ]
  return order.map(({ level, named: from }, place) => {
    const until = order[place + 1]?.named ?? 24
    const finest = place === order.length - 1
    const size = finest && order.length > 1 ? 12.5 : place === 0 ? 18 : 16
    return {
      id: `label-${level}`,
      type: 'symbol',
      source: `level-${level}`,
      'source-layer': 'labels',
      minzoom: Math.max(0, from - FADE),
      maxzoom: Math.min(24, until + FADE),
      layout: {
        'text-field': named,
        'text-font': finest && order.length > 1 ? MEDIUM : BOLD,
        'text-size': size,
        'text-line-height': 1.35,
        'text-max-width': 9,
        'text-padding': 3,
        'symbol-sort-key': ['-', 0, ['to-number', ['get', 'area_m2'], 0]],
      },
      paint: {
        'text-color': palette.text,
        'text-halo-color': palette.halo,
        'text-halo-width': finest ? 1.4 : 1.8,
        'text-halo-blur': 0.4,
        'text-opacity':
          until < 24
            ? byZoom([
                [Math.max(0, from - FADE), from <= 0 ? 1 : 0],
                [Math.max(0.01, from), 1],
                [until, 1],
                [until + FADE, 0],
              ])
            : byZoom([
                [Math.max(0, from - FADE), from <= 0 ? 1 : 0],
                [Math.max(0.01, from), 1],
              ]),
      },
    } satisfies LayerSpecification
  })
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
    ],
  }
}
