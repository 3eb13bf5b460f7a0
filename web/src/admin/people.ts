import { ref } from 'vue'
import { type Account, accounts } from '@/api/accounts'
import type { Page } from '@/api/grids'
import { useAnswer } from '@/state/answer'

const PAGE = 50

/** The list of people: a page of it, more pages after it, and changes to one person put in place. */
export function usePeople() {
  const { state, data, error, ask } = useAnswer<Page<Account>>((page) => page.items.length === 0)
  const asked = ref('')
  const more = ref(false)

  function find(q: string) {
    asked.value = q
    return ask((signal) => accounts({ q, limit: PAGE, signal }))
  }

  /** The next page, beneath those already in view. */
  async function findMore(): Promise<void> {
    const before = data.value
    if (!before?.next || more.value) return
    more.value = true
    try {
      const next = await accounts({ q: asked.value, limit: PAGE, after: before.next })
      if (data.value === before) data.value = { items: [...before.items, ...next.items], next: next.next }
    } finally {
      more.value = false
    }
  }

  /** Shows what has become of one person, also in the list. */
  function put(person: Account): void {
    if (!data.value) return
    const items = data.value.items.map((one) => (one.id === person.id ? person : one))
    data.value = { ...data.value, items }
  }

  return { state, data, error, asked, more, find, findMore, put, page: PAGE }
}
