import { Refused } from './outcome'
import { Places } from './places'
import type { Proposal } from './proposal'
import type { Scene } from './scene'
import { type Point, samePoint } from './shape'
import { type Instead, Star } from './star'

/** Puts a vertex of borders elsewhere, for all grids that have it; all edges that end there follow. */
export function moveVertex(scene: Scene, at: Point, to: Point): Proposal {
  if (samePoint(at, to)) throw new Refused('nothing_changes')
  const places = new Places()
  const star = new Star(scene, places, [at, to])
  const [from, there] = [places.of(at), places.of(to)]
  const edges = star.at(from)
  if (star.hasVertex(there)) throw new Refused('vertex_taken', { at: [...to] })
  const instead: Instead = new Map()
  for (const edge of edges) {
    const [start, end] = [places.start(edge), places.end(edge)]
    instead.set(edge, [places.edge(start === from ? there : start, end === from ? there : end)])
  }
  return star.replaced(instead)
}
