import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { addComment, type PlanComment, planComments, resolveComment } from '@/api/planPanels'
import type { LonLat } from '@/core/place'
import { usePages } from '@/state/pages'
import { usePlan } from './plan'

/** Comments of the open plan, as a list and as pins on the map. */
export const useComments = defineStore('planner.comments', () => {
  const plan = usePlan()
  const pages = usePages<PlanComment>()
  const { data, find } = pages
  /** The comment that is being looked at. */
  const chosen = ref<number | null>(null)
  /** The next click on the map says where the new comment belongs. */
  const placing = ref(false)
  /** Where the new comment belongs, where that was clicked. */
  const place = shallowRef<LonLat | null>(null)
  const items = computed(() => data.value?.items ?? [])

  function load(): void {
    const { id } = plan
    if (id !== null) void find((after, signal) => planComments(id, after, { signal }))
  }

  async function add(text: string, [lon, lat]: LonLat, grid: string | null): Promise<void> {
    if (plan.id === null) return
    const { number } = await addComment(plan.id, { text, lon, lat, grid })
    place.value = null
    load()
    chosen.value = number
  }

  async function resolve({ number }: PlanComment): Promise<void> {
    if (plan.id === null) return
    const now = await resolveComment(plan.id, number)
    const page = data.value
    if (!page) return
    data.value = { ...page, items: page.items.map((one) => (one.number === number ? now : one)) }
  }

  function put(at: LonLat): void {
    place.value = at
    placing.value = false
  }

  watch(
    () => plan.id,
    () => {
      chosen.value = null
      placing.value = false
      place.value = null
      data.value = null
      load()
    },
    { immediate: true },
  )

  return { ...pages, items, chosen, placing, place, load, add, resolve, put }
})
