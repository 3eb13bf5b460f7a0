import type { Face } from './cutting'
import type { SceneGrid } from './grid'
import { drawnLine } from './line'
import { type Meeting, meet } from './meeting'
import { Refused } from './outcome'
import { type Edge, type EdgeSet, type Place, Places } from './places'
import { type Proposal, redrawn } from './proposal'
import { lots } from './region'
import { cutsByLeaf } from './runs'
import type { Scene } from './scene'
import { boxOfPolygons, type Point } from './shape'
import { boxOfPlaces, isVoid, leafOf, leavesIn } from './subjects'

/**
 * Lets the border of a grid follow a line from one place on it to another.
 *
 * The line replaces that stretch of the border between its ends which leaves the grid the larger. What then lies
 * within is taken from whoever has it; what then lies outside goes to the neighbour beyond the stretch.
 *
 * @param other The neighbour that gets what the grid loses, and the only one that loses anything.
 */
export function reshape(scene: Scene, key: string, drawn: readonly Point[], other?: string): Proposal {
  const places = new Places()
  const grid = leafOf(scene, key)
  const heir = other === undefined ? undefined : leafOf(scene, other).key
  const line = drawnLine(drawn, places)
  const near = leavesIn(scene, boxOfPlaces(places, line, boxOfPolygons(grid.polygons)))
  const meeting = meet(near, [line], places)
  const stretch = stretchOf(meeting, key, meeting.lines[0] ?? [])
  const cuts = cutsByLeaf(meeting, [stretch.line])
  if (cuts.has(null)) throw new Refused('outline_locked', { grid: null })
  const within = lots(meeting, stretch.region, cuts)
  const after = new Map<string, EdgeSet>()
  const gains = new Map<string, Face[]>([[key, []]])
  const gain = (to: string, faces: readonly Face[]) => gains.set(to, [...(gains.get(to) ?? []), ...faces])
  for (const [leaf, pieces] of within) {
    const outside = pieces.filter(({ inside }) => !inside).map(({ face }) => face)
    gain(
      key,
      pieces.filter(({ inside }) => inside).map(({ face }) => face),
    )
    if (leaf === key) {
      for (const face of outside) gain(heir ?? heirOf(meeting, face, stretch.line), [face])
      continue
    }
    checkMayTake(meeting, leaf, heir)
    if (!outside.length) throw new Refused('takes_whole_grid', { grids: [leaf] })
    after.set(leaf, places.addedUp(outside.map(({ chain }) => chain)))
  }
  if (!within.has(key)) throw new Refused('border_crossed', { grids: [key] })
  for (const [to, faces] of gains) {
    const own = to === key ? new Set<Edge>() : after.get(to)?.size ? after.get(to) : meeting.chains.get(to)
    if (!own) throw new Refused('not_neighbours', { grids: [key, to] })
    after.set(to, places.addedUp([own, ...faces.map(({ chain }) => chain)]))
  }
  return redrawn(meeting, after)
}

/** The line from border to border, and the region that the grid becomes. */
interface Stretch {
  line: readonly Place[]
  region: EdgeSet
}

/** Cuts a line off where it first and last meets a grid's border, and finds what it replaces. */
function stretchOf({ places, rings, chains }: Meeting, key: string, line: readonly Place[]): Stretch {
  const own = rings.get(key) ?? []
  const chain = chains.get(key) ?? new Set<Edge>()
  const corners = new Set(own.flat())
  const on = [...line.keys()].filter((at) => corners.has(line[at] as Place))
  if (on.length < 2) {
    const ends = [line[0], line.at(-1)] as [Place, Place]
    const inside = ends.find((end) => places.holdsPoint(chain, end))
    if (inside !== undefined) throw new Refused('line_ends_inside', { at: places.point(inside) })
    throw new Refused('line_not_on_border', { grid: key })
  }
  const path = line.slice(on[0], (on.at(-1) as number) + 1)
  const [start, end] = [path[0], path.at(-1)] as [Place, Place]
  const ring = own.find((each) => each.includes(start)) ?? []
  if (start === end || !ring.includes(end)) throw new Refused('line_not_on_border', { grid: key })
  const [first, last] = [ring.indexOf(start), ring.indexOf(end)]
  const turnedTo = [...ring.slice(first), ...ring.slice(0, first)]
  const until = (last - first + ring.length) % ring.length
  // From the line's start to its end, and on to its start.
  const [there, back] = [turnedTo.slice(0, until), turnedTo.slice(until)]
  const size = (each: readonly Place[]) => places.twiceArea(places.edgesRound(each))
  const sign = size(ring) > 0n ? 1n : -1n
  const one = [...path.slice(0, -1), ...back]
  const other = [...there, ...path.slice(1).reverse()]
  const chosen = sign * size(other) > sign * size(one) ? other : one
  if (new Set(chosen).size !== chosen.length) throw new Refused('border_crossed', { grids: [key] })
  const region = new Set(chain)
  for (const edge of places.edgesRound(ring)) region.delete(edge)
  for (const edge of places.edgesRound(chosen)) region.add(edge)
  return { line: path, region }
}

/** The one grid beyond the old border of a face that a grid loses; of the same parent, if there is any. */
function heirOf({ places, owner, leaves }: Meeting, face: Face, line: readonly Place[]): string {
  const drawn = new Set(places.edgesAlong(line))
  const beyond = new Set<string>()
  for (const edge of face.chain) {
    const back = places.turned(edge)
    const key = owner.get(back)
    if (!drawn.has(edge) && !drawn.has(back) && key !== undefined && key !== face.leaf) beyond.add(key)
  }
  const grids = [...beyond].sort().map((key) => leaves.get(key) as SceneGrid)
  const ground = grids.filter((grid) => !isVoid(grid))
  // Where the stretch ends on the border of a parent, ground is not meant to leave that parent.
  const siblings = ground.filter(({ parent }) => parent === leaves.get(face.leaf)?.parent)
  const heirs = (siblings.length ? siblings : ground).map(({ key }) => key)
  if (heirs.length > 1) throw new Refused('which_neighbour', { grids: heirs })
  if (heirs[0] !== undefined) return heirs[0]
  if (grids.length) throw new Refused('void_locked', { grids: grids.map(({ key }) => key) })
  throw new Refused('outline_locked', { grid: null })
}

function checkMayTake({ leaves }: Meeting, key: string, other: string | undefined): void {
  const giver = leaves.get(key)
  if (giver && isVoid(giver)) throw new Refused('void_locked', { grids: [key] })
  if (other !== undefined && key !== other) throw new Refused('border_crossed', { grids: [key] })
}
