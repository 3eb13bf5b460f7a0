import { areaOf } from './area'
import { type Arguments, Reader } from './arguments'
import { carve } from './carve'
import { followed } from './followed'
import { insertVertex } from './insertVertex'
import { checkLocks } from './locks'
import { merge } from './merge'
import { moveVertex } from './moveVertex'
import { type EditedGrid, type Outcome, Refused } from './outcome'
import type { Proposal } from './proposal'
import { prove } from './proving'
import { removeVertex } from './removeVertex'
import { reshape } from './reshape'
import type { Scene } from './scene'
import { split, splitByChildren } from './split'
import { straighten } from './straighten'
import { drawable } from './subjects'
import { transfer } from './transfer'

const redraw = (scene: Scene, given: Reader) =>
  reshape(scene, given.key('grid'), given.line('line'), given.keyIf('other'))

/** Verb → what proposes it. What is not here only the server can tell. */
const VERBS: Readonly<Record<string, (scene: Scene, given: Reader) => Proposal>> = {
  carve: (scene, given) => carve(scene, given.lines('piece')),
  follow: redraw,
  insert_vertex: (scene, given) => insertVertex(scene, given.edge('edge'), given.point('to')),
  merge: (scene, given) => merge(scene, given.keys('grids'), given.key('into')),
  move_vertex: (scene, given) => moveVertex(scene, given.point('at'), given.point('to')),
  remove_vertex: (scene, given) => removeVertex(scene, given.point('at')),
  reshape: redraw,
  split: (scene, given) => {
    const grid = given.key('grid')
    if (given.has('children')) return splitByChildren(scene, drawable(scene, grid), given.keys('children'))
    const keep = given.keepIf('keep')
    if (given.has('lines')) return split(scene, grid, given.lines('lines'), true, keep)
    return split(scene, grid, [given.line('line')], false, keep)
  },
  straighten: (scene, given) =>
    straighten(scene, given.key('grid'), given.key('other'), given.point('from'), given.point('to')),
  transfer: (scene, given) => transfer(scene, given.key('to'), given.lines('piece'), given.keyIf('from')),
}

/** What an operation would change, proved, or why it is refused; the same as on the server. */
export function edited(scene: Scene, verb: string, given: Arguments): Outcome {
  const propose = VERBS[verb]
  if (!propose) return { ok: false, refusal: 'ask_server', params: { verb } }
  try {
    return outcomeOf(scene, propose(scene, new Reader(given)))
  } catch (caught) {
    if (caught instanceof Refused) return { ok: false, refusal: caught.code, params: caught.params }
    throw caught
  }
}

function outcomeOf(scene: Scene, proposal: Proposal): Outcome {
  const change = followed(scene, proposal)
  if (!change.before.size && !change.after.size) throw new Refused('nothing_changes')
  checkLocks(scene, change)
  prove(change, scene.rules.narrowestM)
  const put = [...change.after.values()].map(({ key, level, parent, polygons }): EditedGrid => {
    const grid: EditedGrid = { key, level, parent, polygons, area_m2: areaOf(polygons) }
    return scene.grid(key) ? grid : { ...grid, made: true }
  })
  put.sort((a, b) => (a.key < b.key ? -1 : 1))
  const ended = [...change.before.keys()].filter((key) => !change.after.has(key)).sort()
  return { ok: true, change: put, ended }
}
