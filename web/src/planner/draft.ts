import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { type Operation, type Place, type PlanGrid, type Preview, previewStep } from '@/api/plans'
import { insideOf } from '@/core/edits'
import type { LonLat } from '@/core/place'
import { usePlan } from './plan'
import { makesGrid } from './provisional'
import { reckon } from './reckoning'
import { useRefused } from './refused'

/** Something that is drawn and not yet accepted. */
export interface Draft extends Operation {
  /** Where its card and its refusal belong. */
  at: LonLat
  name?: string
}

/** A grid of a draft: as it is and as it would be. */
export interface Side {
  key: string
  before: PlanGrid | null
  after: Pick<
    PlanGrid,
    'area_m2' | 'households' | 'people' | 'polygons' | 'name' | 'code' | 'hue' | 'kind'
  > | null
  /** Whether households and people are known for the new ground, or still being counted. */
  counted: boolean
}

/** The draft with what it would change: at once as this browser works it out, then as the server counts it. */
export const useDraft = defineStore('planner.draft', () => {
  const plan = usePlan()
  const refused = useRefused()
  const draft = shallowRef<Draft | null>(null)
  const sides = shallowRef<readonly Side[]>([])
  const refusal = shallowRef<ApiError | null>(null)
  const counting = ref(false)
  const sending = ref(false)
  /** What the new grid of the draft is to be called. */
  const words = ref({ name: '', code: '' })
  let running: AbortController | null = null

  const makes = computed(() => makesGrid(draft.value?.verb ?? ''))
  const isReady = computed(() => draft.value !== null && refusal.value === null && sides.value.length > 0)

  /** Of a grid that is cut in two: the half that stays it, and the one that will be new. */
  const halves = computed(() => {
    const { verb, arguments: given } = draft.value ?? {}
    if (verb !== 'split' || !given || 'children' in given) return null
    const stays = sides.value.find(({ key }) => key === given.grid)
    const goes = sides.value.find(({ before }) => before === null)
    return stays?.after && goes?.after ? { stays, goes: goes.after } : null
  })

  function isLeafOf(grid: { key: string }): boolean {
    return !plan.scene.grid(grid.key) || plan.scene.isLeaf(grid.key)
  }

  function reckoned(operation: Operation): ApiError | null {
    const outcome = reckon(plan.scene, operation)
    if (!outcome.ok) {
      if (outcome.refusal === 'ask_server') return null
      return new ApiError(422, outcome.refusal, '', '', '', outcome.params)
    }
    sides.value = [
      ...outcome.change.filter(isLeafOf).map((one) => {
        const before = plan.grids.get(one.key) ?? null
        const polygons = one.polygons.map((rings) => rings.map((ring) => [...ring]))
        const words = before ?? { name: '', code: '', hue: 0, kind: 'comprehensive' as const }
        const { name, code, hue, kind } = words
        const after = {
          area_m2: one.area_m2,
          households: null,
          people: null,
          polygons,
          name,
          code,
          hue,
          kind,
        }
        return { key: one.key, before, after, counted: false }
      }),
      ...outcome.ended.map((key) => ({
        key,
        before: plan.grids.get(key) ?? null,
        after: null,
        counted: true,
      })),
    ]
    return null
  }

  /** Leaves that would change other than by vertices on their borders. */
  function counted({ changed, measures }: Preview): Side[] {
    const now = new Map(changed.map((grid) => [grid.key, grid]))
    return measures
      .map(({ key }) => ({
        key,
        before: plan.grids.get(key) ?? null,
        after: now.get(key) ?? null,
        counted: true,
      }))
      .filter(({ before, after }) => (after ?? before)?.leaf)
  }

  /** Proposes an operation: nothing is kept until it is accepted. */
  async function propose(now: Draft): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    if (draft.value?.verb !== now.verb) words.value = { name: String(now.arguments.name ?? ''), code: '' }
    draft.value = now
    sides.value = []
    refused.forget()
    refuse(reckoned(now))
    const { id } = plan
    if (refusal.value || id === null) return
    counting.value = true
    try {
      const answer = await previewStep(
        id,
        { verb: now.verb, arguments: now.arguments },
        { signal: mine.signal },
      )
      if (!mine.signal.aborted) sides.value = counted(answer)
    } catch (caught) {
      if (mine.signal.aborted) return
      if (!(caught instanceof ApiError)) throw caught
      // Without the network what the browser works out must do.
      if (!caught.isUnreachable || sides.value.length === 0) refuse(caught)
    } finally {
      if (running === mine) counting.value = false
    }
  }

  /** The same with something said otherwise: which neighbour gives, which side keeps the name. */
  async function amend(change: Record<string, unknown>): Promise<void> {
    const now = draft.value
    if (now) await propose({ ...now, arguments: { ...now.arguments, ...change } })
  }

  /** The half that holds a place stays the grid, with its name, code and people; none: the other half. */
  async function keep(place?: Place): Promise<void> {
    const { goes } = halves.value ?? {}
    if (goes) await amend({ keep: place ?? insideOf(goes.polygons) })
  }

  function refuse(error: ApiError | null): void {
    refusal.value = error
    if (error && draft.value) refused.show(error, draft.value.at, draft.value)
  }

  /** Keeps it. True where nothing more is to be said about it. */
  async function accept(): Promise<boolean> {
    const now = draft.value
    if (!now || sending.value) return false
    sending.value = true
    const said = Object.entries(makes.value ? words.value : {})
      .map(([field, text]): [string, string] => [field, text.trim()])
      .filter(([, text]) => text !== '')
    const given = Object.fromEntries(said)
    const answering = plan.run({ verb: now.verb, arguments: { ...now.arguments, ...given } }, now.name)
    const problem = await answering
    sending.value = false
    if (problem) {
      refuse(problem)
      return false
    }
    drop()
    return true
  }

  function drop(): void {
    running?.abort()
    running = null
    draft.value = null
    sides.value = []
    refusal.value = null
    counting.value = false
  }

  return {
    draft,
    words,
    makes,
    sides,
    halves,
    refusal,
    counting,
    sending,
    isReady,
    propose,
    amend,
    keep,
    accept,
    drop,
  }
})
