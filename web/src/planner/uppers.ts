import { computed } from 'vue'
import { type GridSummary, grids } from '@/api/grids'
import { useAnswer } from '@/state/answer'

/** Levels that have grids beneath them to be drawn. */
const UPPER_LEVELS = [1, 2]
const MOST = 500

/** Grids in force that have others below them, to be chosen as the ground of something. */
export function useUppers() {
  const { data, ask } = useAnswer<GridSummary[]>()
  void ask(async (signal) => {
    const pages = await Promise.all(UPPER_LEVELS.map((level) => grids({ level, limit: MOST, signal })))
    return pages.flatMap(({ items }) => items)
  })
  const uppers = computed(() => data.value ?? [])
  return { uppers, first: computed(() => uppers.value[0]?.code ?? '') }
}
