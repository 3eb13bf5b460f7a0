import type { SceneGrid } from './grid'
import { Refused } from './outcome'
import type { Place, Places } from './places'
import type { Scene } from './scene'
import { type Box, boxAround, NOWHERE } from './shape'

/** Boxes are asked for this much wider, since what lies within one unit is on a border. */
const MARGIN = 2

export function isVoid(grid: SceneGrid): boolean {
  return grid.kind === 'void'
}

/** A grid of the scene. */
export function gridOf(scene: Scene, key: string): SceneGrid {
  const grid = scene.grid(key)
  if (!grid) throw new Refused('grid_not_in_plan', { grid: key })
  return grid
}

/** A grid that is neither a void nor the outline. */
export function drawable(scene: Scene, key: string): SceneGrid {
  const grid = gridOf(scene, key)
  if (isVoid(grid)) throw new Refused('void_locked', { grids: [key] })
  if (grid.level === 0) throw new Refused('outline_locked', { grid: key })
  return grid
}

/** A grid without children, whose border an edit can move. */
export function leafOf(scene: Scene, key: string): SceneGrid {
  const grid = drawable(scene, key)
  if (!scene.isLeaf(key)) throw new Refused('has_children', { grid: key })
  return grid
}

/** Leaves and voids whose box meets a box, by key. */
export function leavesIn(scene: Scene, [west, south, east, north]: Box): SceneGrid[] {
  const wider: Box = [west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN]
  return scene.near(wider).filter(({ key }) => scene.isLeaf(key))
}

/** The box around places, and around a box already known. */
export function boxOfPlaces(places: Places, line: Iterable<Place>, known: Box = NOWHERE): Box {
  let box = known
  for (const place of line) box = boxAround(places.point(place), box)
  return box
}
