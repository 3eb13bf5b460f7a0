import type { LonLat } from '@/core/place'
import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import { guardedFetch } from './guard'
import { ask } from './plans'
import type { Asking } from './server'

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
] as const
export type IncidentState = (typeof STATES)[number]

/** What ends a case; all other states are open. */
export const ENDED: readonly IncidentState[] = ['closed', 'declined', 'withdrawn', 'duplicate']
export const URGENCIES = ['emergency', 'urgent', 'normal'] as const
export type Urgency = (typeof URGENCIES)[number]
export const KINDS = ['general', 'coordination', 'emergency', 'approval'] as const
export type Kind = (typeof KINDS)[number]
export const CHANNELS = [
  'hotline',
  'resident',
  'member',
  'higher_office',
  'media',
  'sensor',
  'open311',
  'batch',
] as const
export type Channel = (typeof CHANNELS)[number]

/** A person or an office by name. */
export interface Named {
  id: number
  name: string
}

/** A case as a list shows it. */
export interface IncidentRow {
  number: string
  version: number
  state: IncidentState
  stage: string | null
  kind: Kind
  urgency: Urgency
  category: string
  title: string | null
  place: string | null
  lon: number
  lat: number
  /** Codes of its grids, level ascending; empty outside the coverage. */
  grids: string[]
  grid_name: string | null
  person: Named | null
  office: Named | null
  reported_at: string
  due_at: string | null
  stage_due_at: string | null
  overdue: boolean
  outside: boolean
  escalated: number
  returned: number
  reopened: number
  channel: Channel
  photos: number
}

/** Who answers for a grid now. */
export interface Answerer {
  because: string
  person: Named | null
  phone: string | null
  mobile: string | null
  office: Named | null
}

/** A grid of the chain with whoever answers for it now. */
export interface ChainLink {
  code: string
  name: string
  level: number
  answer: Answerer | null
}

export interface Border {
  distance_m: number
  neighbour: { code: string; name: string }
}

/** The border that a case is near, and whether somebody decided on which side of it it is. */
export interface BorderOfCase extends Border {
  choice: 'located' | 'chosen'
}

/** A photo, with where it is served small and large. */
export interface PhotoRef {
  id: string
  small: string
  large: string
}

export interface HistoryEntry {
  n: number
  act: string
  from: IncidentState | null
  to: IncidentState
  at: string
  by: { name: string | null; capacity: string } | null
  reason: string | null
  text: string | null
  photos: PhotoRef[]
  params: Record<string, unknown>
}

export interface DueStep {
  code: string
  text_zh: string
  text_en: string
}

export interface Due {
  stage: string
  due_at: string
  explained: DueStep[]
  met_at: string | null
}

/** The departments that a category and a place call for. */
export interface Responsibility {
  lead: Named | null
  co: Named[]
  arbiter: Named | null
}

/** Something that may be done with a case now, and what has to be said with it. */
export interface Possible {
  act: string
  requires: string[]
}

/** A case near by, and how alike they are, 0 to 1. */
export interface NearIncident {
  incident: IncidentRow
  distance_m: number
  likeness: number
}

export interface Incident extends IncidentRow {
  text: string | null
  chain: ChainLink[]
  border: BorderOfCase | null
  edition: number | null
  history: HistoryEntry[]
  dues: Due[]
  responsibility: Responsibility | null
  links: IncidentRow[]
  near: NearIncident[]
  can: Possible[]
  reporter: { has_contact: boolean; erased_at: string | null } | null
  viewers: string[]
}

export interface Category {
  code: string
  parent: string | null
  name: { zh: string; en: string }
  kind: Kind
  urgency: Urgency
}

/** How many cases there are with a filter, by what they may be filtered further. */
export interface Counts {
  total: number
  state: Record<string, number>
  due: Record<string, number>
  category: Record<string, number>
  urgency: Record<string, number>
}

/** Who would get a case at a place, before it is reported. */
export interface Where {
  chain: ChainLink[]
  border: Border | null
  /** Grids that may be chosen instead, since their border is near. */
  others: ChainLink[]
  /** Each of them behind all that it is part of. */
  other_chains: ChainLink[][]
  /** A border nearer than this is near, m. */
  near_m: number
  outside: boolean
  nearest: { grid: { code: string; name: string }; distance_m: number } | null
  responsibility: Responsibility | null
}

/** Somebody who could be given a case, nearest first; then offices. */
export interface Candidates {
  people: {
    id: number
    name: string
    post: string | null
    phone: string | null
    role: 'head' | 'member'
    grid: string
    grid_name: string
    level: number
    is_neighbour: boolean
  }[]
  offices: { id: number; name: string; role: 'lead' | 'co' | 'arbiter' | 'serving' }[]
}

export interface SavedView {
  id: number
  name: string
  query: Record<string, string>
}

export interface NewIncident {
  category: string
  title: string
  text: string
  lon: number
  lat: number
  place: string
  grid: string | null
  channel: Channel
  contact: { name: string | null; phone: string | null } | null
  dispatch: boolean
  log: boolean
}

/** What an act says besides what it is. */
export interface Given {
  reason?: string
  text?: string
  photos?: string[]
  to?: { person?: number; office?: number; grid?: string }
  at?: { lon: number; lat: number; accuracy_m?: number }
  category?: string
  until?: string
  duplicate_of?: string
  solved?: boolean
  rating?: number
  grid?: string
}

export interface IncidentPage {
  incidents: IncidentRow[]
  next: string | null
  /** Whatever changes from now on is told by the events since this. */
  seen: string
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
