import { canonical } from '../../../src/core/edits/canonical'
import type { SceneGrid } from '../../../src/core/edits/grid'

/** Units between two corners of a grid, and edges along one side. */
const SIDE = 20_000
const EDGES = 10
const ORIGIN: readonly [number, number] = [1_202_500_000, 313_000_000]

/** The same scatter for the same place, in units. */
function scatter(x: number, y: number, salt: number): number {
  const mixed = Math.imul(Math.imul(x + 7, 0x9e3779b1) ^ Math.imul(y + 3, 0x85ebca6b) ^ salt, 0x2c1b3c6d)
  return ((mixed >>> 8) % 1201) - 600
}

/** A vertex of the fine grid of a town, moved a little off its place: all who share it agree. */
export function vertexAt(x: number, y: number): [number, number] {
  const step = SIDE / EDGES
  return [ORIGIN[0] + x * step + scatter(x, y, 1), ORIGIN[1] + y * step + scatter(x, y, 2)]
}

/** The ring round a block of whole grids, counter-clockwise. */
function ringRound(west: number, south: number, east: number, north: number): number[] {
  const corners: number[] = []
  const put = (x: number, y: number) => corners.push(...vertexAt(x, y))
  for (let x = west; x < east; x++) put(x, south)
  for (let y = south; y < north; y++) put(east, y)
  for (let x = east; x > west; x--) put(x, north)
  for (let y = north; y > south; y--) put(west, y)
  return [...corners, corners[0] as number, corners[1] as number]
}

/**
 * A made-up town of `columns` by `rows` grids of 40 vertices, communities of `block` by `block` of them.
 *
 * Grids are `x/y`, communities `cx/y`, the town is `t` and the outline `o`.
 */
export function town(columns: number, rows: number, block: number): SceneGrid[] {
  const made: SceneGrid[] = []
  const put = (
    key: string,
    level: number,
    parent: string | null,
    ...box: [number, number, number, number]
  ) => {
    const ring = ringRound(...(box.map((each) => each * EDGES) as [number, number, number, number]))
    made.push({ key, level, parent, polygons: canonical([[ring]]) })
  }
  put('o', 0, null, 0, 0, columns, rows)
  put('t', 1, 'o', 0, 0, columns, rows)
  for (let x = 0; x < columns; x += block)
    for (let y = 0; y < rows; y += block) {
      const [east, north] = [Math.min(x + block, columns), Math.min(y + block, rows)]
      put(`c${x}/${y}`, 2, 't', x, y, east, north)
      for (let i = x; i < east; i++)
        for (let j = y; j < north; j++) put(`${i}/${j}`, 3, `c${x}/${y}`, i, j, i + 1, j + 1)
    }
  return made
}
