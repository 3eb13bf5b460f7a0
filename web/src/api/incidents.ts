import type { LonLat } from '@/core/place'
import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import { guardedFetch } from './guard'
import { ask } from './plans'
import type { components } from './schema'
import type { Asking } from './server'

type Schemas = components['schemas']

export const STATES = [
  'reported',
  'accepted',
  'dispatched',
  'handling',
  'suspended',
  'handled',
  'disputed',
  'closed',
  'declined',
  'withdrawn',
  'duplicate',
] as const satisfies readonly Schemas['State'][]
export type IncidentState = Schemas['State']

/** What ends a case; all other states are open. */
export const ENDED: readonly IncidentState[] = ['closed', 'declined', 'withdrawn', 'duplicate']
export const URGENCIES = ['emergency', 'urgent', 'normal'] as const satisfies readonly Schemas['Urgency'][]
export type Urgency = Schemas['Urgency']
export const KINDS = [
  'general',
  'coordination',
  'emergency',
  'approval',
] as const satisfies readonly Schemas['Kind'][]
export type Kind = Schemas['Kind']
export const CHANNELS = [
  'hotline',
  'resident',
  'member',
  'higher_office',
  'media',
  'sensor',
  'open311',
  'batch',
] as const satisfies readonly Schemas['Channel'][]
export type Channel = Schemas['Channel']

/** A person or an office by name. */
export type Named = Schemas['Named']
/** A case as a list shows it. */
export type IncidentRow = Schemas['IncidentRow']
/** Who answers for a grid now. */
export type Answerer = Schemas['AnswererOut']
/** A grid of the chain with whoever answers for it now. */
export type ChainLink = Schemas['ChainGrid']
/** A photo, with where it is served small and large. */
export type PhotoRef = Schemas['PhotoRef']
export type HistoryEntry = Schemas['EntryOut']
export type DueStep = Schemas['DueStepOut']
export type Due = Schemas['DueOut']
/** The departments that a category and a place call for. */
export type Responsibility = Schemas['Responsible']
/** Something that may be done with a case now, and what has to be said with it. */
export type Possible = Schemas['CanDo']
/** A case near by, and how alike they are, 0 to 1. */
export type NearIncident = Schemas['NearIncident']
export type Incident = Schemas['IncidentOut']
export type Category = Schemas['CategoryList']['categories'][number]
/** How many cases there are with a filter, by what they may be filtered further. */
export type Counts = Schemas['IncidentCounts']
/** Who would get a case at a place, before it is reported. */
export type Where = Schemas['DeskWhere']
/** Somebody who could be given a case, nearest first; then offices. */
export type Candidates = Schemas['CandidatesOut']
/** A page of the list; whatever changes from now on is told by the events since `seen`. */
export type IncidentPage = Schemas['IncidentList']
export type NewIncident = Omit<Schemas['IncidentIn'], 'crs' | 'photos'>
/** How a matter may reach whoever takes it down. */
export type ChannelTaken = NonNullable<NewIncident['channel']>
/** What an act says besides what it is. */
export type Given = Omit<Schemas['ActIn'], 'act' | 'id' | 'version'>

export interface SavedView {
  id: number
  name: string
  query: Record<string, string>
}

const API = '/api/v1'
const INCIDENTS = `${API}/incidents`
const one = (number: string) => `${INCIDENTS}/${encodeURIComponent(number)}`

/** Filters as the server takes them; several values stand with commas between. */
export type Filtering = Record<string, string>

/** As a query: several values by a name of their own each. */
function written(filters: Filtering): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, values] of Object.entries(filters)) {
    for (const value of name === 'state' ? values.split(',') : [values]) query.append(name, value)
  }
  return query
}

export function incidents(
  filters: Filtering,
  limit: number,
  after: string | null,
  asking: Asking = {},
): Promise<IncidentPage> {
  return ask('GET', `${INCIDENTS}?${written(filters)}`, undefined, { limit, after }, asking)
}

export function incidentCounts(filters: Filtering, asking: Asking = {}): Promise<Counts> {
  return ask('GET', `${INCIDENTS}/counts?${written(filters)}`, undefined, {}, asking)
}

export function incident(number: string, asking: Asking = {}): Promise<Incident> {
  return ask('GET', one(number), undefined, {}, asking)
}

