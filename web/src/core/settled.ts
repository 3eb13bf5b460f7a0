/** A question asked of the server once whatever leads to it has come to rest. */
export interface Settled<Q> {
  /** Ask this, unless something newer comes before the rest is over. */
  want: (question: Q) => void
  stop: () => void
}

/**
 * Asks at most once per rest, never the same twice, and not before a server that was asked too often is ready again.
 *
 * @param restMs How long nothing new must come, in milliseconds.
 * @param ask Asks; seconds to wait before the next question where the server named them, else null.
 */
export function settled<Q>(
  restMs: number,
  ask: (question: Q, signal: AbortSignal) => Promise<number | null>,
): Settled<Q> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null
  let asked = ''
  let notBefore = 0

  function want(question: Q): void {
    clearTimeout(timer)
    const key = JSON.stringify(question)
    if (key === asked) return
    running?.abort()
    running = null
    timer = setTimeout(() => void run(question, key), Math.max(restMs, notBefore - Date.now()))
  }

  async function run(question: Q, key: string): Promise<void> {
    const mine = new AbortController()
    running = mine
    asked = key
    const waitS = await ask(question, mine.signal)
    if (mine.signal.aborted) {
      if (asked === key) asked = ''
      return
    }
    running = null
    if (waitS === null) return
    asked = ''
    notBefore = Date.now() + waitS * 1000
    want(question)
  }

  function stop(): void {
    clearTimeout(timer)
    running?.abort()
  }

  return { want, stop }
}
