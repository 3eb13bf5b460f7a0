import { type Ref, shallowRef } from 'vue'
import { snapLines } from '@/api/plans'
import { SnapIndex } from '@/core/edits'
import type { Box } from '@/core/place'

/** Farther out than this a street is narrower than a click is exact. */
const FROM_ZOOM = 14
const BEYOND_VIEW = 0.3

/** Streets and waters of what is in view, to be snapped to. Without them borders still are. */
export function useSnapLines(plan: () => number | null): {
  lines: Ref<SnapIndex | null>
  look: (box: Box, zoom: number) => Promise<void>
} {
  const lines = shallowRef<SnapIndex | null>(null)
  let loaded: Box | null = null

  async function look([w, s, e, n]: Box, zoom: number): Promise<void> {
    const id = plan()
    const isHere = loaded && loaded[0] <= w && loaded[1] <= s && loaded[2] >= e && loaded[3] >= n
    if (id === null || zoom < FROM_ZOOM || isHere) return
    const [dx, dy] = [(e - w) * BEYOND_VIEW, (n - s) * BEYOND_VIEW]
    const box: Box = [w - dx, s - dy, e + dx, n + dy]
    const found = await snapLines(id, box).catch(() => null)
    if (!found || id !== plan()) return
    loaded = box
    lines.value = SnapIndex.from(found)
  }

  return { lines, look }
}
