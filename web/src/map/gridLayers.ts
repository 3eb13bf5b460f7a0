import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
} from 'maplibre-gl'
import type { Handover } from '@/core/handover'
import { underFaces } from './faceLayer'
import { BOLD, MEDIUM, REGULAR } from './fonts'
import type { Palette } from './palette'
import { byZoom, FADE, whileIn } from './zoomStops'

/** What the grids are drawn with: the colours, and which level is shown when. */
export interface GridWishes {
  palette: Palette
  order: readonly Handover[]
  /** Whether people stand where the names would. */
  faces?: boolean
}

/** Between houses, where a grid fills the page, its colour steps back to this part of itself. */
const CLOSE = 0.75

function hueColour(palette: Palette): DataDrivenPropertyValueSpecification<string> {
  const pairs = palette.hues.flatMap((colour, hue) => [hue, colour])
  return [
    'match',
    ['%', ['coalesce', ['get', 'hue'], 0], 6],
    ...pairs,
    palette.hues[0],
  ] as unknown as ExpressionSpecification
}

export function fillLayers(wishes: GridWishes): LayerSpecification[] {
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
export function lineLayers({ palette, order }: GridWishes): LayerSpecification[] {
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

/** How large the names of a level are, px. */
export function nameSize(place: number, levels: number): number {
  if (place === levels - 1 && levels > 1) return 12.5
  return place === 0 ? 18 : 16
}

export function labelLayers({ palette, order, faces }: GridWishes): LayerSpecification[] {
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
    const size = nameSize(place, order.length)
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
        ...underFaces(size, faces ?? false),
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
