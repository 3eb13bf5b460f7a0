import type { Page } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type Entry = Schemas['AuditEntryOut']

export type AuditWords = Schemas['AuditWords']

export type Seal = Schemas['SealState']

/** What to look for; what is empty does not narrow. */
export interface AuditFilter {
  actor: string
  action: string
  subject: string
  since: string
  until: string
}

export const NO_FILTER: AuditFilter = { actor: '', action: '', subject: '', since: '', until: '' }

function narrowing(filter: AuditFilter): [string, string][] {
  return Object.entries(filter).flatMap(([name, value]): [string, string][] => {
    const text = String(value).trim()
    return text ? [[name, text]] : []
  })
}

export function audit(
  filter: AuditFilter,
  limit: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<Page<Entry>> {
  const query = { ...Object.fromEntries(narrowing(filter)), limit, after: after ?? undefined }
  return answered(server.GET('/api/v1/audit', { params: { query }, signal }))
}

/** Where the whole record, so narrowed, is to be had as a file. */
export function auditFile(filter: AuditFilter, format: 'csv' | 'jsonl'): string {
  return `/api/v1/audit/export?${new URLSearchParams([['format', format], ...narrowing(filter)])}`
}

/** Names of what the log writes as codes. */
export function auditWords({ signal }: Asking = {}): Promise<AuditWords> {
  return answered(server.GET('/api/v1/audit/words', { signal }))
}

export function seal({ signal }: Asking = {}): Promise<Seal> {
  return answered(server.GET('/api/v1/audit/seal', { signal }))
}
