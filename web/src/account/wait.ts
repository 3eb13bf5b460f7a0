import { computed, onScopeDispose, ref } from 'vue'
import { ApiError } from '@/api/client'

/** Counts down what the server told to wait; minutes and seconds, because people plan with them. */
export function useWait() {
  const left = ref(0)
  let clock = 0
  let until = 0

  function tick(): void {
    left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (left.value === 0) clearInterval(clock)
  }

  /** Begins where the error asks to wait; says whether it did. */
  function beginFor(error: unknown): boolean {
    const seconds = error instanceof ApiError && error.status === 429 ? Number(error.params.seconds) : 0
    if (!(seconds > 0)) return false
    until = Date.now() + seconds * 1000
    clearInterval(clock)
    clock = window.setInterval(tick, 250)
    tick()
    return true
  }

  onScopeDispose(() => clearInterval(clock))
  const parts = computed(() => ({ n: Math.floor(left.value / 60), s: left.value % 60 }))
  return { left, parts, beginFor }
}
