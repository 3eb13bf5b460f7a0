import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { Cancelled, type CheckFields, type CheckProgress, type CheckReport, check } from '@/api/check'
import { ApiError, unreachable } from '@/api/client'
import { faultsOf } from '@/core/faults'
import { readUploaded, type Uploaded } from '@/core/uploaded'

export type CheckPhase = 'idle' | 'sending' | 'proving' | 'error' | 'full'

/** One file being checked, from its upload to the verdict. */
export function useChecking() {
  const phase = ref<CheckPhase>('idle')
  const progress = ref<CheckProgress>({ done: 0, total: 0 })
  const seconds = ref(0)
  const report = shallowRef<CheckReport | null>(null)
  const uploaded = shallowRef<Uploaded | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const faults = computed(() => faultsOf(report.value?.problems ?? []))
  let running: AbortController | null = null
  let clock = 0

  function stopClock(): void {
    clearInterval(clock)
  }

  function cancel(): void {
    running?.abort()
    running = null
    stopClock()
    if (phase.value === 'sending' || phase.value === 'proving') phase.value = report.value ? 'full' : 'idle'
  }

  async function run(file: File, parent: File | null, fields: CheckFields): Promise<void> {
    cancel()
    const mine = new AbortController()
    running = mine
    phase.value = 'sending'
    progress.value = { done: 0, total: file.size + (parent?.size ?? 0) }
    seconds.value = 0
    error.value = null
    const begun = Date.now()
    clock = window.setInterval(() => {
      seconds.value = Math.floor((Date.now() - begun) / 1000)
    }, 1000)
    const drawing = readUploaded(file, fields.id, fields.layer)
    try {
      const answer = await check(
        file,
        parent,
        fields,
        (now) => {
          progress.value = now
          if (now.done >= now.total) phase.value = 'proving'
        },
        mine.signal,
      )
      const shapes = await drawing
      if (mine.signal.aborted) return
      uploaded.value = shapes
      report.value = answer
      phase.value = 'full'
    } catch (caught) {
      if (mine.signal.aborted || caught instanceof Cancelled) return
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      report.value = null
      uploaded.value = null
      phase.value = 'error'
    } finally {
      if (running === mine) stopClock()
    }
  }

  function forget(): void {
    cancel()
    report.value = null
    uploaded.value = null
    error.value = null
    phase.value = 'idle'
  }

  onScopeDispose(cancel)
  return { phase, progress, seconds, report, uploaded, error, faults, run, cancel, forget }
}
