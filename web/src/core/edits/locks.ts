import type { GridsChange } from './followed'
import { Refused } from './outcome'
import { type Edge, Places } from './places'
import type { Scene } from './scene'
import type { Polygons } from './shape'
import { isVoid } from './subjects'

/** Sees that no locked border moves, neither the outline's nor a statutory one nor a void's; vertices may come. */
export function checkLocks(scene: Scene, { before, after }: GridsChange): void {
  const statutory: string[] = []
  const voids: string[] = []
  for (const [key, grid] of [...before].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (grid.level > 0 && !isVoid(grid) && !scene.isLocked(grid)) continue
    const then = after.get(key)
    if (then && stays(grid.polygons, then.polygons)) continue
    if (grid.level === 0) throw new Refused('outline_locked', { grid: key })
    if (isVoid(grid)) voids.push(key)
    else statutory.push(key)
  }
  if (voids.length) throw new Refused('void_locked', { grids: voids })
  if (statutory.length) throw new Refused('statutory_locked', { grids: statutory })
}

/** Whether a border stays where it is, further vertices on its edges aside. */
function stays(before: Polygons, after: Polygons): boolean {
  const places = new Places()
  const old = places.chainOf(places.ringsOf(before))
  const fresh = places.chainOf(places.ringsOf(after))
  const gone = [...old].filter((edge) => !fresh.has(edge))
  const left = new Set([...fresh].filter((edge) => !old.has(edge)))
  // Each edge that is gone became edges by way of points beside it, and nothing else came.
  for (const edge of gone) {
    const [start, end] = [places.start(edge), places.end(edge)]
    for (let at = start; at !== end; ) {
      const mayFollow = (next: Edge) =>
        places.start(next) === at &&
        (places.end(next) === end || places.liesBeside(places.end(next), start, end))
      const next = [...left].find(mayFollow)
      if (next === undefined) return false
      left.delete(next)
      at = places.end(next)
    }
  }
  return left.size === 0
}
