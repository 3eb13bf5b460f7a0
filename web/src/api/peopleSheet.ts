import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import { guardedFetch } from './guard'
import type { components } from './schema'

type Schemas = components['schemas']

/** What is wrong with a cell, or with a whole row. */
export type SheetFault = Schemas['SheetFaultOut']

/** What a sheet would change, or has. */
export type SheetReport = Schemas['SheetImportOut']

const MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function send(path: string, file: File, signal?: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await guardedFetch(
      new Request(new URL(path, window.location.origin), {
        method: 'POST',
        body: file,
        headers: { 'Content-Type': MEDIA_TYPE, 'Accept-Language': acceptLanguage() },
        signal,
      }),
    )
  } catch (error) {
    if (isAbort(error)) throw error
    throw unreachable()
  }
  if (!response.ok) throw errorFrom(response.status, await response.json().catch(() => null))
  return response
}

/** What a sheet would change and what is wrong with it; with `commit` it is taken over where nothing is. */
export async function importSheet(file: File, commit: boolean, signal?: AbortSignal): Promise<SheetReport> {
  const query = new URLSearchParams({ commit: String(commit), name: file.name.slice(-200) })
  return (await send(`/api/v1/people/import?${query}`, file, signal)).json()
}

/** A copy of the sheet with what is wrong marked where it is. */
export async function markedSheet(file: File, signal?: AbortSignal): Promise<Blob> {
  const query = new URLSearchParams({ name: file.name.slice(-200) })
  return (await send(`/api/v1/people/import/annotated?${query}`, file, signal)).blob()
}

export const TEMPLATE = '/api/v1/people/template.xlsx'

/** Where the people of some ground are to be had as a sheet. */
export function sheetOf(grid: string): string {
  return `/api/v1/people/sheet.xlsx${grid ? `?${new URLSearchParams({ grid })}` : ''}`
}
