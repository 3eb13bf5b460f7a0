import { eventsOf } from '@/api/plans'

/** What the server tells about a plan while it is open. */
export interface News {
  type: 'step' | 'state' | 'notes' | 'hold'
  data: Record<string, unknown>
}

const TYPES: readonly News['type'][] = ['step', 'state', 'notes', 'hold']

function parsed(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Listens to what follows a step of a plan until the returned function is called; the browser itself connects again. */
export function listen(plan: number, version: number, tell: (news: News) => void): () => void {
  const source = new EventSource(eventsOf(plan, version))
  for (const type of TYPES) {
    source.addEventListener(type, ({ data }) => tell({ type, data: parsed(String(data)) }))
  }
  return () => source.close()
}
