import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

/** The part of TopoJSON that grids come in. */
export interface Topology {
  type: 'Topology'
  objects: Record<string, TopoObject>
  arcs: Position[][]
  transform?: { scale: [number, number]; translate: [number, number] }
}

interface TopoObject {
  type: string
  geometries?: TopoObject[]
  arcs?: unknown
  properties?: Record<string, unknown> | null
}

export function isTopology(data: unknown): data is Topology {
  const given = data as Partial<Topology> | null
  return given?.type === 'Topology' && typeof given.objects === 'object' && Array.isArray(given.arcs)
}

/** Arcs in degrees: quantized ones are differences on an integer grid. */
function decodedArcs({ arcs, transform }: Topology): Position[][] {
  if (!transform) return arcs
  const [[kx, ky], [dx, dy]] = [transform.scale, transform.translate]
  return arcs.map((arc) => {
    let [x, y] = [0, 0]
    return arc.map(([stepX = 0, stepY = 0]) => {
      x += stepX
      y += stepY
      return [x * kx + dx, y * ky + dy]
    })
  })
}

/** A ring is a list of arcs, ~n for one walked backwards; their ends are shared. */
function ringOf(indices: readonly number[], arcs: readonly Position[][]): Position[] {
  const ring: Position[] = []
  for (const index of indices) {
    const arc = index < 0 ? [...(arcs[~index] ?? [])].reverse() : (arcs[index] ?? [])
    ring.push(...(ring.length ? arc.slice(1) : arc))
  }
  return ring
}

/** The polygons of one object of a topology; null where there is no such object. */
export function polygonsOf(topology: Topology, layer: string): FeatureCollection | null {
  const names = Object.keys(topology.objects)
  const object = topology.objects[layer || (names.length === 1 ? (names[0] ?? '') : '')]
  if (!object) return null
  const arcs = decodedArcs(topology)
  const polygon = (rings: number[][]) => rings.map((ring) => ringOf(ring, arcs))
  const features = (object.geometries ?? [object]).flatMap((one): Feature<Polygon | MultiPolygon>[] => {
    const properties = one.properties ?? null
    if (one.type === 'Polygon') {
      const coordinates = polygon(one.arcs as number[][])
      return [{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } }]
    }
    if (one.type !== 'MultiPolygon') return []
    const coordinates = (one.arcs as number[][][]).map(polygon)
    return [{ type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates } }]
  })
  return { type: 'FeatureCollection', features }
}
