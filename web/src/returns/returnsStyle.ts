import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl'
import { REGULAR } from '@/map/fonts'
import type { Palette } from '@/map/palette'
import { emptySource, gridStyle, type StyleWishes } from '@/map/style'

export const LINES = 'returns'
export const MARKS = 'return-marks'
export const LINE_LAYER = 'return-lines'
export const MARK_LAYER = 'return-marks'

/** The public map with the borders on it, wider the more often; a mark with the count in the middle of each. */
export function returnsStyle(wishes: StyleWishes, palette: Palette): StyleSpecification {
  const style = gridStyle(wishes)
  const share: ExpressionSpecification = ['get', 'share']
  const isChosen: ExpressionSpecification = ['boolean', ['get', 'chosen'], false]
  const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  const width: ExpressionSpecification = ['interpolate', ['linear'], share, 0, 4, 1, 12]
  return {
    ...style,
    sources: { ...style.sources, [LINES]: emptySource(), [MARKS]: emptySource() },
    layers: [
      ...style.layers,
      {
        id: 'return-casing',
        type: 'line',
        source: LINES,
        layout: round,
        paint: { 'line-color': palette.halo, 'line-width': ['interpolate', ['linear'], share, 0, 7, 1, 16] },
      },
      {
        id: LINE_LAYER,
        type: 'line',
        source: LINES,
        layout: round,
        paint: { 'line-color': ['case', isChosen, palette.selected, palette.overlap], 'line-width': width },
      },
      {
        id: MARK_LAYER,
        type: 'circle',
        source: MARKS,
        paint: {
          'circle-radius': 12,
          'circle-color': ['case', isChosen, palette.selected, palette.overlap],
          'circle-stroke-color': palette.halo,
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'return-counts',
        type: 'symbol',
        source: MARKS,
        layout: {
          'text-field': ['to-string', ['get', 'count']],
          'text-font': REGULAR,
          'text-size': 12,
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': palette.halo },
      },
    ],
  }
}
