import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { BOLD } from '@/map/fonts'
import type { Palette } from '@/map/palette'

export const SOURCE = 'public-incidents'
export const POINTS = 'public-incident-points'
export const COUNTS = 'public-incident-counts'
/** The tiles come down to this zoom; closer they are drawn larger. */
export const DEEPEST = 16

const N: ExpressionSpecification = ['coalesce', ['get', 'n'], 1]
/** Whether any of them still waits for its end. */
const WAITS: ExpressionSpecification = ['>', ['to-number', ['get', 'open'], 0], 0]

/** What people reported: blue while any of it waits, green once all is done, with how many where there are several. */
export function publicLayers(palette: Palette, open: string, done: string): LayerSpecification[] {
  const common = { source: SOURCE, 'source-layer': 'incidents' }
  return [
    {
      id: POINTS,
      type: 'circle',
      ...common,
      paint: {
        'circle-color': ['case', WAITS, open, done],
        'circle-radius': ['case', ['>', N, 1], ['min', 22, ['+', 10, ['*', 2, ['ln', N]]]], 7],
        'circle-stroke-color': palette.halo,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: COUNTS,
      type: 'symbol',
      ...common,
      filter: ['>', N, 1],
      layout: {
        'text-field': ['to-string', N],
        'text-font': BOLD,
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.halo },
    },
  ]
}
