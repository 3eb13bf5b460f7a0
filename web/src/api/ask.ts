import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import { guardedFetch } from './guard'
import type { Asking } from './server'

type Query = Record<string, string | number | null | undefined>

/** Asks what the generated types do not know. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  query: Query = {},
  { signal }: Asking = {},
) {
  const url = new URL(path, window.location.origin)
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') url.searchParams.set(name, String(value))
  }
  const headers = new Headers({ 'Accept-Language': acceptLanguage() })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  let response: Response
  try {
    response = await guardedFetch(
      new Request(url, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal }),
    )
  } catch (error) {
    if (isAbort(error)) throw error
    throw unreachable()
  }
  const found: unknown = await response.json().catch(() => null)
  if (!response.ok) throw errorFrom(response.status, found, response.headers.get('Retry-After'))
  return found as T
}
