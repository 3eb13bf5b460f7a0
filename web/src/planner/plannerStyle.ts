import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { BaseMap } from '@/api/map'
import { BASE, groundLayers, nameLayers, streetLayers } from '@/map/baseStyle'
import { BOLD, MEDIUM, REGULAR } from '@/map/fonts'
import type { Palette } from '@/map/palette'
import { pictureLayers, pictureSources } from '@/map/pictureStyle'
import { handLayers } from './handStyle'
import { emptySource, hueOf, ROUND, SOURCES } from './plannerSources'

/** From here on a grid's name has room. */
const LEAF_NAMES_FROM = 13.5
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
        'fill-color': hueOf(palette),
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
            layout: ROUND,
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
      layout: level === 3 ? { 'line-join': 'bevel' } : ROUND,
      paint: { 'line-color': colour, 'line-width': width },
    },
  ]
  return [
    ...of(3, palette.level3, 1.2, false),
    ...of(2, palette.level2, 2.2, false),
    ...of(1, palette.level1, 3, true),
    ...of(0, palette.level1, 3.5, true),
    {
      id: 'grid-provisional',
      type: 'line',
      source: 'grids',
      filter: ['==', ['get', 'provisional'], true],
      paint: { 'line-color': palette.vertex, 'line-width': 2.5, 'line-dasharray': [1, 1.5] },
    },
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

/** The planner's map: the gROUND, the plan's grids at all levels, and what is in hand. */
export function plannerStyle(palette: Palette, base: BaseMap, origin: string): StyleSpecification {
  const own = base.kind === 'own'
  const outsideMap = !own && base.tiles.length > 0
  const sources: StyleSpecification['sources'] = Object.fromEntries(
    SOURCES.map((name) => [name, emptySource(name)]),
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
      ...handLayers(palette),
    ],
  }
}
