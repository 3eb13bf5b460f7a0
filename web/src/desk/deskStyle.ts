import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl'
import { ENDED } from '@/api/incidents'
import { BOLD } from '@/map/fonts'
import type { Palette } from '@/map/palette'
import { emptySource, gridStyle, type StyleWishes } from '@/map/style'
import { LOOKS, type Look } from './look'
import { markName } from './marks'

export const TILES = 'incidents'
export const LIVE = 'live'
export const LIT = 'lit'
export const POINTS = 'case-points'
export const LIVE_POINTS = 'case-live'
export const CELLS = 'case-cells'
const LAYER = 'incidents'

interface DeskWishes extends StyleWishes {
  tiles: string
  heat: boolean
  colours: Record<Look, string>
}

/** Which look a case of the tiles has. */
const LOOK: ExpressionSpecification = [
  'case',
  ['==', ['get', 'state'], 'closed'],
  'verified',
  ['in', ['get', 'state'], ['literal', [...ENDED]]],
  'ended',
  ['==', ['get', 'urgency'], 'emergency'],
  'emergency',
  ['boolean', ['get', 'overdue'], false],
  'overdue',
  ['boolean', ['get', 'outside'], false],
  'outside',
  'open',
]
const icon = (look: ExpressionSpecification): ExpressionSpecification => [
  'concat',
  markName('' as Look),
  look,
]
/** The most pressing on top, where several stand at one place. */
const rank = (look: ExpressionSpecification): ExpressionSpecification =>
  [
    'match',
    look,
    ...LOOKS.flatMap((one, n) => [one, LOOKS.length - n]),
    0,
  ] as unknown as ExpressionSpecification

/** Several gathered in one: only a single case has a number. */
const isCell: ExpressionSpecification = ['!', ['has', 'number']]

/** Cases of the tiles but for those that have changed since, which are drawn from what was told live. */
export function stillTrue(changed: readonly string[]): FilterSpecification {
  return ['all', ['!', isCell], ['!', ['in', ['get', 'number'], ['literal', [...changed]]]]]
}

function points(id: string, source: string, look: ExpressionSpecification, more: object): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source,
    ...more,
    layout: {
      'icon-image': icon(look),
      'icon-size': ['interpolate', ['linear'], ['zoom'], 11, 0.62, 14, 0.85, 17, 1.05],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'symbol-sort-key': rank(look),
    },
  } as LayerSpecification
}

function cells(palette: Palette, colours: Record<Look, string>): LayerSpecification[] {
  const among = { source: TILES, 'source-layer': LAYER, filter: isCell as FilterSpecification }
  const size: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['log10', ['get', 'n']],
    0,
    9,
    1,
    13,
    2,
    18,
    3,
    24,
    5,
    34,
  ]
  return [
    {
      id: CELLS,
      type: 'circle',
      ...among,
      paint: {
        'circle-radius': size,
        // As a single case is coloured: by the most pressing among them.
        'circle-color': [
          'case',
          ['==', ['get', 'urgency'], 'emergency'],
          colours.emergency,
          ['>', ['coalesce', ['get', 'overdue_n'], 0], 0],
          colours.overdue,
          colours.open,
        ],
        'circle-opacity': 0.88,
        'circle-stroke-color': palette.halo,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'case-cell-counts',
      type: 'symbol',
      ...among,
      layout: {
        'text-field': ['to-string', ['get', 'n']],
        'text-font': BOLD,
        'text-size': 12,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': palette.dark ? '#10181b' : '#ffffff' },
    },
  ]
}

function heatLayer(colours: Record<Look, string>): LayerSpecification {
  return {
    id: 'case-heat',
    type: 'heatmap',
    source: TILES,
    'source-layer': LAYER,
    paint: {
      'heatmap-weight': ['min', 6, ['sqrt', ['coalesce', ['get', 'n'], 1]]],
      'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 9, 12, 13, 24, 17, 60],
      'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 15, 1.4],
      'heatmap-opacity': 0.75,
      'heatmap-color': [
        'interpolate',
        ['linear'],
        ['heatmap-density'],
        0,
        `${colours.open}00`,
        0.25,
        colours.open,
        0.6,
        colours.overdue,
        1,
        colours.emergency,
      ],
    },
  }
}

/** The public map with cases on it: tiles of all, those that have just changed, and the one in hand. */
export function deskStyle(wishes: DeskWishes): StyleSpecification {
  const { palette, tiles, heat, colours } = wishes
  const style = gridStyle(wishes)
  const own: LayerSpecification[] = [
    ...(heat
      ? [heatLayer(colours)]
      : [
          ...cells(palette, colours),
          points(POINTS, TILES, LOOK, { 'source-layer': LAYER, filter: stillTrue([]) }),
        ]),
    {
      id: 'case-lit',
      type: 'circle',
      source: LIT,
      paint: {
        'circle-radius': 17,
        'circle-color': palette.selected,
        'circle-opacity': ['case', ['==', ['get', 'kind'], 'chosen'], 0.22, 0.1],
        'circle-stroke-color': palette.selected,
        'circle-stroke-width': ['case', ['==', ['get', 'kind'], 'chosen'], 3, 1.5],
      },
    },
    points(LIVE_POINTS, LIVE, ['get', 'look'], {}),
  ]
  return {
    ...style,
    sources: {
      ...style.sources,
      [TILES]: { type: 'vector', tiles: [tiles], minzoom: 0, maxzoom: 16 },
      [LIVE]: emptySource(),
      [LIT]: emptySource(),
    },
    layers: [...style.layers, ...own],
  }
}
