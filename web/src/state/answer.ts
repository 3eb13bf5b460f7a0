import { onScopeDispose, type Ref, ref, shallowRef } from 'vue'
import { ApiError, isAbort, unreachable } from '@/api/client'

/** The four states every list, panel and map has; `idle` before anything was asked. */
export type AnswerState = 'idle' | 'loading' | 'empty' | 'error' | 'full'

export interface Answer<T> {
  state: Ref<AnswerState>
  data: Ref<T | null>
  error: Ref<ApiError | null>
  ask: (question: (signal: AbortSignal) => Promise<T>) => Promise<T | null>
  again: () => Promise<T | null>
  forget: () => void
}

/**
 * One thing asked of the server at a time: a newer question ends the older one, and the data of the
 * last answer stay in view until the next arrives, so that nothing jumps.
 */
export function useAnswer<T>(isEmpty: (data: T) => boolean = () => false): Answer<T> {
  const state = ref<AnswerState>('idle')
  const data = shallowRef<T | null>(null)
  const error = shallowRef<ApiError | null>(null)
  let running: AbortController | null = null
  let last: ((signal: AbortSignal) => Promise<T>) | null = null

  async function ask(question: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    last = question
    state.value = 'loading'
    error.value = null
    try {
      const answer = await question(mine.signal)
      if (mine.signal.aborted) return null
      data.value = answer
      state.value = isEmpty(answer) ? 'empty' : 'full'
      return answer
    } catch (caught) {
      if (mine.signal.aborted || isAbort(caught)) return null
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      data.value = null
      state.value = 'error'
      return null
    }
  }

  async function again(): Promise<T | null> {
    return last ? ask(last) : null
  }

  function forget(): void {
    running?.abort()
    running = null
    state.value = 'idle'
    data.value = null
    error.value = null
  }

  onScopeDispose(() => running?.abort())
  return { state, data, error, ask, again, forget }
}
