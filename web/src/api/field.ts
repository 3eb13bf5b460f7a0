import { type Asking, answered, loose } from './loose'

export interface Named {
  id: number
  name: string
}

/** An incident as a list has it. */
export interface FieldRow {
  number: string
  version: number
  state: string
  kind: 'general' | 'coordination' | 'emergency' | 'approval'
  urgency: 'emergency' | 'urgent' | 'normal'
  category: string
  title: string
  place: string | null
  lon: number
  lat: number
  grids: string[]
  grid_name: string | null
  person: Named | null
  office: Named | null
  reported_at: string
  due_at: string | null
  stage_due_at: string | null
  overdue: boolean
  returned: number
  reopened: number
  photos: number
}

export interface PhotoRef {
  id: string
  small: string
  large: string
}

export interface FieldEntry {
  n: number
  act: string
  to: string
  at: string
  made_at: string | null
  by: { name: string | null; capacity: string }
  reason: string | null
  text: string | null
  photos: PhotoRef[]
}

export interface CanDo {
  act: string
  requires: string[]
}

/** An incident with what whoever deals with it has to know. */
export interface FieldIncident extends FieldRow {
  text: string | null
  chain: {
    code: string
    name: string
    level: number
    answer: { person: Named | null; post: string | null; phone: string | null; mobile: string | null } | null
  }[]
  history: FieldEntry[]
  can: CanDo[]
  reporter: { has_contact: boolean; erased_at: string | null }
}

export interface Work {
  /** Theirs to do; their own first, the next due first. */
  mine: FieldRow[]
  /** To be verified on the spot. */
  to_verify: FieldRow[]
  /** Drawn for a sample. */
  to_sample: FieldRow[]
}

export interface Given {
  reason?: string
  reason_code?: string
  text?: string
  photos?: string[]
  to?: { person?: number; office?: number; grid?: string }
  at?: { lon: number; lat: number; accuracy_m?: number }
  until?: string
  solved?: boolean
}

export interface ActBody extends Given {
  act: string
  /** Sent twice it is done once. */
  id: string
  /** When it was done, where it is sent later. */
  made_at?: string
}

export interface NewIncident {
  category: string
  text?: string
  lon: number
  lat: number
  photos?: string[]
  channel: 'member'
  happened_at?: string
}

export interface Candidates {
  people: {
    id: number
    name: string
    post: string | null
    grid: string
    grid_name: string
    is_neighbour: boolean
  }[]
  offices: { id: number; name: string; role: string }[]
}

export interface ReporterContact {
  name: string | null
  phone: string | null
  contact: string | null
}

const ONE = '/api/v1/incidents/{number}'
const path = (number: string) => ({ path: { number } })

export function myWork({ signal }: Asking = {}): Promise<Work> {
  return answered(loose.GET('/api/v1/me/work', { signal }))
}

export function fieldIncident(number: string, { signal }: Asking = {}): Promise<FieldIncident> {
  return answered(loose.GET(ONE, { params: path(number), signal }))
}

export function doAct(number: string, body: ActBody): Promise<FieldIncident> {
  return answered(loose.POST(`${ONE}/acts`, { params: path(number), body }))
}

export function addIncident(body: NewIncident, key: string): Promise<FieldIncident> {
  return answered(loose.POST('/api/v1/incidents', { body, headers: { 'Idempotency-Key': key } }))
}

/** How the reporter can be reached. Each look is on record. */
export function reporterContact(number: string): Promise<ReporterContact> {
  return answered(loose.GET(`${ONE}/reporter`, { params: path(number) }))
}

export function candidates(number: string, { signal }: Asking = {}): Promise<Candidates> {
  return answered(loose.GET(`${ONE}/candidates`, { params: path(number), signal }))
}
