import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Palette } from '@/map/palette'
import { emptySource, gridStyle, type StyleWishes } from '@/map/style'

/** Grids that are held lie over the grids' own colours and beneath what is being chosen. */
function heldLayers(palette: Palette): LayerSpecification[] {
  const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  return [
    {
      id: 'held-fill',
      type: 'fill',
      source: 'held',
      paint: { 'fill-color': palette.selected, 'fill-opacity': 0.28, 'fill-antialias': false },
    },
    {
      id: 'held-casing',
      type: 'line',
      source: 'held',
      layout: round,
      paint: { 'line-color': palette.selectedCasing, 'line-width': 5 },
    },
    {
      id: 'held-line',
      type: 'line',
      source: 'held',
      layout: round,
      paint: { 'line-color': palette.selected, 'line-width': 2.5 },
    },
  ]
}

/** The public map with the ground of somebody's roles on it. */
export function scopeStyle(wishes: StyleWishes): StyleSpecification {
  const style = gridStyle(wishes)
  const before = style.layers.findIndex((layer) => layer.id === 'veil')
  return {
    ...style,
    sources: { ...style.sources, held: emptySource() },
    layers: [...style.layers.slice(0, before), ...heldLayers(wishes.palette), ...style.layers.slice(before)],
  }
}
