import type {
  ExpressionSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl'
import type { BaseMap } from '@/api/map'
import { BASE, groundLayers, nameLayers, streetLayers } from '@/map/baseStyle'
import { BOLD, MEDIUM, REGULAR } from '@/map/fonts'
import type { Palette } from '@/map/palette'
import { pictureLayers, pictureSources } from '@/map/pictureStyle'

/** Sources that the planner's map fills itself. */
export const SOURCES = [
  'grids',
  'labels',
  'picked',
  'arcs',
  'handles',
  'ghost',
  'dragging',
  'path',
  'target',
] as const
export type SourceName = (typeof SOURCES)[number]

/** From here on a grid's name has room. */
const LEAF_NAMES_FROM = 13.5
const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }

/**
 * All grids are simplified by less than half a pixel, so that thousands of them draw quickly; what is in hand
 * is not, so that both sides of a border are drawn alike however near one looks.
 */
function source(name: SourceName): GeoJSONSourceSpecification {
  const tolerance = name === 'grids' ? 0.375 : 0
  return { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance, maxzoom: 21 }
}

function hue(palette: Palette): ExpressionSpecification {
  const pairs = palette.hues.flatMap((colour, n) => [n, colour])
  return ['match', ['%', ['get', 'hue'], 6], ...pairs, palette.hues[0]] as unknown as ExpressionSpecification
}

const isLeaf: ExpressionSpecification = ['==', ['get', 'leaf'], true]
const isVoid: ExpressionSpecification = ['==', ['get', 'kind'], 'void']
const atLevel = (level: number): ExpressionSpecification => ['==', ['get', 'level'], level]
const isSpecial: ExpressionSpecification = ['all', isLeaf, ['==', ['get', 'kind'], 'special']]
/** What is being dragged or previewed is drawn elsewhere, and steps back here. */
const aside: ExpressionSpecification = ['boolean', ['feature-state', 'aside'], false]

function fills(palette: Palette): LayerSpecification[] {
  const full = palette.gridFill
  return [
    {
      id: 'grid-fill',
      type: 'fill',
      source: 'grids',
      filter: ['all', isLeaf, ['!', isVoid]],
      paint: {
        'fill-color': hue(palette),
        'fill-opacity': ['case', aside, full * 0.3, ['get', 'mine'], full, full * 0.4],
        'fill-antialias': false,
      },
    },
    {
      id: 'grid-special',
      type: 'fill',
      source: 'grids',
      filter: isSpecial,
      paint: { 'fill-pattern': 'special-hatch', 'fill-opacity': 0.42 },
    },
    {
      id: 'grid-void',
      type: 'fill',
      source: 'grids',
      filter: isVoid,
      paint: { 'fill-pattern': 'void-hatch', 'fill-opacity': 0.9 },
    },
    {
      id: 'grid-changed',
      type: 'fill',
      source: 'grids',
      filter: ['all', isLeaf, ['==', ['get', 'changed'], true]],
      paint: { 'fill-pattern': 'changed-dots', 'fill-opacity': 0.9 },
    },
  ]
}

/** From the finest level up, so that a border of a higher level covers those it consists of. */
function borders(palette: Palette): LayerSpecification[] {
  const of = (level: number, colour: string, width: number, casing: boolean): LayerSpecification[] => [
    ...(casing
      ? [
          {
            id: `grid-casing-${level}`,
            type: 'line' as const,
            source: 'grids',
            filter: atLevel(level),
            layout: round,
            paint: { 'line-color': palette.level1Casing, 'line-width': width + 3.5, 'line-opacity': 0.9 },
          },
        ]
      : []),
    {
      id: `grid-line-${level}`,
      type: 'line',
      source: 'grids',
      filter: atLevel(level),
      // Of the finest lines there are most, and nobody sees how they join.
      layout: level === 3 ? { 'line-join': 'bevel' } : round,
      paint: { 'line-color': colour, 'line-width': width },
    },
  ]
  return [
    ...of(3, palette.level3, 1.2, false),
    ...of(2, palette.level2, 2.2, false),
    ...of(1, palette.level1, 3, true),
    ...of(0, palette.level1, 3.5, true),
    {
      id: 'grid-locked',
      type: 'symbol',
      source: 'grids',
      minzoom: 13,
      filter: ['==', ['get', 'locked'], true],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 160,
        'icon-image': 'lock',
        'icon-rotation-alignment': 'viewport',
        'icon-padding': 24,
      },
    },
  ]
}

