import type { SceneGrid } from './grid'
import { Refused } from './outcome'
import { type EdgeSet, Places } from './places'
import { FROM_CHILDREN, type Proposal, redrawn } from './proposal'
import type { Scene } from './scene'
import type { Point } from './shape'
import { isVoid } from './subjects'
import { under } from './under'

/** Makes a new grid of what lies under a piece, inside one parent; what it is called makes no difference here. */
export function carve(scene: Scene, piece: readonly (readonly Point[])[]): Proposal {
  const places = new Places()
  const { meeting, within } = under(scene, piece, places)
  if (!within.size) throw new Refused('cuts_nothing', { grid: null })
  const covered = [...within.keys()].map((key) => meeting.leaves.get(key) as SceneGrid)
  const voids = covered.filter(isVoid).map(({ key }) => key)
  if (voids.length) throw new Refused('void_locked', { grids: voids.sort() })
  const parents = [...new Set(covered.map(({ parent }) => String(parent)))].sort()
  if (parents.length > 1) throw new Refused('carve_across_parents', { parents })
  const whole = [...within].filter(([, pieces]) => pieces.every(({ inside }) => inside)).map(([key]) => key)
  if (whole.length) throw new Refused('carve_whole_grid', { grids: whole.sort() })
  const { level, parent } = covered[0] as SceneGrid
  const made: SceneGrid = {
    key: `~${scene.rules.step}`,
    level,
    parent,
    polygons: FROM_CHILDREN,
    kind: 'special',
  }
  const taken: EdgeSet[] = []
  const after = new Map<string, EdgeSet>()
  for (const [key, pieces] of within) {
    for (const { face, inside } of pieces) if (inside) taken.push(face.chain)
    after.set(key, places.addedUp(pieces.filter(({ inside }) => !inside).map(({ face }) => face.chain)))
  }
  after.set(made.key, places.addedUp(taken))
  return redrawn(meeting, after, [made])
}
