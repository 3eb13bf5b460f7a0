import { Refused } from './outcome'
import { type Place, Places } from './places'
import type { Proposal } from './proposal'
import type { Scene } from './scene'
import type { Point } from './shape'
import { Star } from './star'

/** Takes a vertex out of borders, for all grids that have it: the two edges that meet there become one. */
export function removeVertex(scene: Scene, at: Point): Proposal {
  const places = new Places()
  const star = new Star(scene, places, [at])
  const place = places.of(at)
  const edges = star.at(place)
  const ends = new Set(
    edges.map((edge) => (places.start(edge) === place ? places.end(edge) : places.start(edge))),
  )
  if (ends.size !== 2) throw new Refused('vertex_is_junction', { at: [...at] })
  const [one, other] = [...ends].sort((a, b) => places.compare(a, b)) as [Place, Place]
  return star.replaced(
    new Map([
      [places.edge(one, place), [places.edge(one, other)]],
      [places.edge(place, other), []],
      [places.edge(other, place), [places.edge(other, one)]],
      [places.edge(place, one), []],
    ]),
  )
}