function names(palette: Palette): LayerSpecification[] {
  const written = { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 }
  const named: ExpressionSpecification = [
    'format',
    ['get', 'name'],
    {},
    '\n',
    {},
    ['get', 'note'],
    { 'font-scale': 0.86, 'text-font': ['literal', REGULAR], 'text-color': palette.textSoft },
  ]
  return [
    {
      id: 'label-upper',
      type: 'symbol',
      source: 'labels',
      maxzoom: LEAF_NAMES_FROM,
      filter: ['all', ['!', isLeaf], ['>', ['get', 'level'], 0]],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': BOLD,
        'text-size': ['match', ['get', 'level'], 1, 17, 14],
        'symbol-sort-key': ['get', 'level'],
      },
      paint: written,
    },
    {
      id: 'label-leaf',
      type: 'symbol',
      source: 'labels',
      minzoom: LEAF_NAMES_FROM,
      filter: isLeaf,
      layout: {
        'text-field': named,
        'text-font': MEDIUM,
        'text-size': 12.5,
        'text-line-height': 1.3,
        'text-max-width': 8,
        'text-padding': 3,
      },
      paint: written,
    },
  ]
}

/** What is picked, what is drawn and what is being dragged. */
function hands(palette: Palette): LayerSpecification[] {
  const line = (
    id: string,
    from: SourceName,
    colour: string,
    width: number,
    dash?: number[],
  ): LayerSpecification => ({
    id,
    type: 'line',
    source: from,
    layout: dash ? { 'line-join': 'round' } : round,
    paint: { 'line-color': colour, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) },
  })
  const isMiddle: ExpressionSpecification = ['==', ['get', 'part'], 'middle']
  return [
    line('picked-casing', 'picked', palette.selectedCasing, 7),
    line('picked-line', 'picked', palette.selected, 3),
    {
      id: 'ghost-fill',
      type: 'fill',
      source: 'ghost',
      paint: { 'fill-color': hue(palette), 'fill-opacity': 0.34, 'fill-antialias': false },
    },
    line('ghost-casing', 'ghost', palette.selectedCasing, 5),
    line('ghost-line', 'ghost', palette.selected, 2.5, [2, 1.5]),
    {
      id: 'dragging-fill',
      type: 'fill',
      source: 'dragging',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': hue(palette), 'fill-opacity': 0.26, 'fill-antialias': false },
    },
    {
      id: 'dragging-line',
      type: 'line',
      source: 'dragging',
      layout: round,
      paint: {
        'line-color': ['case', ['==', ['get', 'refused'], true], palette.vacant, palette.selected],
        'line-width': 3,
      },
    },
    {
      id: 'arc-line',
      type: 'line',
      source: 'arcs',
      layout: round,
      paint: {
        'line-color': ['case', ['==', ['get', 'locked'], true], palette.textSoft, palette.vertex],
        'line-width': 3,
      },
    },
    line('path-casing', 'path', palette.selectedCasing, 7),
    line('path-line', 'path', palette.vertex, 3.5),
    {
      id: 'handle-middles',
      type: 'circle',
      source: 'handles',
      filter: isMiddle,
      minzoom: 15,
      paint: {
        'circle-radius': 3.5,
        'circle-color': palette.vertex,
        'circle-opacity': 0.65,
        'circle-stroke-color': palette.selectedCasing,
        'circle-stroke-width': 1,
      },
    },
    {
      id: 'handles',
      type: 'circle',
      source: 'handles',
      filter: ['!', isMiddle],
      paint: {
        'circle-radius': ['case', ['==', ['get', 'part'], 'chosen'], 7, 5],
        'circle-color': [
          'match',
          ['get', 'part'],
          'chosen',
          palette.vertex,
          'locked',
          palette.textSoft,
          palette.selectedCasing,
        ],
        'circle-stroke-color': ['match', ['get', 'part'], 'locked', palette.selectedCasing, palette.vertex],
        'circle-stroke-width': 2.2,
      },
    },
    {
      id: 'target-ring',
      type: 'circle',
      source: 'target',
      paint: {
        'circle-radius': 10,
        'circle-opacity': 0,
        'circle-stroke-color': palette.overlap,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'target-name',
      type: 'symbol',
      source: 'target',
      layout: {
        'text-field': ['get', 'text'],
        'text-font': MEDIUM,
        'text-size': 12,
        'text-anchor': 'left',
        'text-offset': [1.3, 0],
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': palette.overlap, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
    },
  ]
}

/** The planner's map: the ground, the plan's grids at all levels, and what is in hand. */
export function plannerStyle(palette: Palette, base: BaseMap, origin: string): StyleSpecification {
  const own = base.kind === 'own'
  const outsideMap = !own && base.tiles.length > 0
  const sources: StyleSpecification['sources'] = Object.fromEntries(
    SOURCES.map((name) => [name, source(name)]),
  )
  if (own) {
    const tiles = base.tiles.map((path) => (path.startsWith('/') ? origin + path : path))
    sources[BASE] = { type: 'vector', tiles, maxzoom: base.max_zoom }
  } else if (outsideMap) Object.assign(sources, pictureSources(base))
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources,
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': palette.land } },
      ...(own ? groundLayers(palette) : []),
      ...(outsideMap ? pictureLayers(base, palette) : []),
      ...fills(palette),
      ...(own ? streetLayers(palette) : []),
      ...borders(palette),
      ...(own ? nameLayers(palette) : []),
      ...names(palette),
      ...hands(palette),
    ],
  }
}
