import type { Page } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export const BOARD_KINDS = ['office', 'member'] as const
export const SIZES = ['A2', 'A3', 'A4'] as const
export const BOARD_STATES = ['hanging', 'removed', 'all'] as const
export type BoardState = (typeof BOARD_STATES)[number]

/** A notice board where it hangs. */
export type Board = Schemas['BoardOut']

export type BoardFields = Schemas['BoardIn']

export type BoardChange = Schemas['BoardChange']

/** What no longer holds, in the order in which to walk. */
export type Reprint = Schemas['ReprintOut']

export type PrintJob = Schemas['PrintJobOut']

export type PrintWish = Schemas['PrintJobIn']

export function boards(
  grid: string,
  state: BoardState,
  limit: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<Page<Board>> {
  const query = { grid: grid || undefined, state, limit, after: after ?? undefined }
  return answered(server.GET('/api/v1/boards', { params: { query }, signal }))
}

export function board(id: number, { signal }: Asking = {}): Promise<Board> {
  return answered(server.GET('/api/v1/boards/{id}', { params: { path: { id } }, signal }))
}

export function addBoard(fields: BoardFields): Promise<Board> {
  return answered(server.POST('/api/v1/boards', { body: fields }))
}

export function changeBoard(id: number, change: BoardChange): Promise<Board> {
  return answered(server.PATCH('/api/v1/boards/{id}', { params: { path: { id } }, body: change }))
}

export function checkBoard(id: number, fine: boolean, note: string): Promise<Board> {
  const body = { fine, note: note.trim() || undefined }
  return answered(server.POST('/api/v1/boards/{id}/checks', { params: { path: { id } }, body }))
}

export function markPrinted(id: number): Promise<Board> {
  return answered(server.POST('/api/v1/boards/{id}/printed', { params: { path: { id } }, body: {} }))
}

export function setBoardPhoto(id: number, photo: File): Promise<Board> {
  const asking = server.PUT('/api/v1/boards/{id}/photo', {
    params: { path: { id } },
    body: photo as unknown as string,
    bodySerializer: (body) => body,
    headers: { 'Content-Type': photo.type || 'application/octet-stream' },
  })
  return answered(asking)
}

export function reprint(grid: string, { signal }: Asking = {}): Promise<Reprint> {
  const params = { query: { grid: grid || undefined } }
  return answered(server.GET('/api/v1/boards/reprint', { params, signal }))
}

/** The same on paper, with a map of the walk. */
export function reprintFile(grid: string, lang: string): string {
  return `/api/v1/boards/reprint.pdf?${new URLSearchParams({ lang, ...(grid ? { grid } : {}) })}`
}

/** One board to be looked at before many are printed. */
export function boardFile(grid: string, kind: string, size: string, lang: string): string {
  return `/api/v1/grids/${encodeURIComponent(grid)}/board.pdf?${new URLSearchParams({ kind, size, lang })}`
}

export async function printJobs({ signal }: Asking = {}): Promise<PrintJob[]> {
  return (await answered<{ items: PrintJob[] }>(server.GET('/api/v1/print-jobs', { signal }))).items
}

export async function addPrintJob(wish: PrintWish): Promise<number> {
  return (await answered<{ id: number }>(server.POST('/api/v1/print-jobs', { body: wish }))).id
}

export async function removePrintJob(id: number): Promise<PrintJob[]> {
  const asking = server.DELETE('/api/v1/print-jobs/{id}', { params: { path: { id } } })
  return (await answered<{ items: PrintJob[] }>(asking)).items
}
