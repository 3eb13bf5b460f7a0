import type { GridsChange } from './followed'
import { Refused } from './outcome'
import { type Edge, Places } from './places'
import { type Polygons, samePolygons } from './shape'
import { narrowGround } from './slivers'
import { isVoid } from './subjects'
import { type IsNew, isValid } from './validity'

/**
 * Proves that ground that was tiled is tiled after a change.
 *
 * Parents changed by what their children did; so it is enough that each polygon put is valid.
 */
export function prove({ before, after }: GridsChange, narrowestM: number): void {
  const moved = [...after]
    .filter(([key, { polygons }]) => !samePolygons(before.get(key)?.polygons ?? [], polygons))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [key, { polygons }] of moved)
    if (!isSound(polygons, before.get(key)?.polygons)) throw new Refused('too_fine', { grid: key })
  for (const [key, grid] of moved) {
    const allowed = Math.max(before.get(key)?.polygons.length ?? 1, 1)
    if (grid.polygons.length > allowed && !grid.parts && !isVoid(grid))
      throw new Refused('grid_apart', { grid: key, parts: grid.polygons.length })
  }
  if (narrowestM <= 0) return
  const above = new Set([...before.values(), ...after.values()].map(({ parent }) => parent))
  for (const [key, grid] of moved) {
    if (isVoid(grid) || above.has(key)) continue
    const narrow = narrowGround(grid.polygons, narrowestM, unknownTo(before.get(key)?.polygons))
    if (!narrow) continue
    // Where ground was narrow already, that is not held against the edit.
    const old = [...before.values()].filter((each) => !above.has(each.key))
    if (old.some(({ polygons }) => narrowGround(polygons, narrowestM, () => true))) continue
    throw new Refused('sliver', { grid: key, width_m: narrow.widthM, at: narrow.at })
  }
}

/** Whether a polygon is valid; only edges that it did not have before are looked at. */
function isSound(polygons: Polygons, before: Polygons | undefined): boolean {
  return before ? isValid(polygons, unknownTo(before)) : isValid(polygons)
}

/** Tells an edge that a polygon does not have. */
function unknownTo(before: Polygons | undefined): IsNew {
  if (!before) return () => true
  const places = new Places()
  const known: ReadonlySet<Edge> = places.chainOf(places.ringsOf(before))
  return (ax, ay, bx, by) => !known.has(places.edge(places.put(ax, ay), places.put(bx, by)))
}
