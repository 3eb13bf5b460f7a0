import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Path, Place } from '@/api/plans'
import { useSession } from '@/state/session'
import { useDraft } from './draft'
import { useHold } from './hold'
import { usePlan } from './plan'
import type { Target } from './snapping'
import { type Off, TOOLS, type Tool, type ToolId, toolOf, whyOff } from './tools'

/** How the ground that changes hands is told: by its street block, by its compound, or drawn. */
export const TAKINGS = ['block', 'compound', 'area'] as const
export type Taking = (typeof TAKINGS)[number]

/** What a line along streets becomes: a new piece of the border, or a cut through the grid. */
export const FOLLOWINGS = ['border', 'split'] as const
export type Following = (typeof FOLLOWINGS)[number]

/** The tool in hand, and what was begun with it. */
export const useHands = defineStore('planner.hands', () => {
  const plan = usePlan()
  const hold = useHold()
  const draft = useDraft()
  const session = useSession()
  const tool = ref<ToolId>('select')
  const taking = ref<Taking>('block')
  const following = ref<Following>('border')
  /** The tool that was asked for and cannot be used now, so that the reason is shown. */
  const denied = ref<ToolId | null>(null)
  /** Places clicked so far, with tools that go from place to place. */
  const places = shallowRef<readonly Place[]>([])
  /** The line along streets through them, as the server found it. */
  const path = shallowRef<Path | null>(null)
  const target = shallowRef<Target | null>(null)
  /** Children that a new grid beside the one that is picked is to take. */
  const chosen = ref<string[]>([])
  /** Whether a piece of a gap is to be drawn; else all of it is meant. */
  const partly = ref(false)

  const circumstances = computed(() => ({
    state: plan.plan?.state ?? '',
    mayDraw: session.may('plans.draw'),
    holds: hold.holds,
    online: plan.online,
    picked: plan.pickedGrid,
    isLeaf: plan.pickedGrid !== null && plan.scene.isLeaf(plan.pickedGrid.key),
  }))
  const off = computed(
    () => new Map(TOOLS.map((one): [ToolId, Off | null] => [one.id, whyOff(one, circumstances.value)])),
  )
  const now = computed<Tool>(() => toolOf(tool.value))
  /** Whether ground is taken with it, drawn or clicked. */
  const takes = computed(() => tool.value === 'transfer' || tool.value === 'carve')
  /** What terra-draw is to draw now. */
  const drawing = computed<'line' | 'area' | null>(() => {
    if (draft.draft || off.value.get(tool.value)) return null
    if (tool.value === 'gap') return partly.value ? 'area' : null
    // What has grids below it is split by them, not by a line.
    if (tool.value === 'split' && !circumstances.value.isLeaf) return null
    if (takes.value) return taking.value === 'area' ? 'area' : null
    return now.value.draws
  })

  function reset(): void {
    places.value = []
    path.value = null
    target.value = null
    chosen.value = []
    partly.value = false
    draft.drop()
  }

  function choose(key: string): void {
    const { value } = chosen
    chosen.value = value.includes(key) ? value.filter((one) => one !== key) : [...value, key]
  }

  function take(which: ToolId): void {
    denied.value = off.value.get(which) ? which : null
    if (denied.value) return
    reset()
    tool.value = which
  }

  /** Leaves what was begun; with nothing begun, the tool; with no tool, what is picked. */
  function cancel(): void {
    denied.value = null
    if (draft.draft || places.value.length || chosen.value.length) reset()
    else if (tool.value !== 'select') take('select')
    else plan.pick([])
  }

  watch(following, reset)
  watch(
    () => plan.pickedGrid?.key,
    () => {
      chosen.value = []
    },
  )
  watch(
    () => draft.draft,
    () => {
      target.value = null
    },
  )
  // A tool that can no longer be used is put down.
  watch(off, (all) => {
    if (all.get(tool.value)) {
      reset()
      tool.value = 'select'
    }
  })

  return {
    tool,
    now,
    taking,
    takes,
    following,
    denied,
    places,
    path,
    target,
    chosen,
    partly,
    off,
    drawing,
    reset,
    choose,
    take,
    cancel,
  }
})
