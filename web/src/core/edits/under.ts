import type { SceneGrid } from './grid'
import { drawnPiece } from './line'
import { type Meeting, meet } from './meeting'
import type { Place, Places } from './places'
import { type Lot, lots } from './region'
import { cutsByLeaf } from './runs'
import type { Scene } from './scene'
import type { Point } from './shape'
import { boxOfPlaces, leavesIn } from './subjects'

/**
 * The leaves as they met a drawn piece, and the pieces of those of which some lies under it.
 *
 * What of the piece lies on no leaf is left out.
 *
 * @param others Leaves that take part wherever they lie.
 */
export function under(
  scene: Scene,
  drawn: readonly (readonly Point[])[],
  places: Places,
  others: readonly SceneGrid[] = [],
): { meeting: Meeting; within: Map<string, Lot[]> } {
  const piece = drawnPiece(drawn, places)
  const near = new Map(
    [...leavesIn(scene, boxOfPlaces(places, piece[0] ?? [])), ...others].map((each) => [each.key, each]),
  )
  const leaves = [...near.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  const meeting = meet(
    leaves,
    piece.map((ring) => [...ring, ring[0] as Place]),
    places,
  )
  const region = places.addedUp(meeting.lines.map((ring) => places.edgesAlong(ring)))
  return { meeting, within: lots(meeting, region, cutsByLeaf(meeting, meeting.lines)) }
}
