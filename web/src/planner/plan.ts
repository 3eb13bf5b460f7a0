import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, unreachable } from '@/api/client'
import * as api from '@/api/plans'
import { toUnits } from '@/core/lattice'
import type { Box } from '@/core/place'
import { useDrawnGrids } from './drawnGrids'
import { boxOfPolygons } from './gridFeatures'
import { reckon } from './reckoning'
import { useSending } from './sending'

/** More than so many and everything in view is asked for instead. */
const MOST_KEYS = 200
/** How much more than the view is loaded on every side, as part of its size. */
const BEYOND_VIEW = 0.4

/** The plan that is open: its grids as they are drawn, and steps on their way to the server. */
export const usePlan = defineStore('planner.plan', () => {
  const phase = ref<'idle' | 'loading' | 'error' | 'full'>('idle')
  const error = shallowRef<ApiError | null>(null)
  const plan = shallowRef<api.PlanWhole | null>(null)
  const version = ref(0)
  const picked = ref<string[]>([])
  const loading = ref(false)
  /** Counts what the server has confirmed, so that lists beside the map ask anew. */
  const news = ref(0)
  /** Around the ground of the plan, degrees. */
  const box = shallowRef<Box | null>(null)
  let loaded: Box[] = []
  /** What the map shows, degrees. */
  let view: Box | null = null

  const drawn = useDrawnGrids()
  const { grids, scene } = drawn
  const id = computed(() => plan.value?.id ?? null)
  const sending = useSending({
    id: () => id.value,
    version: () => version.value,
    reckon: (operation) => reckon(scene.value, operation),
    draw: drawn.draw,
    take,
    catchUp,
    reload,
  })
  const { waiting } = sending

  const pickedGrid = computed(() => grids.value.get(picked.value.at(-1) ?? '') ?? null)
  const canUndo = computed(() => waiting.value.length > 0 || (plan.value?.undo ?? null) !== null)
  const canRedo = computed(() => waiting.value.length === 0 && (plan.value?.redo ?? null) !== null)
  const isDraft = computed(() => plan.value?.state === 'draft')

  async function open(which: number): Promise<void> {
    close()
    phase.value = 'loading'
    try {
      const found = await api.plan(which)
      const ground = await api.planGridsOf(which, [found.ground.code])
      box.value = boxOfPolygons(ground.grids[0]?.polygons ?? [])
      plan.value = found
      version.value = found.version
      sending.open(which)
      phase.value = 'full'
    } catch (caught) {
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      phase.value = 'error'
    }
  }

  function close(): void {
    sending.close()
    plan.value = null
    error.value = null
    phase.value = 'idle'
    picked.value = []
    loaded = []
    view = null
    drawn.clear()
  }

  async function refresh(): Promise<void> {
    if (id.value === null) return
    plan.value = await api.plan(id.value)
  }

  /** Loads the grids in a box in degrees, unless they are here. */
  async function show([w, s, e, n]: Box, afresh = false): Promise<void> {
    const which = id.value
    view = [w, s, e, n]
    const here = loaded.some(
      ([west, south, east, north]) => west <= w && south <= s && east >= e && north >= n,
    )
    if (which === null || (here && !afresh)) return
    const [dx, dy] = [(e - w) * BEYOND_VIEW, (n - s) * BEYOND_VIEW]
    const box: Box = [w - dx, s - dy, e + dx, n + dy]
    loading.value = true
    try {
      const found = await api.planGrids(which, box)
      if (which !== id.value) return
      // What was drawn meanwhile is newer than this answer.
      if (found.version < version.value && grids.value.size && !afresh) return
      if (afresh) drawn.clear()
      version.value = found.version
      loaded = afresh ? [box] : [...loaded, box]
      drawn.take(found.grids, [], waiting.value, true)
      pick(picked.value)
      void sending.send()
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (caught.isUnreachable) sending.online.value = false
      error.value = caught
    } finally {
      loading.value = false
    }
  }

  /** What others changed, fetched alone. */
  async function catchUp(keys: unknown): Promise<void> {
    const which = id.value
    if (which === null) return
    if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_KEYS) return reload()
    const wanted = keys.map(String)
    const found = await api.planGridsOf(which, wanted)
    const there = new Set(found.grids.map(({ key }) => key))
    version.value = found.version
    const ended = wanted.filter((key) => !there.has(key))
    drawn.take(found.grids, ended, waiting.value)
    pick(picked.value)
    await refresh()
  }

  /** Everything in view as the server has it now, with what is still on its way put on top. */
  async function reload(): Promise<void> {
    loaded = []
    await refresh()
    if (view) await show(view, true)
  }

  function take(answer: api.Changed, was: string | null = null, is: string | null = null): void {
    version.value = answer.version
    const { undo, redo } = answer.step
    if (plan.value) plan.value = { ...plan.value, undo, redo, version: answer.version }
    drawn.take(answer.changed, answer.ended, waiting.value)
    pick(picked.value.map((key) => (key === was && is ? is : key)))
    news.value += 1
  }

  function pick(keys: readonly string[]): void {
    picked.value = keys.filter((key) => grids.value.has(key))
  }

  function leafAt(lon: number, lat: number): string | null {
    return scene.value.leafAt([toUnits(lon), toUnits(lat)])
  }

  return {
    phase,
    error,
    plan,
    id,
    version,
    box,
    grids,
    scene,
    redraw: drawn.redraw,
    picked,
    pickedGrid,
    isDraft,
    canUndo,
    canRedo,
    waiting,
    refused: sending.refused,
    online: sending.online,
    loading,
    news,
    open,
    close,
    refresh,
    show,
    reload,
    catchUp,
    take,
    run: sending.run,
    send: sending.send,
    back: sending.back,
    forget: sending.forget,
    pick,
    leafAt,
  }
})
