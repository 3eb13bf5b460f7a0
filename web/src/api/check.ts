import { type ApiError, acceptLanguage, errorFrom, unreachable } from './client'
import type { components } from './schema'

export type Problem = components['schemas']['CoverageProblem']
export type CheckReport = components['schemas']['CheckOut']

/** The fields of a check beside its files; empty ones are not sent. */
export interface CheckFields {
  layer: string
  parent_layer: string
  id: string
  parent_id: string
  crs: string
  encoding: string
}

export interface CheckProgress {
  /** Bytes sent so far, and in all. */
  done: number
  total: number
}

export class Cancelled extends Error {}

/**
 * Sends a file to be proved.
 *
 * XMLHttpRequest, because fetch cannot tell how much of an upload has gone out.
 */
export function check(
  file: File,
  parent: File | null,
  fields: CheckFields,
  onProgress: (progress: CheckProgress) => void,
  signal: AbortSignal,
): Promise<CheckReport> {
  const form = new FormData()
  form.append('file', file, file.name)
  if (parent) form.append('parent', parent, parent.name)
  for (const [name, value] of Object.entries(fields)) {
    if (value.trim()) form.append(name, value.trim())
  }
  return new Promise((resolve, reject: (error: ApiError | Cancelled) => void) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/v1/check')
    request.setRequestHeader('Accept-Language', acceptLanguage())
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress({ done: event.loaded, total: event.total })
    })
    request.addEventListener('load', () => {
      let body: unknown = null
      try {
        body = JSON.parse(request.responseText)
      } catch {
        // A proxy's own error page is no JSON; the status still tells what happened.
      }
      if (request.status === 200 && body !== null) resolve(body as CheckReport)
      else reject(errorFrom(request.status, body))
    })
    request.addEventListener('error', () => reject(unreachable()))
    request.addEventListener('abort', () => reject(new Cancelled()))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
