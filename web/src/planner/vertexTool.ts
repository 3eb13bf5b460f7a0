import type { Map as LibreMap, LngLat, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import { type Ref, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { type Operation, type Place, previewStep } from '@/api/plans'
import type { Outcome, SnapIndex } from '@/core/edits'
import { toUnits } from '@/core/lattice'
import type { Side } from './draft'
import { arcsOf, Dragging } from './dragging'
import { usePlan } from './plan'
import { lonLatOf, useRefused } from './refused'
import { reachOf, type targetAt } from './snapping'

const REACH_PX = 12
const SNAP_PX = 10
/** How long the pointer rests before the server is asked to count. */
const COUNT_AFTER_MS = 250

export const placeOn = ({ lng, lat }: LngLat): Place => [toUnits(lng), toUnits(lat)]

/** What only the server can work out, and a vertex that has not been moved yet, are no faults. */
const QUIET: readonly string[] = ['ask_server', 'nothing_changes']

/** Why an outcome is refused, if it is. */
function problemOf(outcome: Outcome): ApiError | null {
  if (outcome.ok || QUIET.includes(outcome.refusal)) return null
  return new ApiError(422, outcome.refusal, '', '', '', outcome.params)
}

/** Dragging vertices of shared borders, by pointer or by keyboard; measures of both sides follow. */
export function useVertexTool(map: Ref<LibreMap | undefined>, lines: Ref<SnapIndex | null>) {
  const plan = usePlan()
  const refused = useRefused()
  const dragging = shallowRef<Dragging | null>(null)
  /** The vertex that Delete removes. */
  const chosen = shallowRef<Place | null>(null)
  const sides = shallowRef<readonly Side[]>([])
  const refusal = shallowRef<ApiError | null>(null)
  const pointer = ref<{ x: number; y: number } | null>(null)
  const snapped = shallowRef<ReturnType<typeof targetAt>>(null)
  let frame = 0
  /** Where the pointer is by now, not yet reckoned with. */
  let latest: Place | null = null
  let timer = 0
  let asking: AbortController | null = null

  function within(pixels: number): number {
    const target = map.value
    return target ? reachOf(pixels, target.getCenter().lat, target.getZoom()) : 0
  }

  /** Takes the vertex or edge at a place; whether there is one. */
  function grab(place: Place, at: { x: number; y: number }): boolean {
    const near = plan.scene.nearest(place, within(REACH_PX))
    refusal.value = null
    refused.forget()
    pointer.value = at
    if (!near) return false
    chosen.value = near.kind === 'vertex' ? near.at : null
    const locked = arcsOf(near).find((arc) => arc.locked)
    if (locked) {
      const grids = plan.scene.gridsOn(locked).filter((key) => plan.grids.get(key)?.locked)
      refusal.value = new ApiError(
        422,
        locked.level === 0 ? 'outline_locked' : 'statutory_locked',
        '',
        '',
        '',
        { grids },
      )
      return true
    }
    dragging.value = new Dragging(plan.scene, near)
    return true
  }

  function reckon(now: Dragging, to: Place): void {
    const line = lines.value?.nearest(to, within(SNAP_PX)) ?? null
    snapped.value = line
      ? { at: line.at, kind: line.line.layer === 'water' ? 'water' : 'street', name: line.line.name ?? '' }
      : null
    const outcome = now.move(snapped.value?.at ?? to)
    refusal.value = problemOf(outcome)
    if (outcome.ok) {
      sides.value = outcome.change
        .filter(({ key }) => plan.scene.isLeaf(key))
        .map((one) => {
          const before = plan.grids.get(one.key) ?? null
          const known = sides.value.find(({ key }) => key === one.key)?.after
          const polygons = one.polygons.map((rings) => rings.map((ring) => [...ring]))
          const { name = '', code = '', hue = 0, kind = 'comprehensive' as const } = before ?? {}
          const { households = null, people = null } = known ?? {}
          const after = { area_m2: one.area_m2, households, people, polygons, name, code, hue, kind }
          return { key: one.key, before, after, counted: false }
        })
    }
    count(now)
  }

  /** Households of both sides, counted by the server once the pointer rests. */
  function count(now: Dragging): void {
    window.clearTimeout(timer)
    asking?.abort()
    if (refusal.value || plan.id === null || !plan.online) return
    const { id } = plan
    timer = window.setTimeout(async () => {
      const mine = new AbortController()
      asking = mine
      const answer = await previewStep(id, now.operation, { signal: mine.signal }).catch(() => null)
      if (!answer || mine.signal.aborted || dragging.value !== now) return
      const found = new Map(answer.changed.map((grid) => [grid.key, grid]))
      sides.value = sides.value.map((side) => {
        const counted = found.get(side.key)
        if (!counted || !side.after) return side
        const { households, people } = counted
        return { ...side, after: { ...side.after, households, people }, counted: true }
      })
    }, COUNT_AFTER_MS)
  }

  /** At most once a frame. */
  function follow(place: Place, at: { x: number; y: number }): void {
    const now = dragging.value
    if (!now) return
    pointer.value = at
    latest = place
    if (frame) return
    frame = requestAnimationFrame(() => {
      frame = 0
      if (dragging.value === now && latest) reckon(now, latest)
      latest = null
    })
  }

  function end(): void {
    window.clearTimeout(timer)
    asking?.abort()
    dragging.value = null
    latest = null
    snapped.value = null
    sides.value = []
  }

  /** Lets go: the border stays where it was drawn to, unless that is refused. */
  async function drop(place?: Place): Promise<void> {
    const now = dragging.value
    if (!now) return
    const last = place ?? latest
    if (last) reckon(now, last)
    const { outcome, isMoved, operation, to } = now
    end()
    const problem = isMoved && outcome ? problemOf(outcome) : null
    if (problem) refuse(problem, to, operation)
    if (!isMoved || !outcome || problem) return
    chosen.value = to
    pointer.value = null
    const error = await plan.run(operation)
    if (error) refuse(error, to, operation)
  }

  /** What was refused stays on the map, until the next attempt. */
  function refuse(error: ApiError, at: Place, operation?: Operation): void {
    refusal.value = null
    refused.show(error, lonLatOf(at), operation)
  }

  /** Removes the vertex that was touched last. */
  async function remove(): Promise<void> {
    const at = chosen.value
    if (!at || dragging.value) return
    refused.forget()
    const error = await plan.run({ verb: 'remove_vertex', arguments: { at } })
    if (error) refuse(error, at)
    else chosen.value = null
  }

  function down(event: MapMouseEvent | MapTouchEvent): void {
    if ('points' in event && event.points.length > 1) return
    if (grab(placeOn(event.lngLat), event.point)) event.preventDefault()
  }

  function forget(): void {
    end()
    chosen.value = null
    refusal.value = null
    pointer.value = null
  }

  return {
    dragging,
    chosen,
    sides,
    refusal,
    pointer,
    snapped,
    within,
    grab,
    follow,
    drop,
    remove,
    down,
    forget,
  }
}
