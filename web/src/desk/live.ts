import { EVENTS, type IncidentRow } from '@/api/incidents'

/** What the desk is told while it is open. */
export type News =
  | { type: 'incident'; row: IncidentRow }
  | { type: 'gone'; number: string }
  | { type: 'viewers'; number: string; names: string[] }
  | { type: 'counts' }
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
  if (type === 'counts') return { type }
  const number = typeof data.number === 'string' ? data.number : null
  if (number === null) return null
  if (type === 'viewers') {
    const names = Array.isArray(data.viewers) ? data.viewers.map(String) : []
    return { type, number, names }
  }
  if (type !== 'incident') return null
  return data.gone === true ? { type: 'gone', number } : { type, row: data as unknown as IncidentRow }
}

/** Listens until the returned function is called; the browser itself connects again, from where it was. */
export function listen(tell: (news: News) => void): () => void {
  const source = new EventSource(EVENTS)
  for (const type of ['incident', 'viewers', 'counts']) {
    source.addEventListener(type, ({ data }) => {
      const news = newsOf(type, parsed(String(data)))
      if (news) tell(news)
    })
  }
  source.addEventListener('open', () => tell({ type: 'open' }))
  source.addEventListener('error', () => tell({ type: 'lost' }))
  return () => source.close()
}
