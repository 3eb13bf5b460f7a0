import { computed, type Ref, watch } from 'vue'
import { type GridAnswer, type GridPeople, gridPeople, type LocatedPeople, type Numbers } from '@/api/people'
import { useAnswer } from './answer'

interface Question {
  code: string | null
  asOf: string | null
}

/** Who answers for a grid and its surroundings: from the answer for a point where there is one, else asked for. */
export function useGridPeople(question: Ref<Question>, located: Ref<LocatedPeople | null>) {
  const asked = useAnswer<GridPeople>()

  watch(
    () => JSON.stringify(question.value),
    () => {
      const { code, asOf } = question.value
      // What belongs to another grid must not stand beside this one's name.
      asked.forget()
      if (code && !asOf) void asked.ask((signal) => gridPeople(code, { signal }))
    },
    { immediate: true },
  )

  const chain = computed<readonly GridAnswer[]>(() => {
    const { code, asOf } = question.value
    if (asOf || !code) return []
    const there = located.value?.people ?? []
    if (there.some((one) => one.code === code)) return there
    const alone = asked.data.value
    return alone ? [...alone.above, { code, answer: alone.answer, head: alone.head }] : []
  })
  const numbers = computed<Partial<Numbers>>(() => asked.data.value ?? located.value ?? {})
  const own = computed(() => chain.value.find((one) => one.code === question.value.code) ?? null)

  return { asked, chain, numbers, own }
}
