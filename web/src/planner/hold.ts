import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { type Hold, holdPlan, letGo } from '@/api/plans'
import { useSession } from '@/state/session'
import { usePlan } from './plan'
import { tabToken } from './tab'

/** Somebody else who draws: a name, and since when. */
export interface Other {
  by: string
  since: string
  /** It is oneself, in another tab. */
  own: boolean
}

/** The server forgets a hold after a minute without news. */
const KEEP_MS = 20_000

/** Who draws in the open plan: one tab of one person at a time. */
export const useHold = defineStore('planner.hold', () => {
  const plan = usePlan()
  const session = useSession()
  const holds = ref(false)
  /** Whoever draws now, where it is not this tab. */
  const other = shallowRef<Other | null>(null)
  const busy = ref(false)
  let timer = 0

  const wanted = computed(() => plan.isDraft && session.may('plans.draw'))

  /** Asks to draw; taking over ends what another tab holds. */
  async function take(takeOver = false): Promise<void> {
    window.clearTimeout(timer)
    const { id } = plan
    if (id === null || !wanted.value) {
      holds.value = false
      return
    }
    busy.value = true
    try {
      await holdPlan(id, tabToken(), takeOver)
      holds.value = true
      other.value = null
      void plan.send()
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      // Without the network the hold is still ours until somebody takes it.
      if (!caught.isUnreachable) holds.value = false
      if (caught.code === 'plan_held')
        other.value = {
          by: String(caught.params.by ?? ''),
          since: String(caught.params.since ?? ''),
          own: caught.params.own === true,
        }
    } finally {
      busy.value = false
      if (holds.value) timer = window.setTimeout(() => void take(), KEEP_MS)
    }
  }

  /** Somebody begins or ends to draw. The news names no tab, so one's own name is looked into. */
  async function changed({ by, since }: Hold): Promise<void> {
    if (by === null || by.id === session.account?.id) {
      if (by !== null || !holds.value) await take()
      return
    }
    window.clearTimeout(timer)
    holds.value = false
    other.value = { by: by.name, since: since ?? '', own: false }
  }

  function end(): void {
    window.clearTimeout(timer)
    if (holds.value && plan.id !== null) void letGo(plan.id, tabToken()).catch(() => {})
    holds.value = false
    other.value = null
  }

  return { holds, other, busy, wanted, take, changed, end }
})
