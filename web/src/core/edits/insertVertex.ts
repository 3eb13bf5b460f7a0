import { Refused } from './outcome'
import { Places } from './places'
import type { Proposal } from './proposal'
import type { Scene } from './scene'
import type { Point } from './shape'
import { Star } from './star'

/** Lets an edge of borders run by way of a point, on it or beside it, for all grids that have it. */
export function insertVertex(scene: Scene, edge: readonly [Point, Point], to: Point): Proposal {
  const places = new Places()
  const star = new Star(scene, places, [...edge, to])
  const [start, end, there] = [places.of(edge[0]), places.of(edge[1]), places.of(to)]
  if (!star.hasEdge(places.edge(start, end)))
    throw new Refused('edge_not_found', { edge: edge.map((each) => [...each]) })
  if (star.hasVertex(there)) throw new Refused('vertex_taken', { at: [...to] })
  return star.replaced(
    new Map([
      [places.edge(start, end), [places.edge(start, there), places.edge(there, end)]],
      [places.edge(end, start), [places.edge(end, there), places.edge(there, start)]],
    ]),
  )
}
