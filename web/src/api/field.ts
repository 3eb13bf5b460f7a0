import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** An incident as a list has it. */
export type FieldRow = Schemas['IncidentRow']
/** An incident with what whoever deals with it has to know. */
export type FieldIncident = Schemas['IncidentOut']
export type Work = Schemas['WorkOut']
export type Candidates = Schemas['CandidatesOut']
export type ReporterContact = Schemas['ReporterOut']

type Act = Schemas['ActIn']
/** What comes with an action. */
export type Given = Partial<
  Pick<Act, 'reason' | 'reason_code' | 'text' | 'to' | 'at' | 'until' | 'solved' | 'photos'>
>
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

export function myWork({ signal }: Asking = {}): Promise<Work> {
  return answered(server.GET('/api/v1/me/work', { signal }))
}

export function fieldIncident(number: string, { signal }: Asking = {}): Promise<FieldIncident> {
  return answered(server.GET('/api/v1/incidents/{number}', { params: { path: { number } }, signal }))
}

export function doAct(number: string, given: ActBody): Promise<FieldIncident> {
  const params = { path: { number } }
  return answered(server.POST('/api/v1/incidents/{number}/acts', { params, body: given as Act }))
}

export function addIncident(fields: NewIncident, key: string): Promise<FieldIncident> {
  const body = fields as Schemas['IncidentIn']
  return answered(server.POST('/api/v1/incidents', { body, headers: { 'Idempotency-Key': key } }))
}

/** How the reporter can be reached. Each look is on record. */
export function reporterContact(number: string): Promise<ReporterContact> {
  return answered(server.GET('/api/v1/incidents/{number}/reporter', { params: { path: { number } } }))
}

export function candidates(number: string, { signal }: Asking = {}): Promise<Candidates> {
  return answered(
    server.GET('/api/v1/incidents/{number}/candidates', { params: { path: { number } }, signal }),
  )
}
