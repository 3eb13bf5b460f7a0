import { Refused } from './outcome'
import { type EdgeSet, Places } from './places'
import { type Proposal, redrawn } from './proposal'
import type { Scene } from './scene'
import type { Point } from './shape'
import { isVoid, leafOf } from './subjects'
import { under } from './under'

/** Gives what lies under a piece to one grid; from one grid only where that is named. */
export function transfer(
  scene: Scene,
  key: string,
  piece: readonly (readonly Point[])[],
  from?: string,
): Proposal {
  const places = new Places()
  const to = leafOf(scene, key)
  const giver = from === undefined ? null : leafOf(scene, from).key
  const { meeting, within } = under(scene, piece, places, [to])
  within.delete(key)
  if (giver !== null) for (const each of [...within.keys()]) if (each !== giver) within.delete(each)
  if (!within.size) throw new Refused('nothing_changes')
  const givers = [...within.keys()].sort()
  const voids = givers.filter((each) => isVoid(meeting.leaves.get(each) ?? to))
  if (voids.length) throw new Refused('void_locked', { grids: voids })
  const whole = givers.filter((each) => within.get(each)?.every(({ inside }) => inside))
  if (whole.length) throw new Refused('takes_whole_grid', { grids: whole })
  const moved: EdgeSet[] = []
  const after = new Map<string, EdgeSet>()
  for (const [each, pieces] of within) {
    for (const { face, inside } of pieces) if (inside) moved.push(face.chain)
    after.set(each, places.addedUp(pieces.filter(({ inside }) => !inside).map(({ face }) => face.chain)))
  }
  after.set(key, places.addedUp([meeting.chains.get(key) ?? [], ...moved]))
  return redrawn(meeting, after)
}
