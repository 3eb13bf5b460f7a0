import { eventsSince, type IncidentRow } from '@/api/incidents'

/** What the desk is told while it is open. */
export type News =
  | { type: 'incident'; row: IncidentRow }
  | { type: 'gone'; number: string }
  | { type: 'viewers'; number: string; names: string[] }
  | { type: 'counts' }
  /** Too much has changed to be told one by one. */
  | { type: 'reset' }
  | { type: 'open' }
  | { type: 'lost' }

type Data = Record<string, unknown>

function parsed(text: string): Data {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Data) : {}
  } catch {
    return {}
  }
}

/** An event as news; null where it says nothing that is known. */
export function newsOf(type: string, data: Data): News | null {
  if (type === 'counts' || type === 'reset') return { type }
  const number = typeof data.number === 'string' ? data.number : null
  if (number === null) return null
  if (type === 'viewers') {
    const names = Array.isArray(data.viewers) ? data.viewers.map(String) : []
    return { type, number, names }
  }
  if (type !== 'incident') return null
  return data.gone === true ? { type: 'gone', number } : { type, row: data as unknown as IncidentRow }
}

const AGAIN_MS = 4000

/**
 * Listens until the returned function is called. The browser itself connects again from where it was; where the
 * server has refused it, this does.
 *
 * @param seen Of the list: whatever changed since is told first.
 */
export function listen(seen: string, tell: (news: News) => void): () => void {
  let last = seen
  let source: EventSource | null = null
  let timer = 0

  function open(): void {
    const mine = new EventSource(eventsSince(last))
    source = mine
    for (const type of ['incident', 'viewers', 'counts', 'reset', 'seen']) {
      mine.addEventListener(type, ({ data, lastEventId }) => {
        if (lastEventId) last = lastEventId
        const news = newsOf(type, parsed(String(data)))
        if (news) tell(news)
      })
    }
    mine.addEventListener('open', () => tell({ type: 'open' }))
    mine.addEventListener('error', () => {
      tell({ type: 'lost' })
      if (mine.readyState === EventSource.CLOSED) timer = window.setTimeout(open, AGAIN_MS)
    })
  }

  open()
  return () => {
    window.clearTimeout(timer)
    source?.close()
  }
}
