import type { FeatureCollection, Point } from 'geojson'
import type { LayerSpecification } from 'maplibre-gl'
import type { Face } from '@/api/people'
import { ringOf } from '@/people/wording'
import { FACE_PX, faceName } from './facePicture'
import type { GridWishes } from './gridLayers'

export const FACES = 'people'
/** Between a marker and the name beneath it, px. */
const UNDER_PX = 7

/** What is seen first where there is no room for all: an empty post, then who stands in. */
const FIRST = { vacant: 0, 'stand-in': 1, head: 2 }

export function facePoints(faces: readonly Face[], theme: string): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: faces.map((face) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [face.lon, face.lat] },
      properties: { code: face.code, picture: faceName(face, theme), order: FIRST[ringOf(face)] },
    })),
  }
}

/** Markers of people: the last layer, so that names make room for them; those that do not fit are left out. */
export function faceLayer(): LayerSpecification {
  return {
    id: FACES,
    type: 'symbol',
    source: FACES,
    layout: {
      'icon-image': ['get', 'picture'],
      'icon-padding': 1,
      'symbol-sort-key': ['get', 'order'],
    },
  }
}

/** Where the name of a grid stands, so that it is under a marker rather than behind it. */
export function underFaces(textPx: number, faces: boolean) {
  return faces
    ? {
        'text-anchor': 'top' as const,
        'text-offset': [0, (FACE_PX / 2 + UNDER_PX) / textPx] as [number, number],
      }
    : { 'text-anchor': 'center' as const, 'text-offset': [0, 0] as [number, number] }
}

/** The grids of one person, drawn around while the card is open. */
export function heldLayers({ palette, order }: GridWishes, held: readonly string[]): LayerSpecification[] {
  return order.map(({ level }) => ({
    id: `held-${level}`,
    type: 'line',
    source: `level-${level}`,
    'source-layer': 'grids',
    filter: ['in', ['get', 'code'], ['literal', [...held]]],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': palette.selected, 'line-width': 3, 'line-dasharray': [1.5, 1.8] },
  }))
}
