import { assemble } from './assemble'
import { Chain } from './chain'
import { Refused } from './outcome'
import type { Proposal } from './proposal'
import type { Scene } from './scene'
import { drawable, gridOf } from './subjects'

/** Makes one grid of several of one parent; `into` stays, the others end, and their children go to it. */
export function merge(scene: Scene, given: readonly string[], into: string): Proposal {
  const kept = drawable(scene, into)
  const keys = [...new Set([into, ...given])]
  if (keys.length < 2) throw new Refused('nothing_changes')
  const grids = keys.map((key) => drawable(scene, key))
  const parents = [...new Set(grids.map(({ parent }) => String(parent)))].sort()
  if (parents.length > 1) throw new Refused('different_parents', { grids: keys, parents })
  const withChildren = keys.filter((key) => !scene.isLeaf(key))
  if (withChildren.length && withChildren.length < keys.length)
    throw new Refused('has_children', { grid: withChildren[0] })
  const total = new Chain()
  for (const grid of grids) total.add(grid.polygons)
  const edges = total.edges()
  const ground = edges && assemble(edges)
  if (!ground) throw new Refused('too_fine', { grid: into })
  if (ground.length > kept.polygons.length && !kept.parts)
    throw new Refused('not_neighbours', { grids: keys })
  const put: Proposal = new Map(keys.slice(1).map((key) => [key, null]))
  if (!withChildren.length) put.set(into, { ...kept, polygons: ground })
  for (const key of keys.slice(1))
    for (const child of scene.children(key)) put.set(child, { ...gridOf(scene, child), parent: into })
  return put
}
