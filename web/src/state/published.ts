import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, unreachable } from '@/api/client'
import {
  currentEdition,
  type Edition,
  editions,
  type GridFeature,
  type GridSummary,
  grid,
  grids,
  type Level,
  levels,
} from '@/api/grids'
import { type Handover, handovers } from '@/core/handover'
import { type Box, boxAround } from '@/core/place'
import { i18n } from '@/words'
import type { AnswerState } from './answer'

/** More outlines than this and the map does without their exact shape. */
const MOST_OUTLINES = 20

/** What is published as a whole: its levels, editions and the outline around everything. */
export const usePublished = defineStore('published', () => {
  let day = 0
  const state = ref<AnswerState>('idle')
  const error = shallowRef<ApiError | null>(null)
  const allLevels = shallowRef<Level[]>([])
  const edition = shallowRef<Edition | null>(null)
  const history = shallowRef<Edition[]>([])
  /** The uppermost grids: the outline where there is one, else level 1. */
  const tops = shallowRef<GridSummary[]>([])
  const outlines = shallowRef<GridFeature[]>([])

  const shownLevels = computed(() => allLevels.value.filter((one) => one.level > 0 && one.grids > 0))
  const box = computed<Box | null>(() => boxAround(tops.value.map((top) => top.bbox)))
  const areaM2 = computed(() => tops.value.reduce((sum, top) => sum + top.area_m2, 0))
  const order = computed<Handover[]>(() => {
    const around = box.value
    if (!around) return []
    const centre = [(around[0] + around[2]) / 2, (around[1] + around[3]) / 2] as const
    return handovers(shownLevels.value, areaM2.value, centre)
  })
  const placeName = computed(() => (tops.value.length === 1 ? (tops.value[0]?.name ?? '') : ''))

  async function load(): Promise<void> {
    state.value = 'loading'
    error.value = null
    try {
      const [foundLevels, foundEdition] = await Promise.all([levels(), currentEdition()])
      allLevels.value = foundLevels
      edition.value = foundEdition
      const top = Math.min(...foundLevels.filter((one) => one.grids > 0).map((one) => one.level))
      if (!Number.isFinite(top)) {
        state.value = 'empty'
        return
      }
      tops.value = (await grids({ level: top, limit: 100 })).items
      state.value = tops.value.length ? 'full' : 'empty'
      history.value = await editions().catch(() => [foundEdition])
      if (tops.value.length <= MOST_OUTLINES) {
        // The map stands without the outline's shape; it only shows less clearly where the ground ends.
        outlines.value = await Promise.all(tops.value.map((one) => grid(one.code))).catch(() => [])
      }
    } catch (caught) {
      if (caught instanceof ApiError && caught.status === 404) {
        state.value = 'empty'
        return
      }
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      state.value = 'error'
    }
  }

  /** Levels and outlines as they were on a day; what is shown stays where that day had none. */
  async function showDay(asOf: string | null): Promise<void> {
    day += 1
    const mine = day
    try {
      const then = (await levels({ asOf })).filter((one) => one.grids > 0)
      const top = Math.min(...then.map((one) => one.level))
      if (!Number.isFinite(top)) return
      const around = (await grids({ level: top, limit: 100, asOf })).items
      const shapes =
        around.length <= MOST_OUTLINES ? await Promise.all(around.map((one) => grid(one.code, { asOf }))) : []
      if (mine !== day) return // another day was chosen meanwhile
      allLevels.value = then
      tops.value = around
      outlines.value = shapes
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      // The map keeps the outline it has; its grids tell by themselves what did not arrive.
    }
  }

  /** The edition in force at the end of a day; null where none was yet. */
  function editionOn(asOf: string | null): Edition | null {
    if (!asOf) return edition.value
    const before = history.value.filter((one) => one.effective.slice(0, 10) <= asOf)
    return before.reduce<Edition | null>(
      (latest, one) => (!latest || one.effective > latest.effective ? one : latest),
      null,
    )
  }

  function levelName(level: number): string {
    const name = allLevels.value.find((one) => one.level === level)?.name
    const language = i18n.global.locale.value
    return name?.[language] || i18n.global.t('level.n', { n: level })
  }

  return {
    state,
    error,
    edition,
    history,
    tops,
    outlines,
    shownLevels,
    box,
    order,
    placeName,
    load,
    showDay,
    editionOn,
    levelName,
  }
})
