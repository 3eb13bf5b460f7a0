import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Position } from 'geojson'
import type { PlanGrid } from '@/api/plans'
import { toDegrees } from '@/core/lattice'
import type { Box } from '@/core/place'

type Rings = readonly (readonly ArrayLike<number>[])[]

/** Flat x, y on the lattice as places in degrees. */
export function lineOf(flat: ArrayLike<number>): Position[] {
  const line: Position[] = []
  for (let n = 0; n + 1 < flat.length; n += 2)
    line.push([toDegrees(flat[n] ?? 0), toDegrees(flat[n + 1] ?? 0)])
  return line
}

function ringOf(flat: ArrayLike<number>): Position[] {
  const ring = lineOf(flat)
  const [first, last] = [ring[0], ring.at(-1)]
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push([...first])
  return ring
}

export function shapeOf(polygons: Rings): MultiPolygon {
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(ringOf)) }
}

/** The box around polygons, degrees. */
export function boxOfPolygons(polygons: Rings): Box | null {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [shell] of polygons) {
    if (!shell) continue
    for (let at = 0; at + 1 < shell.length; at += 2) {
      const [x, y] = [shell[at] ?? 0, shell[at + 1] ?? 0]
      w = Math.min(w, x)
      e = Math.max(e, x)
      s = Math.min(s, y)
      n = Math.max(n, y)
    }
  }
  return w <= e ? [toDegrees(w), toDegrees(s), toDegrees(e), toDegrees(n)] : null
}

/** A number for every key, so that the map can change one feature without reading all. */
export class Numbers {
  private readonly of = new Map<string, number>()

  get(key: string): number {
    const known = this.of.get(key)
    if (known !== undefined) return known
    this.of.set(key, this.of.size + 1)
    return this.of.size
  }
}

export function gridFeature(grid: PlanGrid, id: number, leaf: boolean): Feature<MultiPolygon> {
  const { key, level, kind, hue, locked, changed, mine, provisional = false } = grid
  return {
    type: 'Feature',
    id,
    properties: { key, level, kind, hue, leaf, locked, changed, mine, provisional },
    geometry: shapeOf(grid.polygons),
  }
}

export function labelFeature(grid: PlanGrid, id: number, leaf: boolean, note: string): Feature<Point> {
  const { key, level, name, code, kind } = grid
  return {
    type: 'Feature',
    id,
    properties: { key, level, leaf, kind, name: name || code || '·', note },
    geometry: { type: 'Point', coordinates: [toDegrees(grid.label[0]), toDegrees(grid.label[1])] },
  }
}

export function lineFeature(
  flat: ArrayLike<number>,
  properties: Record<string, unknown> = {},
): Feature<LineString> {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: lineOf(flat) } }
}

export function pointFeature(
  [x, y]: readonly [number, number],
  properties: Record<string, unknown>,
): Feature<Point> {
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [toDegrees(x), toDegrees(y)] },
  }
}

export function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}
