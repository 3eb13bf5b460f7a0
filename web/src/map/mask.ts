import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

/** The whole world of the map as one ring, counter-clockwise. */
const WORLD: Position[] = [
  [-180, -85.06],
  [180, -85.06],
  [180, 85.06],
  [-180, 85.06],
  [-180, -85.06],
]

export function nothing(): FeatureCollection {
  return { type: 'FeatureCollection', features: [] }
}

function partsOf(shape: Polygon | MultiPolygon): Position[][][] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
}

/** Everything on earth but the given shapes; nothing where there are none. */
export function allBut(shapes: readonly (Polygon | MultiPolygon)[]): FeatureCollection {
  const parts = shapes.flatMap(partsOf)
  if (parts.length === 0) return nothing()
  const shells = parts.map(([shell]) => shell ?? [])
  // A hole in a shape is outside of it as well, and is covered by a polygon of its own.
  const holes = parts.flatMap(([, ...rings]) => rings)
  const feature: Feature<MultiPolygon> = {
    type: 'Feature',
    properties: {},
    geometry: { type: 'MultiPolygon', coordinates: [[WORLD, ...shells], ...holes.map((ring) => [ring])] },
  }
  return { type: 'FeatureCollection', features: [feature] }
}
