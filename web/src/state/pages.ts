import { useSaving } from '@/account/saving'
import type { Page } from '@/api/grids'
import { useAnswer } from './answer'

type Question<T> = (after: string | null, signal?: AbortSignal) => Promise<Page<T>>

/** A list that comes page by page: the first replaces what is in view, further ones are put beneath it. */
export function usePages<T>() {
  const { state, data, error, ask } = useAnswer<Page<T>>((page) => page.items.length === 0)
  const { busy, wrong, save, forget } = useSaving()
  let last: Question<T> | null = null

  function find(question: Question<T>): Promise<Page<T> | null> {
    last = question
    forget()
    return ask((signal) => question(null, signal))
  }

  async function more(): Promise<void> {
    const before = data.value
    const question = last
    const after = before?.next
    if (!before || !after || !question) return
    const found = await save(() => question(after))
    // What was asked anew meanwhile is another list.
    if (found && data.value === before)
      data.value = { items: [...before.items, ...found.items], next: found.next }
  }

  return { state, data, error, find, more, busy, wrong }
}