/** Whoever reported it, for who handles the case; that it was read is on record. */
export function reporterOf(
  number: string,
): Promise<{ name: string | null; phone: string | null; contact: string | null }> {
  return ask('GET', `${one(number)}/reporter`)
}

export function candidates(number: string, asking: Asking = {}): Promise<Candidates> {
  return ask('GET', `${one(number)}/candidates`, undefined, {}, asking)
}

/** Does something with a case; `id` makes sending it twice harmless. */
export function act(
  number: string,
  what: { act: string; id: string; version: number } & Given,
): Promise<Incident> {
  return ask('POST', `${one(number)}/acts`, what)
}

/** Tells others that somebody looks at a case, or no more; who else does. */
export async function present(number: string, here: boolean): Promise<string[]> {
  return (await ask<{ viewers: string[] }>('POST', `${one(number)}/presence`, { here })).viewers
}

export async function near(
  [lon, lat]: LonLat,
  category: string | null,
  asking: Asking = {},
): Promise<NearIncident[]> {
  const found = await ask<{ incidents: NearIncident[] }>(
    'GET',
    `${INCIDENTS}/near`,
    undefined,
    { lon, lat, category },
    asking,
  )
  return found.incidents
}

export function where([lon, lat]: LonLat, category: string | null, asking: Asking = {}): Promise<Where> {
  return ask('GET', `${INCIDENTS}/where`, undefined, { lon, lat, category }, asking)
}

/** Reports a case; the same key twice makes one. */
export async function addIncident(fields: NewIncident, key: string): Promise<Incident> {
  const headers = new Headers({
    'Accept-Language': acceptLanguage(),
    'Content-Type': 'application/json',
    'Idempotency-Key': key,
  })
  const request = new Request(new URL(INCIDENTS, window.location.origin), {
    method: 'POST',
    headers,
    body: JSON.stringify(fields),
  })
  return sent(request)
}

/** A photo as it was taken; what it tells besides the picture is left behind by the server. */
export async function addPhoto(file: File): Promise<{ photo: string }> {
  const headers = new Headers({ 'Accept-Language': acceptLanguage(), 'Content-Type': file.type })
  const url = new URL(`${API}/incident-photos`, window.location.origin)
  return sent(new Request(url, { method: 'POST', headers, body: file }))
}

export const photoAddress = (photo: string, size: 'small' | 'large') =>
  `${API}/incident-photos/${encodeURIComponent(photo)}?size=${size}`

async function sent<T>(request: Request): Promise<T> {
  let response: Response
  try {
    response = await guardedFetch(request)
  } catch (error) {
    if (isAbort(error)) throw error
    throw unreachable()
  }
  const found: unknown = await response.json().catch(() => null)
  if (!response.ok) throw errorFrom(response.status, found, response.headers.get('Retry-After'))
  return found as T
}

export async function categories(asking: Asking = {}): Promise<Category[]> {
  return (await ask<{ categories: Category[] }>('GET', `${API}/categories`, undefined, {}, asking)).categories
}

/** A view as the server keeps it: each filter with its values. */
interface KeptView {
  id: number
  name: string
  query: Record<string, string[]>
}

function viewOf({ id, name, query }: KeptView): SavedView {
  const filters = Object.entries(query).map(([filter, values]) => [filter, values.join(',')])
  return { id, name, query: Object.fromEntries(filters) }
}

export async function savedViews(asking: Asking = {}): Promise<SavedView[]> {
  const { views } = await ask<{ views: KeptView[] }>('GET', `${API}/incident-views`, undefined, {}, asking)
  return views.map(viewOf)
}

export async function saveView(name: string, filters: Record<string, string>): Promise<SavedView> {
  const query = Object.fromEntries(
    Object.entries(filters).map(([filter, value]) => [filter, value.split(',')]),
  )
  return viewOf(await ask<KeptView>('POST', `${API}/incident-views`, { name, query }))
}

export function dropView(id: number): Promise<unknown> {
  return ask('DELETE', `${API}/incident-views/${id}`)
}

/** Where a browser listens for whatever happens to cases after a list was read. */
export const eventsSince = (seen: string) => `${INCIDENTS}/events?since=${seen}`

/** The address of the map's tiles under a filter; `seen` makes what has changed be asked anew. */
export function deskTiles(filters: Filtering, seen: number): string {
  const query = written(filters)
  query.set('seen', String(seen))
  return `${window.location.origin}${API}/tiles/incidents-desk/{z}/{x}/{y}.mvt?${query}`
}
