/**
 * Ground as whole lattice units (1e-7 degree, `core/lattice`): points, boxes, and polygons as flat rings.
 *
 * Coordinates stay below 1.8e9, so that a difference of two is exact in a float64 and a product is not.
 */

/** x, y in lattice units. */
export type Point = readonly [number, number]
/** West, south, east, north in lattice units. */
export type Box = readonly [number, number, number, number]
/** Flat x, y, x, y…; closed: the last point is the first. */
export type Ring = readonly number[]
/** Parts, each its shell and then its holes. */
export type Polygons = readonly (readonly Ring[])[]

/** A box that holds nothing; anything grows it. */
export const NOWHERE: Box = [Infinity, Infinity, -Infinity, -Infinity]

export function samePoint(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

/** The point at a position of a flat line. */
export function pointAt(line: ArrayLike<number>, index: number): Point {
  return [line[2 * index] as number, line[2 * index + 1] as number]
}

/** The box around flat coordinates, and around a box already known. */
export function boxAround(line: ArrayLike<number>, known: Box = NOWHERE): Box {
  let [west, south, east, north] = known
  for (let i = 0; i < line.length; i += 2) {
    const x = line[i] as number
    const y = line[i + 1] as number
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}

/** The box around polygons; holes lie in their shells. */
export function boxOfPolygons(polygons: Polygons): Box {
  return polygons.reduce<Box>((box, rings) => boxAround(rings[0] ?? [], box), NOWHERE)
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

/** A ring with its first point again at its end, whether or not it had it. */
export function closed(ring: ArrayLike<number>): number[] {
  const flat = Array.from(ring)
  const last = flat.length - 2
  if (last > 0 && (flat[0] !== flat[last] || flat[1] !== flat[last + 1]))
    flat.push(flat[0] as number, flat[1] as number)
  return flat
}

/** All rings of all parts. */
export function ringsOf(polygons: Polygons): Ring[] {
  return polygons.flat()
}

/** Whether two polygons are the same numbers in the same order. */
export function samePolygons(a: Polygons, b: Polygons): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every(
        (rings, part) =>
          rings.length === b[part]?.length &&
          rings.every((ring, at) => {
            const other = b[part]?.[at] ?? []
            return ring.length === other.length && ring.every((value, i) => value === other[i])
          }),
      ))
  )
}
