import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { BaseMap } from '@/api/map'
import { BASE, groundLayers, nameLayers, streetLayers } from '@/map/baseStyle'
import { MEDIUM } from '@/map/fonts'
import type { Palette } from '@/map/palette'
import { hatch, type Picture } from '@/map/pattern'
import { pictureLayers, pictureSources } from '@/map/pictureStyle'
import { emptySource } from '@/map/style'

export interface NetworkWishes {
  palette: Palette
  base: BaseMap
  origin: string
  /** Levels that have grids, the uppermost first. */
  levels: readonly number[]
  /** Of which level grids are chosen. */
  level: number
  /** Zoom from which a grid of that level has room for its name. */
  named: number
  asOf: string | null
  edition: number
}

const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
export const sourceOf = (level: number) => `level-${level}`
export const hitOf = (level: number) => `hit-${level}`

export function networkPictures(palette: Palette): Record<string, Picture> {
  return { fault: hatch(palette.overlap, 8, 2), gap: hatch(palette.gapLine, 10, 1, false, palette.gap) }
}

/** The colour of the cell that a feature belongs to, as its state or its properties say. */
function cellColour(palette: Palette, cell: ExpressionSpecification): ExpressionSpecification {
  const pairs = palette.hues.flatMap((colour, n) => [n, colour])
  return [
    'match',
    ['%', cell, palette.hues.length],
    ...pairs,
    palette.land,
  ] as unknown as ExpressionSpecification
}

/** Grids by the cell that they are in, each level that has any: a cell may be made of different levels. */
function gridLayers({ palette, levels, level }: NetworkWishes): LayerSpecification[] {
  const cell: ExpressionSpecification = ['coalesce', ['feature-state', 'cell'], -1]
  const chosen: ExpressionSpecification = ['boolean', ['feature-state', 'chosen'], false]
  return levels.flatMap((one): LayerSpecification[] => {
    const common = { source: sourceOf(one), 'source-layer': 'grids' }
    return [
      {
        id: hitOf(one),
        type: 'fill',
        ...common,
        paint: {
          'fill-color': cellColour(palette, cell),
          'fill-opacity': ['case', ['<', cell, 0], 0, chosen, 0.62, 0.36],
          'fill-antialias': false,
        },
      },
      {
        id: `line-${one}`,
        type: 'line',
        ...common,
        layout: round,
        paint: {
          'line-color': one === level ? palette.level3 : one < level ? palette.level2 : palette.level3,
          'line-width': one === level ? 1.2 : one < level ? 2.2 : 0,
        },
      },
    ]
  })
}

/** The map of a network: cells in colours over the ground, those that are drawn as shapes, faults on top. */
export function networkStyle(wishes: NetworkWishes): StyleSpecification {
  const { palette, base, origin, levels, level, named } = wishes
  const question = new URLSearchParams(wishes.asOf ? { as_of: wishes.asOf } : {})
  question.set('edition', String(wishes.edition))
  const sources: StyleSpecification['sources'] = {
    drawn: emptySource(),
    ground: emptySource(),
    faults: emptySource(),
  }
  for (const one of levels) {
    const tiles = [`${origin}/api/v1/tiles/${one}/{z}/{x}/{y}.mvt?${question}`]
    sources[sourceOf(one)] = { type: 'vector', tiles, minzoom: 0, maxzoom: 16, promoteId: 'code' }
  }
  const own = base.kind === 'own'
  if (own) {
    const tiles = base.tiles.map((path) => (path.startsWith('/') ? origin + path : path))
    sources[BASE] = { type: 'vector', tiles, maxzoom: base.max_zoom }
  } else Object.assign(sources, pictureSources(base))
  const isGap: ExpressionSpecification = ['==', ['get', 'code'], 'gap']
  const drawnCell: ExpressionSpecification = ['get', 'cell']
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources,
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': palette.land } },
      ...(own ? groundLayers(palette) : pictureLayers(base, palette)),
      ...gridLayers(wishes),
      {
        id: 'drawn-fill',
        type: 'fill',
        source: 'drawn',
        paint: {
          'fill-color': cellColour(palette, drawnCell),
          'fill-opacity': ['case', ['==', ['get', 'chosen'], true], 0.62, 0.36],
        },
      },
      ...(own ? streetLayers(palette) : []),
      {
        id: 'drawn-line',
        type: 'line',
        source: 'drawn',
        layout: round,
        paint: { 'line-color': palette.selected, 'line-width': 2 },
      },
      {
        id: 'ground-casing',
        type: 'line',
        source: 'ground',
        layout: round,
        paint: { 'line-color': palette.selectedCasing, 'line-width': 6 },
      },
      {
        id: 'ground-line',
        type: 'line',
        source: 'ground',
        layout: round,
        paint: { 'line-color': palette.level1, 'line-width': 3 },
      },
      {
        id: 'fault-fill',
        type: 'fill',
        source: 'faults',
        paint: {
          'fill-pattern': ['case', isGap, 'gap', 'fault'],
          // While cells are still being chosen most of the ground is a gap.
          'fill-opacity': ['case', isGap, 0.3, 0.9],
        },
      },
      {
        id: 'fault-line',
        type: 'line',
        source: 'faults',
        layout: round,
        paint: { 'line-color': ['case', isGap, palette.gapLine, palette.overlap], 'line-width': 2 },
      },
      ...(own ? nameLayers(palette) : []),
      {
        id: 'grid-names',
        type: 'symbol',
        source: sourceOf(level),
        'source-layer': 'labels',
        minzoom: Math.max(0, named),
        layout: {
          'text-field': ['to-string', ['coalesce', ['get', 'name'], ['get', 'code']]],
          'text-font': MEDIUM,
          'text-size': 12.5,
          'text-max-width': 8,
        },
        paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
      },
    ],
  }
}
