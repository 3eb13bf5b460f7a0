import { type Face, faces, withoutDeadEnds } from './cutting'
import type { SceneGrid } from './grid'
import { drawnLine } from './line'
import { type Meeting, meet } from './meeting'
import { Refused } from './outcome'
import { type Edge, type EdgeSet, type Place, Places } from './places'
import { FROM_CHILDREN, type Proposal, redrawn } from './proposal'
import { type Run, runs } from './runs'
import type { Scene } from './scene'
import type { Point } from './shape'
import { boxOfPlaces, gridOf, isVoid, leafOf, leavesIn } from './subjects'

/**
 * Makes two grids of one.
 *
 * @param lines One line, or several that together lead from border to border.
 * @param keep The part that stays the grid: the larger, or the one in which a place lies.
 */
export function split(
  scene: Scene,
  key: string,
  lines: readonly (readonly Point[])[],
  several: boolean,
  keep: 'larger' | Point = 'larger',
): Proposal {
  const grid = leafOf(scene, key)
  const places = new Places()
  const drawn = lines.map((line) => drawnLine(line, places))
  const near = leavesIn(scene, boxOfPlaces(places, drawn.flat()))
  if (!near.some((each) => each.key === key)) throw new Refused('cuts_nothing', { grid: key })
  const meeting = meet(near, drawn, places)
  const stretches = meeting.lines.flatMap((line) => runs(meeting, line))
  const chain = meeting.chains.get(key) ?? new Set<Edge>()
  const cuts = cutsOf(
    stretches.filter(({ leaf }) => leaf === key),
    meeting,
    several,
  )
  if (!cuts.size) {
    const isAlong = ({ along, edges }: Run) => along && edges.some((edge) => isEither(edge, chain, places))
    throw new Refused(stretches.some(isAlong) ? 'line_along_border' : 'cuts_nothing', { grid: key })
  }
  const pieces = faces(key, chain, cuts, places)
  const parts = pieces.length - grid.polygons.length + 1
  if (parts < 2) throw new Refused('cuts_nothing', { grid: key })
  if (parts > 2) throw new Refused('cuts_into_many', { grid: key, parts })
  const apart = pieces.filter((face) => [...cuts].some((edge) => isEither(edge, face.chain, places)))
  const kept = keptOf(apart, keep, places)
  const gone = apart.find((face) => face !== kept) as Face
  const made = newGrid(grid, scene)
  const after = new Map<string, EdgeSet>([
    [key, places.addedUp(pieces.filter((face) => face !== gone).map((face) => face.chain))],
    [made.key, gone.chain],
  ])
  return redrawn(meeting, after, [made])
}

/** Gives some children of a grid a grid of their own. */
export function splitByChildren(scene: Scene, grid: SceneGrid, children: readonly string[]): Proposal {
  const { key } = grid
  const keys = [...new Set(children)]
  const chosen = keys.map((child) => gridOf(scene, child))
  const strangers = chosen.filter(({ parent }) => parent !== key).map((child) => child.key)
  if (strangers.length) throw new Refused('not_its_children', { grid: key, grids: strangers })
  const staying = scene.children(key).filter((child) => !keys.includes(child))
  if (staying.every((child) => isVoid(gridOf(scene, child))))
    throw new Refused('parent_would_empty', { grid: key })
  if (chosen.every(isVoid)) throw new Refused('void_locked', { grids: keys })
  const made = newGrid(grid, scene)
  return new Map([
    [made.key, made],
    ...chosen.map((child): [string, SceneGrid] => [child.key, { ...child, parent: made.key }]),
  ])
}

function newGrid(grid: SceneGrid, scene: Scene): SceneGrid {
  return {
    ...grid,
    key: `~${scene.rules.step}`,
    polygons: FROM_CHILDREN,
    code: '',
    name: '',
    parts: false,
    leaf: undefined,
  }
}

/** What of the stretches through a grid divides it. */
function cutsOf(own: readonly Run[], { vertices, places }: Meeting, mayEnd: boolean): Set<Edge> {
  const edges = own.flatMap((run) => run.edges)
  const cuts = withoutDeadEnds(edges, vertices, places)
  if (cuts.size < edges.length && (!mayEnd || !cuts.size)) {
    const ends = own.flatMap(({ points }) => [points[0], points.at(-1)] as [Place, Place])
    const inside = ends.find((place) => !vertices.has(place)) ?? (ends[0] as Place)
    throw new Refused('line_ends_inside', { at: places.point(inside) })
  }
  return cuts
}

function isEither(edge: Edge, chain: EdgeSet, places: Places): boolean {
  return chain.has(edge) || chain.has(places.turned(edge))
}

/** The face that stays the grid: the larger one, at a draw the one with the smaller edge. */
function keptOf(apart: readonly Face[], keep: 'larger' | Point, places: Places): Face {
  if (keep !== 'larger') {
    const place = places.of(keep)
    const holding = apart.find((face) => places.holdsPoint(face.chain, place))
    if (!holding) throw new Refused('argument_wrong', { argument: 'keep' })
    return holding
  }
  return apart.reduce((a, b) => (places.twiceArea(b.chain) > places.twiceArea(a.chain) ? b : a))
}
