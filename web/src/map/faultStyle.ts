import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl'
import type { Look } from '@/core/faults'
import { MEDIUM } from './fonts'
import type { Palette } from './palette'
import { dots, hatch, type Mark, type Picture, pin } from './pattern'
import { emptySource } from './style'

const LAST_ZOOM = 22

export function lookColours(palette: Palette): Record<Look, string> {
  return {
    overlap: palette.overlap,
    gap: palette.gap,
    outside: palette.outsideParent,
    vertex: palette.vertex,
    shape: palette.shape,
  }
}

const MARKS: Record<Look, Mark> = {
  overlap: 'bar',
  gap: 'hollow',
  outside: 'arrow',
  vertex: 'ring',
  shape: 'cross',
}

/** Hatches and pins, one for each look. */
export function faultPictures(palette: Palette): Record<string, Picture> {
  const colours = lookColours(palette)
  const pictures: Record<string, Picture> = {
    paper: dots(palette.outsideDot, 14, 0.8),
    'hatch-overlap': hatch(colours.overlap, 8, 2),
    'hatch-gap': hatch(palette.gapLine, 8, 1.4, false, palette.gap),
    'hatch-outside': hatch(colours.outside, 7, 1.4, false),
    'hatch-shape': hatch(colours.shape, 10, 1.2),
    'hatch-vertex': hatch(colours.vertex, 6, 1.2),
  }
  for (const look of Object.keys(MARKS) as Look[]) {
    const rim = look === 'gap' ? palette.gapLine : '#ffffff'
    pictures[`pin-${look}`] = pin(colours[look], rim, MARKS[look])
  }
  return pictures
}

function byLook(values: Record<Look, string>): ExpressionSpecification {
  const pairs = Object.entries(values).flat()
  return ['match', ['get', 'look'], ...pairs, values.shape] as unknown as ExpressionSpecification
}

/** One of two values, by whether a thing is too small at a zoom; in half zooms, as the map demands steps. */
function bySize(whileSmall: number, onceLarge: number): ExpressionSpecification {
  const small = (zoom: number): ExpressionSpecification => [
    'case',
    ['>', ['get', 'large_from'], zoom],
    whileSmall,
    onceLarge,
  ]
  const steps: (number | ExpressionSpecification)[] = []
  for (let zoom = 0.5; zoom <= LAST_ZOOM; zoom += 0.5) steps.push(zoom, small(zoom))
  return ['step', ['zoom'], small(0), ...steps] as unknown as ExpressionSpecification
}

/** The map of a checked file: grids in a quiet tint, faults loud, each in its own hatch and shape. */
export function faultStyle(palette: Palette): StyleSpecification {
  const colours = lookColours(palette)
  const lines = { ...colours, gap: palette.gapLine }
  const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  const isVertex: ExpressionSpecification = ['==', ['get', 'look'], 'vertex']
  const area: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: {
      grids: emptySource(),
      names: emptySource(),
      shapes: emptySource(),
      marks: emptySource(),
      chosen: emptySource(),
    },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': palette.outside } },
      { id: 'paper-dots', type: 'background', paint: { 'background-pattern': 'paper' } },
      {
        id: 'grid-ground',
        type: 'fill',
        source: 'grids',
        paint: { 'fill-color': palette.land, 'fill-antialias': false },
      },
      {
        id: 'grid-fill',
        type: 'fill',
        source: 'grids',
        paint: { 'fill-color': palette.level2, 'fill-opacity': 0.08 },
      },
      {
        id: 'grid-line',
        type: 'line',
        source: 'grids',
        layout: round,
        paint: { 'line-color': palette.level3, 'line-width': 1.2, 'line-opacity': bySize(0.25, 1) },
      },
      {
        id: 'shape-fill',
        type: 'fill',
        source: 'shapes',
        filter: area,
        paint: { 'fill-pattern': ['concat', 'hatch-', ['get', 'look']], 'fill-opacity': 0.9 },
      },
      {
        id: 'shape-casing',
        type: 'line',
        source: 'shapes',
        filter: ['!=', ['geometry-type'], 'Point'],
        layout: round,
        paint: { 'line-color': palette.halo, 'line-width': 4.5, 'line-opacity': 0.8 },
      },
      {
        id: 'shape-line',
        type: 'line',
        source: 'shapes',
        filter: ['!=', ['geometry-type'], 'Point'],
        layout: round,
        paint: { 'line-color': byLook(lines), 'line-width': 2.2 },
      },
      {
        id: 'grid-label',
        type: 'symbol',
        source: 'names',
        layout: { 'text-field': ['get', 'label'], 'text-font': MEDIUM, 'text-size': 12, 'text-padding': 4 },
        paint: {
          'text-color': palette.textSoft,
          'text-halo-color': palette.halo,
          'text-halo-width': 1.5,
          'text-opacity': bySize(0, 1),
        },
      },
      // Two lines with the fault between them, so that even a sliver stays visible.
      {
        id: 'chosen-casing',
        type: 'line',
        source: 'chosen',
        filter: ['!=', ['geometry-type'], 'Point'],
        layout: round,
        paint: { 'line-color': palette.land, 'line-width': 5, 'line-gap-width': 3 },
      },
      {
        id: 'chosen-line',
        type: 'line',
        source: 'chosen',
        filter: ['!=', ['geometry-type'], 'Point'],
        layout: round,
        paint: { 'line-color': palette.ink, 'line-width': 2.2, 'line-gap-width': 5 },
      },
      {
        id: 'dots',
        type: 'circle',
        source: 'marks',
        filter: ['!', isVertex],
        paint: {
          'circle-radius': 3.5,
          'circle-color': byLook(colours),
          'circle-stroke-color': byLook({
            ...colours,
            gap: palette.gapLine,
            overlap: '#ffffff',
            outside: '#ffffff',
            shape: '#ffffff',
          }),
          'circle-stroke-width': 1,
          'circle-opacity': bySize(1, 0),
          'circle-stroke-opacity': bySize(1, 0),
        },
      },
      {
        id: 'rings',
        type: 'circle',
        source: 'marks',
        filter: isVertex,
        paint: {
          'circle-radius': 5.5,
          'circle-color': palette.halo,
          'circle-opacity': 0.35,
          'circle-stroke-color': colours.vertex,
          'circle-stroke-width': 2.4,
        },
      },
      {
        id: 'pins',
        type: 'symbol',
        source: 'marks',
        filter: ['!', isVertex],
        layout: {
          'icon-image': ['concat', 'pin-', ['get', 'look']],
          'icon-anchor': 'bottom',
          'icon-padding': 0,
          // The smallest faults first: where pins collide, those that cannot be seen otherwise win.
          'symbol-sort-key': ['-', 0, ['get', 'large_from']],
        },
        paint: { 'icon-opacity': bySize(1, 0) },
      },
      {
        id: 'chosen-ring',
        type: 'circle',
        source: 'chosen',
        filter: ['==', ['geometry-type'], 'Point'],
        paint: {
          'circle-radius': 13,
          'circle-opacity': 0,
          'circle-stroke-color': palette.ink,
          'circle-stroke-width': 2.5,
        },
      },
    ],
  }
}
