import { shallowRef, triggerRef } from 'vue'
import type { Operation, PlanGrid } from '@/api/plans'
import { type EditedGrid, Scene } from '@/core/edits'
import { named, provisionalGrid } from './provisional'
import { reckon } from './reckoning'

/** What the map must draw anew: some grids, or everything. */
export interface Redraw {
  changed: readonly string[]
  ended: readonly string[]
  all: boolean
}

/** A step as this browser draws it by itself, and the key of what it makes, if anything. */
export interface OwnStep extends Operation {
  makes?: string
}

/** The core names what is made by the number of a step; no step has this one, so no grid has that name. */
const NO_STEP = { step: 0 }

/**
 * The grids in view: as the server has them, with the steps on top that it has not answered yet.
 *
 * What such a step changed is remembered, so that it can be taken off again before news from the server is
 * put beneath it.
 */
export function useDrawnGrids() {
  const grids = shallowRef(new Map<string, PlanGrid>())
  const redraw = shallowRef<Redraw>({ changed: [], ended: [], all: true })
  const scene = shallowRef(Scene.from([], NO_STEP))
  /** Of every grid that steps on top have changed, what it was beneath them; undefined where it was not. */
  let beneath = new Map<string, PlanGrid | undefined>()
  let touched = new Set<string>()

  function set(found: readonly PlanGrid[], gone: Iterable<string>): void {
    const ended = [...gone]
    for (const grid of found) grids.value.set(grid.key, grid)
    for (const key of ended) grids.value.delete(key)
    scene.value.apply(found, ended)
    for (const key of [...found.map((grid) => grid.key), ...ended]) touched.add(key)
  }

  function takeOff(): void {
    const before = [...beneath.values()].filter((grid) => grid !== undefined)
    const made = [...beneath].filter(([, grid]) => grid === undefined).map(([key]) => key)
    beneath = new Map()
    set(before, made)
  }

  function putOn(steps: readonly OwnStep[]): void {
    for (const step of steps) {
      const outcome = reckon(scene.value, step)
      if (!outcome.ok || (!step.makes && outcome.change.some((one) => one.made))) continue
      const { change, ended } = step.makes ? named(outcome, step.makes) : outcome
      const now = change.flatMap((one) => drawn(one, step, change) ?? [])
      for (const key of [...now.map((grid) => grid.key), ...ended])
        if (!beneath.has(key)) beneath.set(key, grids.value.get(key))
      set(now, ended)
    }
  }

  /** A grid as an edit leaves it. */
  function drawn(edited: EditedGrid, step: OwnStep, change: readonly EditedGrid[]): PlanGrid | null {
    const { key, level, parent, area_m2 } = edited
    const before = grids.value.get(key)
    if (!before) {
      const { grid } = step.arguments
      const beside = change.find((one) => one.level === level && grids.value.has(one.key))
      const origin = grids.value.get(String(grid)) ?? grids.value.get(beside?.key ?? '')
      const isParent = change.some((one) => one.parent === key)
      return origin ? provisionalGrid(edited, origin, step, !isParent) : null
    }
    const polygons = edited.polygons.map((rings) => rings.map((ring) => [...ring]))
    return { ...before, level, parent, polygons, area_m2, changed: true }
  }

  function tell(all: boolean): void {
    const keys = [...touched]
    touched = new Set()
    triggerRef(grids)
    redraw.value = {
      changed: keys.filter((key) => grids.value.has(key)),
      ended: keys.filter((key) => !grids.value.has(key)),
      all,
    }
  }

  /** What the server says of some grids, beneath the steps that it has not answered. */
  function take(
    found: readonly PlanGrid[],
    ended: readonly string[],
    waiting: readonly OwnStep[],
    all = false,
  ): void {
    takeOff()
    set(found, ended)
    putOn(waiting)
    tell(all)
  }

  /** One more step on top, as far as this browser can work it out. */
  function draw(step: OwnStep): void {
    putOn([step])
    tell(false)
  }

  function clear(): void {
    grids.value = new Map()
    scene.value = Scene.from([], NO_STEP)
    beneath = new Map()
    touched = new Set()
    tell(true)
  }

  return { grids, scene, redraw, take, draw, clear }
}
