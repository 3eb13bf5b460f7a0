import { computed } from 'vue'
import { type Catalogue, type Category, catalogue } from '@/api/categories'
import { useAnswer } from '@/state/answer'
import { usePreferences } from '@/state/preferences'
import { deviceShelf } from '@/state/shelf'

const shelf = deviceShelf<Catalogue>('work')
const KEY = 'catalogue'

/** What can be reported, in two levels; as it was last seen where there is no network. */
export function useCategories() {
  const preferences = usePreferences()
  const asked = useAnswer<Catalogue>((found) => found.categories.length === 0)

  async function newest(signal: AbortSignal): Promise<Catalogue> {
    try {
      const found = await catalogue({ signal })
      void shelf.put(KEY, found).catch(console.warn)
      return found
    } catch (error) {
      const kept = await shelf.get(KEY).catch(() => null)
      if (kept && !signal.aborted) return kept
      throw error
    }
  }

  const all = computed<readonly Category[]>(() => asked.data.value?.categories ?? [])
  const byCode = computed(() => new Map(all.value.map((one) => [one.code, one])))
  const groups = computed(() => all.value.filter(({ parent }) => parent === null))

  function nameOf(code: string | null | undefined): string {
    const found = code ? byCode.value.get(code) : undefined
    return found?.name[preferences.language] ?? code ?? ''
  }
  function inside(group: string): Category[] {
    return all.value.filter(({ parent }) => parent === group)
  }

  const load = () => asked.ask(newest)
  void load()
  return { state: asked.state, error: asked.error, load, all, byCode, groups, inside, nameOf }
}

export type Categories = ReturnType<typeof useCategories>
