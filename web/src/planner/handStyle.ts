import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { BOLD, MEDIUM } from '@/map/fonts'
import type { Palette } from '@/map/palette'
import { hueOf, ROUND, type SourceName } from './plannerSources'

/** What is picked, what is drawn and what is being dragged. */
export function handLayers(palette: Palette): LayerSpecification[] {
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
    layout: dash ? { 'line-join': 'round' } : ROUND,
    paint: { 'line-color': colour, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) },
  })
  const isMiddle: ExpressionSpecification = ['==', ['get', 'part'], 'middle']
  return [
    {
      id: 'chosen-fill',
      type: 'fill',
      source: 'chosen',
      paint: { 'fill-color': palette.selected, 'fill-opacity': 0.3, 'fill-antialias': false },
    },
    line('chosen-line', 'chosen', palette.selected, 2),
    line('picked-casing', 'picked', palette.selectedCasing, 7),
    line('picked-line', 'picked', palette.selected, 3),
    {
      id: 'ghost-fill',
      type: 'fill',
      source: 'ghost',
      paint: { 'fill-color': hueOf(palette), 'fill-opacity': 0.34, 'fill-antialias': false },
    },
    line('ghost-casing', 'ghost', palette.selectedCasing, 5),
    line('ghost-line', 'ghost', palette.selected, 2.5, [2, 1.5]),
    {
      id: 'dragging-fill',
      type: 'fill',
      source: 'dragging',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': hueOf(palette), 'fill-opacity': 0.26, 'fill-antialias': false },
    },
    {
      id: 'dragging-line',
      type: 'line',
      source: 'dragging',
      layout: ROUND,
      paint: {
        'line-color': ['case', ['==', ['get', 'refused'], true], palette.vacant, palette.selected],
        'line-width': 3,
      },
    },
    {
      id: 'ghost-name',
      type: 'symbol',
      source: 'ghost',
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'text-field': ['get', 'text'],
        'text-font': BOLD,
        'text-size': 13,
        'text-max-width': 9,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.selected, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
    },
    line('refused-casing', 'refused', palette.selectedCasing, 6),
    line('refused-line', 'refused', palette.vacant, 3, [2, 1.5]),
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
    {
      id: 'pins',
      type: 'symbol',
      source: 'pins',
      layout: {
        'icon-image': ['match', ['get', 'state'], 'chosen', 'pin-chosen', 'settled', 'pin-settled', 'pin'],
        'icon-anchor': 'bottom',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['match', ['get', 'state'], 'chosen', 2, 'settled', 0, 1],
      },
    },
  ]
}
