import type { Feature, FeatureCollection, GeoJSON, Point, Position } from 'geojson'
import { type Box, boxOf, roughDistance, zoomForLength } from './place'
import { isTopology, polygonsOf, type Topology } from './topojson'

/** Larger files are checked all the same, but their grids are not drawn. */
const MOST_BYTES = 40_000_000
const MOST_FEATURES = 30_000
const METRES_PER_DEGREE = 111_320
/** A grid narrower than this on screen has no room for its name. */
const NAMED_FROM_PX = 40
/** Lines around smaller grids would run together into a stain. */
const LINED_FROM_PX = 16
const LABEL_FIELDS = ['code', 'id', 'name']

export interface Uploaded {
  grids: FeatureCollection
  box: Box
}

function isLonLat([w, s, e, n]: Box): boolean {
  return w >= -180 && e <= 180 && s >= -90 && n <= 90
}

/** The grids of a GeoJSON or TopoJSON in lon/lat for drawing behind its faults; null for anything else. */
export async function readUploaded(file: File, idField: string, layer = ''): Promise<Uploaded | null> {
  if (!/\.(geo|topo)?json$/i.test(file.name) || file.size > MOST_BYTES) return null
  let data: GeoJSON | Topology | null
  try {
    data = JSON.parse(await file.text()) as GeoJSON | Topology
  } catch {
    return null // the server says what is wrong with it; here it only means nothing can be drawn
  }
  if (isTopology(data)) data = polygonsOf(data, layer)
  if (data?.type !== 'FeatureCollection' || !Array.isArray(data.features)) return null
  const features = data.features.filter((one) => one?.geometry && 'coordinates' in one.geometry)
  if (!features.length || features.length > MOST_FEATURES) return null
  const box = boxOf(features.map((one) => (one.geometry as { coordinates: unknown }).coordinates))
  if (!box || !isLonLat(box)) return null
  const fields = idField.trim() ? [idField.trim()] : LABEL_FIELDS
  return {
    box,
    grids: {
      type: 'FeatureCollection',
      features: features.map((one, row) => {
        const field = fields.find(
          (name) => one.properties?.[name] !== undefined && one.properties[name] !== null,
        )
        return {
          type: 'Feature',
          properties: {
            label: String(field ? one.properties?.[field] : row + 1),
            large_from: linedFrom((one.geometry as { coordinates: unknown }).coordinates),
          },
          geometry: one.geometry,
        }
      }),
    },
  }
}

/** The zoom from which a grid is wide enough for a full line around it. */
function linedFrom(coordinates: unknown): number {
  const [w, s, e, n] = boxOf(coordinates) ?? [0, 0, 0, 0]
  const metres = Math.max(roughDistance([w, s], [e, s]), roughDistance([w, s], [w, n]))
  return zoomForLength(metres, LINED_FROM_PX, s)
}

/** Twice the signed area of a ring and its centroid, in degrees. */
function ringCentroid(ring: readonly Position[]): { area: number; at: Position } {
  const [x0 = 0, y0 = 0] = ring[0] ?? []
  let [area, x, y] = [0, 0, 0]
  for (let i = 1; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? []
    const [bx = 0, by = 0] = ring[i] ?? []
    // Relative to the first vertex, because the products of whole longitudes lose the last digits.
    const cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
    area += cross
    x += (ax + bx - 2 * x0) * cross
    y += (ay + by - 2 * y0) * cross
  }
  return area === 0
    ? { area, at: [x0, y0] }
    : { area: Math.abs(area), at: [x0 + x / (3 * area), y0 + y / (3 * area)] }
}

/** One point a grid for its name: the centroid of its largest part. */
export function namesOf(grids: FeatureCollection | null): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: (grids?.features ?? []).flatMap(({ geometry, properties }): Feature<Point>[] => {
      const parts =
        geometry.type === 'Polygon'
          ? [geometry.coordinates]
          : geometry.type === 'MultiPolygon'
            ? geometry.coordinates
            : []
      const largest = parts
        .flatMap(([shell]) => (shell ? [ringCentroid(shell)] : []))
        .reduce<{ area: number; at: Position } | null>(
          (best, one) => (best && best.area >= one.area ? best : one),
          null,
        )
      if (!largest || largest.area === 0) return []
      const [lon = 0, lat = 0] = largest.at
      const side =
        Math.sqrt(largest.area / 2) * METRES_PER_DEGREE * Math.sqrt(Math.cos((lat * Math.PI) / 180))
      const large_from = zoomForLength(side, NAMED_FROM_PX, lat)
      return [
        {
          type: 'Feature',
          properties: { ...properties, large_from },
          geometry: { type: 'Point', coordinates: [lon, lat] },
        },
      ]
    }),
  }
}
