import { onScopeDispose, shallowRef } from 'vue'
import { ApiError, isAbort } from '@/api/client'
import { type Face, facesIn } from '@/api/people'
import type { Box } from '@/core/place'
import { settled } from '@/core/settled'

const REST_MS = 300
/** Where a server says "too often" but not how long. */
const USUAL_WAIT_S = 30
const TOO_OFTEN = 429

/**
 * Who answers in what the map shows, as markers.
 *
 * They are an ornament of the map: where they cannot be had, the map stays as it is and says nothing.
 */
export function useFaces() {
  const faces = shallowRef<readonly Face[]>([])

  const asking = settled<{ box: Box; level: number }>(REST_MS, async ({ box, level }, signal) => {
    try {
      const found = (await facesIn(box, level, { signal })).items
      // Where nobody at all is entered yet, a map full of alarms would say nothing.
      faces.value = found.some(({ because }) => because !== 'nobody') ? found : []
      return null
    } catch (error) {
      if (isAbort(error)) return null
      if (!(error instanceof ApiError)) throw error
      return error.status === TOO_OFTEN ? (error.waitS ?? USUAL_WAIT_S) : null
    }
  })
  onScopeDispose(asking.stop)

  function hide(): void {
    asking.stop()
    faces.value = []
  }

  return { faces, look: asking.want, hide }
}
