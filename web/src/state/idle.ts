import { onScopeDispose, ref } from 'vue'

const SECOND_MS = 1000
/** What shows that somebody is there. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/**
 * Notices that nobody is there any more.
 *
 * @param afterS Seconds without a touch until the end.
 * @param warnS How many of them are counted down aloud.
 * @param end What happens then.
 */
export function useIdle(afterS: number, warnS: number, end: () => void) {
  /** Seconds that are left, while they are counted down; else null. */
  const left = ref<number | null>(null)
  let last = Date.now()

  function touched(): void {
    last = Date.now()
    left.value = null
  }

  function look(): void {
    const rest = afterS - Math.floor((Date.now() - last) / SECOND_MS)
    if (rest <= 0) {
      touched()
      end()
    } else left.value = rest <= warnS ? rest : null
  }

  const clock = setInterval(look, SECOND_MS)
  for (const sign of SIGNS) window.addEventListener(sign, touched, { passive: true })
  onScopeDispose(() => {
    clearInterval(clock)
    for (const sign of SIGNS) window.removeEventListener(sign, touched)
  })

  return { left, touched }
}
