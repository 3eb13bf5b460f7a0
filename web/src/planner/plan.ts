import { defineStore } from 'pinia'
import { computed, ref, shallowRef, triggerRef } from 'vue'
import { ApiError, unreachable } from '@/api/client'
import * as api from '@/api/plans'
import { type EditedGrid, Scene } from '@/core/edits'
import { toUnits } from '@/core/lattice'
import type { Box } from '@/core/place'
import { boxOfPolygons } from './gridFeatures'
import { browserKeeping, Outbox, type Unsent } from './outbox'
import { reckon } from './reckoning'
import { tabToken } from './tab'
import { uuid } from './uuid'

/** What the map must draw anew: some grids, or everything. */
export interface Redraw {
  changed: readonly string[]
  ended: readonly string[]
  all: boolean
}

/** A step that was drawn without the server's word, and that the server then refused. */
export interface RefusedStep {
  step: Unsent
  error: ApiError
}

const AGAIN_AFTER_MS = 4000
/** More than so many and everything in view is asked for instead. */
const MOST_KEYS = 200
/** How much more than the view is loaded on every side, as part of its size. */
const BEYOND_VIEW = 0.4
/** Refusals that say "not now" rather than "never": the step stays where it is. */
const LATER: readonly number[] = [0, 401, 408, 429, 500, 502, 503, 504]

