import { areaOf } from './area'
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
import type { Point } from './shape'
import { split, splitByChildren } from './split'
import { straighten } from './straighten'
import { transfer } from './transfer'

/** Arguments of an operation, as they go over the wire. */
export type Arguments = Readonly<Record<string, unknown>>

const redraw = (scene: Scene, given: Arguments) =>
  reshape(
    scene,
    required(given, 'grid'),
    required(given, 'line'),
    (given.other as string | null | undefined) ?? undefined,
  )

/** Verb → what proposes it. What is not here only the server can tell. */
const VERBS: Readonly<Record<string, (scene: Scene, given: Arguments) => Proposal>> = {
  carve: (scene, given) => carve(scene, required(given, 'piece'), String(given.name ?? '')),
  follow: redraw,
  insert_vertex: (scene, given) =>
    insertVertex(scene, required<readonly [Point, Point]>(given, 'edge'), required(given, 'to')),
  merge: (scene, given) => merge(scene, required(given, 'grids'), required(given, 'into')),
  move_vertex: (scene, given) => moveVertex(scene, required(given, 'at'), required(given, 'to')),
  remove_vertex: (scene, given) => removeVertex(scene, required(given, 'at')),
  reshape: redraw,
  split: (scene, given) => {
    const grid = required<string>(given, 'grid')
    if (given.children != null) return splitByChildren(scene, grid, given.children as string[])
    const keep = (given.keep ?? 'larger') as 'larger' | Point
    if (given.lines != null) return split(scene, grid, given.lines as Point[][], true, keep)
    return split(scene, grid, [required<Point[]>(given, 'line')], false, keep)
  },
  straighten: (scene, given) =>
    straighten(
      scene,
      required(given, 'grid'),
      required(given, 'other'),
      required(given, 'from'),
      required(given, 'to'),
    ),
  transfer: (scene, given) =>
    transfer(
      scene,
      required(given, 'to'),
      required(given, 'piece'),
      (given.from as string | null | undefined) ?? undefined,
    ),
}

function required<T>(given: Arguments, name: string): T {
  const value = given[name]
  if (value == null) throw new Refused('argument_missing', { argument: name })
  return value as T
}

/** What an operation would change, proved, or why it is refused; the same as on the server. */
export function edited(scene: Scene, verb: string, given: Arguments): Outcome {
  const propose = VERBS[verb]
  if (!propose) return { ok: false, refusal: 'ask_server', params: { verb } }
  try {
    return outcomeOf(scene, propose(scene, given))
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
