import { assemble } from './assemble'
import { Chain } from './chain'
import type { SceneGrid } from './grid'
import { Refused } from './outcome'
import { FROM_CHILDREN, type Proposal } from './proposal'
import type { Scene } from './scene'
import { type Polygons, samePolygons } from './shape'

/** Grids as they are and as they are to be, by key; what is on both sides differs. */
export interface GridsChange {
  before: Map<string, SceneGrid>
  after: Map<string, SceneGrid>
}

/** What a proposal changes at all levels: a parent's border changes by what those of its children change, summed. */
export function followed(scene: Scene, proposal: Proposal): GridsChange {
  const before = new Map<string, SceneGrid>()
  const after = new Map<string, SceneGrid>()
  for (const [key, grid] of proposal) {
    const known = scene.grid(key)
    if (known) before.set(key, known)
    if (grid) after.set(key, grid)
  }
  const levels = [...before.values(), ...after.values()].map(({ level }) => level)
  for (let level = Math.max(0, ...levels); level > 0; level--)
    for (const [parent, delta] of deltas(before, after, level)) {
      const old = after.get(parent) ?? scene.grid(parent)
      if (!old) throw new Refused('outline_locked', { grid: parent })
      const ground = moved(old, delta)
      if (proposal.has(parent) && !after.has(parent)) {
        if (!ground) continue // it ends, and its children have gone to others
        throw new Refused('has_children', { grid: parent })
      }
      if (!ground) throw new Refused('parent_would_empty', { grid: parent })
      const known = scene.grid(parent)
      if (known) before.set(parent, known)
      after.set(parent, { ...old, polygons: ground })
    }
  for (const [key, grid] of [...before]) {
    const then = after.get(key)
    if (!then || !isSame(grid, then)) continue
    before.delete(key)
    after.delete(key)
  }
  return { before, after }
}

export function isSame(a: SceneGrid, b: SceneGrid): boolean {
  return a.parent === b.parent && a.level === b.level && samePolygons(a.polygons, b.polygons)
}

/** Parent → what the borders of its children change, summed; parents where that is nothing are left out. */
function deltas(
  before: ReadonlyMap<string, SceneGrid>,
  after: ReadonlyMap<string, SceneGrid>,
  level: number,
): Map<string, Chain> {
  const found = new Map<string, Chain>()
  const add = (
    side: ReadonlyMap<string, SceneGrid>,
    other: ReadonlyMap<string, SceneGrid>,
    weight: 1 | -1,
  ) => {
    for (const [key, grid] of side) {
      const same = other.get(key)
      if (grid.level !== level || (same && isSame(grid, same))) continue
      if (grid.parent === null) throw new Refused('outline_locked', { grid: key })
      const chain = found.get(grid.parent) ?? new Chain()
      found.set(grid.parent, chain.add(grid.polygons, weight))
    }
  }
  add(before, after, -1)
  add(after, before, 1)
  for (const [parent, chain] of found) if (chain.isZero) found.delete(parent)
  return found
}

/** The ground of a grid after its border changed; null where none is left. */
function moved({ key, polygons }: SceneGrid, delta: Chain): Polygons | null {
  const total = new Chain().addChain(delta)
  if (polygons !== FROM_CHILDREN) total.add(polygons)
  if (total.isZero) return null
  const edges = total.edges()
  const ground = edges && assemble(edges)
  if (!ground) throw new Refused('too_fine', { grid: key })
  return ground
}