/** The plan that is open: its grids as they are drawn, and steps on their way to the server. */
export const usePlan = defineStore('planner.plan', () => {
  const phase = ref<'idle' | 'loading' | 'error' | 'full'>('idle')
  const error = shallowRef<ApiError | null>(null)
  const plan = shallowRef<api.Plan | null>(null)
  const version = ref(0)
  const grids = shallowRef(new Map<string, api.PlanGrid>())
  const redraw = shallowRef<Redraw>({ changed: [], ended: [], all: true })
  const picked = ref<string[]>([])
  const waiting = shallowRef<readonly Unsent[]>([])
  const refused = shallowRef<readonly RefusedStep[]>([])
  const online = ref(true)
  const loading = ref(false)
  /** Counts what the server has confirmed, so that lists beside the map ask anew. */
  const news = ref(0)
  const scene = shallowRef(Scene.from([]))

  let outbox = new Outbox(0, null)
  let loaded: Box[] = []
  /** What the map shows, degrees. */
  let view: Box | null = null
  let sending = false
  let timer = 0
  const answers = new Map<string, (problem: ApiError | null) => void>()

  /** Around the ground of the plan, degrees. */
  const box = shallowRef<Box | null>(null)

  const id = computed(() => plan.value?.id ?? null)
  const pickedGrid = computed(() => grids.value.get(picked.value.at(-1) ?? '') ?? null)
  const canUndo = computed(() => waiting.value.length > 0 || (plan.value?.undo ?? null) !== null)
  const canRedo = computed(() => waiting.value.length === 0 && (plan.value?.redo ?? null) !== null)
  const isDraft = computed(() => plan.value?.state === 'draft')

  function tell(change: Partial<Redraw>): void {
    triggerRef(grids)
    redraw.value = { changed: [], ended: [], all: false, ...change }
  }

  async function open(which: number): Promise<void> {
    close()
    phase.value = 'loading'
    try {
      const found = await api.plan(which)
      const ground = await api.planGridsOf(which, [found.ground.code])
      box.value = boxOfPolygons(ground.grids[0]?.polygons ?? [])
      plan.value = found
      version.value = found.version
      outbox = new Outbox(which, browserKeeping())
      waiting.value = outbox.waiting
      phase.value = 'full'
    } catch (caught) {
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      phase.value = 'error'
    }
  }

  function close(): void {
    window.clearTimeout(timer)
    plan.value = null
    error.value = null
    phase.value = 'idle'
    grids.value = new Map()
    scene.value = Scene.from([])
    picked.value = []
    refused.value = []
    waiting.value = []
    loaded = []
    view = null
    answers.clear()
    tell({ all: true })
  }

  async function refresh(): Promise<void> {
    if (id.value === null) return
    plan.value = await api.plan(id.value)
  }

  /** Loads the grids in a box in degrees, unless they are here. */
  async function show([w, s, e, n]: Box): Promise<void> {
    const which = id.value
    view = [w, s, e, n]
    const here = loaded.some(
      ([west, south, east, north]) => west <= w && south <= s && east >= e && north >= n,
    )
    if (which === null || here) return
    const [dx, dy] = [(e - w) * BEYOND_VIEW, (n - s) * BEYOND_VIEW]
    const box: Box = [w - dx, s - dy, e + dx, n + dy]
    loading.value = true
    try {
      const found = await api.planGrids(which, box)
      if (which !== id.value) return
      // What was drawn meanwhile is newer than this answer.
      if (found.version < version.value && grids.value.size) return
      version.value = found.version
      loaded = [...loaded, box]
      const first = grids.value.size === 0
      for (const grid of found.grids) grids.value.set(grid.key, grid)
      if (first) scene.value = Scene.from(found.grids)
      else scene.value.apply(found.grids)
      again()
      tell({ all: true })
      void send()
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (caught.isUnreachable) online.value = false
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
    const ended = wanted.filter((key) => !there.has(key))
    version.value = found.version
    for (const grid of found.grids) grids.value.set(grid.key, grid)
    for (const key of ended) grids.value.delete(key)
    scene.value.apply(found.grids, ended)
    tell({ changed: [...there], ended })
    await refresh()
    again()
  }

  /** Everything in view as the server has it now, with what is still on its way put on top. */
  async function reload(): Promise<void> {
    const now = view
    loaded = []
    grids.value = new Map()
    scene.value = Scene.from([])
    await refresh()
    version.value = 0
    if (now) await show(now)
  }

  /** Shows what came of an edit that this browser worked out by itself. */
  function draw(change: readonly EditedGrid[], ended: readonly string[]): void {
    for (const edited of change) {
      const before = grids.value.get(edited.key)
      if (!before) continue // a new grid gets its words from the server
      const polygons = edited.polygons.map((rings) => rings.map((ring) => [...ring]))
      grids.value.set(edited.key, { ...before, polygons, area_m2: edited.area_m2, changed: true })
    }
    for (const key of ended) grids.value.delete(key)
    scene.value.apply(change, ended)
    tell({ changed: change.map(({ key }) => key), ended })
  }

  /** Steps that wait, drawn again over what the server has sent. */
  function again(): void {
    for (const step of outbox.waiting) {
      const outcome = reckon(scene.value, step)
      if (outcome.ok && !outcome.change.some((one) => one.made)) draw(outcome.change, outcome.ended)
    }
  }

  function take(answer: api.Changed): void {
    version.value = answer.version
    const { undo, redo } = answer.step
    if (plan.value) plan.value = { ...plan.value, undo, redo, version: answer.version }
    for (const grid of answer.changed) grids.value.set(grid.key, grid)
    for (const key of answer.ended) grids.value.delete(key)
    scene.value.apply(answer.changed, answer.ended)
    picked.value = picked.value.filter((key) => grids.value.has(key))
    tell({ changed: answer.changed.map(({ key }) => key), ended: answer.ended })
    again()
    news.value += 1
  }

  /**
   * Does an operation: drawn at once where this browser can work it out, sent in its turn, and kept until
   * it is answered. Comes true with null, or with why it was refused.
   */
  function run(operation: api.Operation, name?: string): Promise<ApiError | null> {
    const step: Unsent = { ...operation, id: uuid(), at: new Date().toISOString() }
    if (name) step.name = name
    const outcome = reckon(scene.value, step)
    if (!outcome.ok && outcome.refusal !== 'ask_server')
      return Promise.resolve(new ApiError(422, outcome.refusal, '', '', '', outcome.params))
    if (!outbox.add(step)) return Promise.resolve(unreachable())
    waiting.value = outbox.waiting
    if (outcome.ok && !outcome.change.some((one) => one.made)) draw(outcome.change, outcome.ended)
    return new Promise((done) => {
      answers.set(step.id, done)
      void send()
    })
  }

  async function sendOne(step: Unsent): Promise<boolean> {
    const which = id.value
    if (which === null) return false
    const body = { id: step.id, verb: step.verb, arguments: step.arguments, holder: tabToken() }
    try {
      const sent = { ...body, version: version.value, ...(step.name ? { name: step.name } : {}) }
      const answer = await api.addStep(which, sent)
      answered(step, null)
      online.value = true
      take(answer)
      return true
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      return refusedOne(step, caught)
    }
  }

  /** Whether the next step may be sent. */
  async function refusedOne(step: Unsent, problem: ApiError): Promise<boolean> {
    if (LATER.includes(problem.status)) {
      online.value = !problem.isUnreachable
      // Nobody is kept waiting: all are in the outbox, and a refusal later is told by name.
      for (const done of answers.values()) done(null)
      answers.clear()
      timer = window.setTimeout(() => void send(), AGAIN_AFTER_MS)
      return false
    }
    if (problem.code === 'plan_moved_on' && Number(problem.params.version) > version.value) {
      await catchUp(problem.params.grids)
      return true // asked again on top of what has changed
    }
    const isAsked = answers.has(step.id)
    answered(step, problem)
    if (!isAsked) refused.value = [...refused.value, { step, error: problem }]
    await reload()
    return true
  }

  function answered(step: Unsent, problem: ApiError | null): void {
    outbox.remove(step.id)
    waiting.value = outbox.waiting
    answers.get(step.id)?.(problem)
    answers.delete(step.id)
  }

  /** Sends what waits, one after the other. */
  async function send(): Promise<void> {
    if (sending || id.value === null) return
    sending = true
    window.clearTimeout(timer)
    try {
      for (let step = outbox.waiting[0]; step; step = outbox.waiting[0]) {
        if (!(await sendOne(step))) break
      }
    } catch (caught) {
      // The network went while the plan was asked for anew.
      if (!(caught instanceof ApiError)) throw caught
      online.value = !caught.isUnreachable
      timer = window.setTimeout(() => void send(), AGAIN_AFTER_MS)
    } finally {
      sending = false
    }
  }

  /** Undo or redo; what the server has not seen yet is taken back here. */
  async function back(which: 'undo' | 'redo'): Promise<ApiError | null> {
    const now = id.value
    if (now === null || sending) return null
    const last = outbox.waiting.at(-1)
    if (which === 'undo' && last) {
      answered(last, null)
      await reload()
      return null
    }
    try {
      take(await api.stepBack(now, which, { version: version.value, id: uuid(), holder: tabToken() }))
      return null
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (caught.code === 'plan_moved_on') await catchUp(caught.params.grids)
      return caught
    }
  }

  function pick(keys: readonly string[]): void {
    picked.value = keys.filter((key) => grids.value.has(key))
  }

  function forget(step: RefusedStep): void {
    refused.value = refused.value.filter((one) => one !== step)
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
    redraw,
    picked,
    pickedGrid,
    isDraft,
    canUndo,
    canRedo,
    waiting,
    refused,
    online,
    loading,
    news,
    open,
    close,
    refresh,
    show,
    reload,
    catchUp,
    take,
    run,
    send,
    back,
    pick,
    forget,
    leafAt,
  }
})
