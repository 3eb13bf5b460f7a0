import { boxAround, type Point, type Polygons, type Ring } from './shape'

/** Rows that are looked along for the widest stretch of ground. */
const ROWS = 9

/** A place well within polygons, on the lattice: the middle of the widest of some stretches from west to east. */
export function insideOf(polygons: Polygons): Point {
  let found: { width: number; at: Point } = { width: -1, at: [0, 0] }
  for (const rings of polygons) {
    const [, south, , north] = boxAround(rings[0] ?? [])
    for (let row = 1; row <= ROWS; row += 1) {
      // Half a unit aside of whole numbers, no vertex lies on the row.
      const y = Math.floor(south + ((north - south) * row) / (ROWS + 1)) + 0.5
      const across = rings.flatMap((ring) => crossings(ring, y)).sort((a, b) => a - b)
      for (let n = 0; n + 1 < across.length; n += 2) {
        const [west, east] = [across[n] as number, across[n + 1] as number]
        if (east - west > found.width)
          found = { width: east - west, at: [Math.round((west + east) / 2), Math.floor(y)] }
      }
    }
  }
  return found.at
}

/** Where the edges of a closed ring cross a row, x in lattice units. */
function crossings(ring: Ring, y: number): number[] {
  const found: number[] = []
  for (let n = 0; n + 3 < ring.length; n += 2) {
    const [ax, ay, bx, by] = [ring[n], ring[n + 1], ring[n + 2], ring[n + 3]] as [
      number,
      number,
      number,
      number,
    ]
    if (ay < y !== by < y) found.push(ax + ((y - ay) / (by - ay)) * (bx - ax))
  }
  return found
}
