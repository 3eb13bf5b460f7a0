import { ref } from 'vue'
import { type Account, accounts } from '@/api/accounts'
import { usePages } from '@/state/pages'

const PAGE = 50

/** The list of people: a page of it, more pages after it, and changes to one person put in place. */
export function usePeople() {
  const pages = usePages<Account>()
  const { data } = pages
  const asked = ref('')

  function find(q: string) {
    asked.value = q
    return pages.find((after, signal) => accounts({ q, limit: PAGE, after, signal }))
  }

  /** Shows what has become of one person, also in the list. */
  function put(person: Account): void {
    if (!data.value) return
    const items = data.value.items.map((one) => (one.id === person.id ? person : one))
    data.value = { ...data.value, items }
  }

  return { ...pages, asked, find, put, page: PAGE }
}
