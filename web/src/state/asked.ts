import { type Ref, ref, watch } from 'vue'
import { ApiError } from '@/api/client'
import {
  children,
  type GridFeature,
  type GridSummary,
  grid,
  locate,
  type Neighbour,
  neighbours,
  type Page,
} from '@/api/grids'
import { type Ledger, ledger } from '@/api/ledger'
import { type LocatedPeople, locatePeople } from '@/api/people'
import type { LonLat } from '@/core/place'
import { useAnswer } from './answer'

const MOST_CHILDREN = 200
const TOO_OFTEN = 429

/** The grids at a point with who answers for them today; the grids alone where that was asked too often. */
async function whoIsAt([lon, lat]: LonLat, asOf: string | null, signal: AbortSignal): Promise<LocatedPeople> {
  if (asOf) return locate(lon, lat, { asOf, signal })
  try {
    return await locatePeople(lon, lat, { signal })
  } catch (error) {
    if (error instanceof ApiError && error.status === TOO_OFTEN) return locate(lon, lat, { signal })
    throw error
  }
}

/** What the address asks: a grid by code, a point, and as of which day. */
export interface Question {
  code: string | null
  point: LonLat | null
  asOf: string | null
}

/**
 * Loads what the address asks for. A point decides the grid: when the code is not one of the grids
 * at the point, `onDecided` is told which is (null outside of all), so that the address can follow.
 */
export function useAsked(question: Ref<Question>, onDecided: (code: string | null) => void) {
  const located = useAnswer<LocatedPeople>()
  const feature = useAnswer<GridFeature>()
  const beside = useAnswer<Neighbour[]>()
  const inside = useAnswer<Page<GridSummary>>()
  const book = useAnswer<Ledger>()
  const locatedKey = ref('')

  async function decide({ code, point, asOf }: Question): Promise<boolean> {
    if (!point) {
      located.forget()
      locatedKey.value = ''
      return true
    }
    const key = `${point.join()}|${asOf}`
    if (key !== locatedKey.value || !located.data.value) {
      locatedKey.value = key
      const answer = await located.ask((signal) => whoIsAt(point, asOf, signal))
      if (!answer) return false
    }
    const chain = located.data.value?.chain ?? []
    if (code && chain.some((one) => one.code === code)) return true
    const decided = chain.at(-1)?.code ?? null
    if (decided === code) return true
    onDecided(decided)
    return false
  }

  async function load(now: Question): Promise<void> {
    if (!(await decide(now))) return
    const { code, asOf } = now
    if (!code) {
      feature.forget()
      beside.forget()
      inside.forget()
      book.forget()
      return
    }
    if (feature.data.value?.properties.code !== code) {
      beside.forget()
      inside.forget()
      book.forget()
    }
    void book.ask((signal) => ledger(code, { asOf, signal }))
    void beside.ask((signal) => neighbours(code, { asOf, signal }))
    const found = await feature.ask((signal) => grid(code, { asOf, signal }))
    if (found?.properties.children_count) {
      void inside.ask((signal) => children(code, MOST_CHILDREN, { asOf, signal }))
    } else inside.forget()
  }

  watch(
    () => JSON.stringify(question.value),
    () => void load(question.value),
    { immediate: true },
  )

  return { located, feature, beside, inside, book, again: () => load(question.value) }
}
