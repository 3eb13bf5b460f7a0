import type { ExpressionSpecification, GeoJSONSourceSpecification } from 'maplibre-gl'
import type { Palette } from '@/map/palette'

/** Sources that the planner's map fills itself. */
export const SOURCES = [
  'grids',
  'labels',
  'picked',
  'chosen',
  'handles',
  'ghost',
  'dragging',
  'path',
  'target',
  'refused',
  'pins',
] as const
export type SourceName = (typeof SOURCES)[number]

export const ROUND = { 'line-join': 'round' as const, 'line-cap': 'round' as const }

/**
 * All grids are simplified by less than half a pixel, so that thousands of them draw quickly; what is in hand
 * is not, so that both sides of a border are drawn alike however near one looks.
 */
export function emptySource(name: SourceName): GeoJSONSourceSpecification {
  const tolerance = name === 'grids' ? 0.375 : 0
  return { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance, maxzoom: 21 }
}

/** The colour of a feature by its hue. */
export function hueOf(palette: Palette): ExpressionSpecification {
  const pairs = palette.hues.flatMap((colour, n) => [n, colour])
  return ['match', ['%', ['get', 'hue'], 6], ...pairs, palette.hues[0]] as unknown as ExpressionSpecification
}
