import { assemble } from './assemble'
import type { SceneGrid } from './grid'
import type { Meeting } from './meeting'
import { Refused } from './outcome'
import { type EdgeSet, type Places, sameChain } from './places'
import type { Polygons } from './shape'
import { tidied } from './tidying'

/**
 * Grids as a verb wants them: key → the grid to be, null for one that ends.
 *
 * Leaves have their ground; that of a grid with children follows from them.
 */
export type Proposal = Map<string, SceneGrid | null>

/** Stands in for the ground of a grid that is to follow from its children. */
export const FROM_CHILDREN: Polygons = []

/** The canonical polygon of a chain; null where it bounds none. */
export function polygonOf(chain: EdgeSet, places: Places): Polygons | null {
  const flat: number[] = []
  for (const edge of chain) flat.push(...places.point(places.start(edge)), ...places.point(places.end(edge)))
  return flat.length ? assemble(flat) : null
}

/**
 * Leaves with other borders, those that only got or lost a vertex included.
 *
 * @param after Key → boundary chain to be, of leaves whose ground changes and of new ones; empty: it ends.
 * @param made What the new ones are like; their ground is put in.
 */
export function redrawn(
  meeting: Meeting,
  after: ReadonlyMap<string, EdgeSet>,
  made: readonly SceneGrid[] = [],
): Proposal {
  const { before, chains, leaves, places } = meeting
  const grids = new Map([...leaves, ...made.map((grid) => [grid.key, grid] as const)])
  const put: Proposal = new Map()
  for (const [key, chain] of tidied(new Map([...chains, ...after]), meeting)) {
    const known = before.get(key)
    if (known && sameChain(known, chain)) continue
    const grid = grids.get(key) as SceneGrid
    const polygons = chain.size ? polygonOf(chain, places) : null
    if (chain.size && !polygons) throw new Refused('too_fine', { grid: key })
    put.set(key, polygons && { ...grid, polygons })
  }
  return put
}
