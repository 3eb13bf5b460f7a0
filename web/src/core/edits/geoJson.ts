import { toDegrees } from '../lattice'
import type { Polygons } from './shape'

/** Polygons in lattice units as the coordinates of a GeoJSON MultiPolygon, degrees. */
export function toGeoJson(polygons: Polygons): number[][][][] {
  return polygons.map((rings) =>
    rings.map((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i) => [
        toDegrees(ring[2 * i] as number),
        toDegrees(ring[2 * i + 1] as number),
      ]),
    ),
  )
}
