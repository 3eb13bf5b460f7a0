import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError, isAbort, unreachable } from '@/api/client'
import { act, type Given, type Incident, incident, present } from '@/api/incidents'
import { uuid } from '@/planner/uuid'
import { useDesk } from './desk'

/** How often others are told that somebody still looks at the case. */
const PRESENT_MS = 20_000

/** The open case, kept up to date, and what is done with it. */
export function useCase(number: () => string | null) {
  const desk = useDesk()
  const data = shallowRef<Incident | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const phase = ref<'idle' | 'loading' | 'full' | 'error'>('idle')
  /** What has changed under the reader's hands: the state it has now. */
  const movedOn = ref(false)
  let asking: AbortController | null = null
  let timer = 0
  /** One attempt keeps its id, so that sending it again cannot do it twice. */
  let attempt: { what: string; id: string } | null = null

  const names = computed(
    () => (data.value && desk.viewers.get(data.value.number)) ?? data.value?.viewers ?? [],
  )

  async function load(): Promise<void> {
    const wanted = number()
    asking?.abort()
    if (!wanted) {
      data.value = null
      phase.value = 'idle'
      return
    }
    const mine = new AbortController()
    asking = mine
    if (data.value?.number !== wanted) {
      data.value = null
      phase.value = 'loading'
    }
    try {
      const found = await incident(wanted, { signal: mine.signal })
      if (mine.signal.aborted) return
      data.value = found
      error.value = null
      phase.value = 'full'
    } catch (caught) {
      if (mine.signal.aborted || isAbort(caught)) return
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      phase.value = 'error'
    }
  }

  function tell(): void {
    const now = number()
    // Nobody misses it: who else looks on is news of the moment.
    if (now && document.visibilityState === 'visible')
      void present(now, true).then(
        (viewers) => desk.viewers.set(now, viewers),
        () => {},
      )
  }

  /** Does something with the case; the refusal where it cannot be done. */
  async function perform(what: string, said: Given): Promise<ApiError | null> {
    const now = data.value
    if (!now) return null
    const key = JSON.stringify([now.number, now.version, what, said])
    if (attempt?.what !== key) attempt = { what: key, id: uuid() }
    try {
      const after = await act(now.number, { act: what, id: attempt.id, version: now.version, ...said })
      attempt = null
      movedOn.value = false
      data.value = after
      desk.put(after)
      return null
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (caught.status === 409) {
        attempt = null
        movedOn.value = true
        await load()
      }
      return caught
    }
  }

  watch(
    number,
    (_, before) => {
      if (before) void present(before, false).catch(() => {})
      movedOn.value = false
      attempt = null
      window.clearInterval(timer)
      void load()
      if (!number()) return
      tell()
      timer = window.setInterval(tell, PRESENT_MS)
    },
    { immediate: true },
  )
  watch(
    () => desk.touched.get(number() ?? ''),
    () => {
      const told = desk.changed.get(number() ?? '')
      if (data.value && told && told.version <= data.value.version) return
      void load()
    },
  )
  onScopeDispose(() => {
    asking?.abort()
    window.clearInterval(timer)
    const was = number() ?? data.value?.number
    if (was) void present(was, false).catch(() => {})
  })

  return { data, error, phase, names, movedOn, load, perform }
}
