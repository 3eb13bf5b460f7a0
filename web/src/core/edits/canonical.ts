import { smallestVertex, windingOf } from './orientation'
import type { Polygons, Ring } from './shape'

/** A closed ring that starts at its smallest vertex and runs counter-clockwise (1) or clockwise (-1). */
function turned(ring: Ring, winding: 1 | -1): number[] {
  const count = ring.length / 2 - 1
  const first = smallestVertex(ring)
  const step = windingOf(ring) === winding ? 1 : count - 1
  const made = new Array<number>(ring.length)
  for (let i = 0, at = first; i <= count; i++, at = (at + step) % count) {
    made[2 * i] = ring[2 * at] as number
    made[2 * i + 1] = ring[2 * at + 1] as number
  }
  return made
}

/**
 * Rings in the order in which GEOS normalizes them: that of more points first, then the greater coordinates.
 *
 * GEOS compares a ring turned the other way round than it is kept here, from the same first vertex.
 */
function byRing(a: Ring, b: Ring): number {
  if (a.length !== b.length) return b.length - a.length
  const differ = (i: number) =>
    (b[i] as number) - (a[i] as number) || (b[i + 1] as number) - (a[i + 1] as number)
  for (let i = a.length - 2; i >= 0; i -= 2) {
    const order = differ(i)
    if (order) return order
  }
  return 0
}

/**
 * The one way of writing a polygon, so that equal ground is equal numbers: the same vertices in the same order
 * as the server's `canonical`.
 *
 * Rings start at their smallest vertex, shells run counter-clockwise and holes clockwise; holes and parts have
 * a fixed order. No vertex is added, moved or lost.
 */
export function canonical(polygons: Polygons): number[][][] {
  return polygons
    .map((rings) => {
      const [shell, ...holes] = rings.map((ring, at) => turned(ring, at ? -1 : 1))
      return shell ? [shell, ...holes.sort(byRing)] : []
    })
    .filter((rings) => rings.length)
    .sort((a, b) => byRing(a[0] as Ring, b[0] as Ring))
}
