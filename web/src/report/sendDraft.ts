import { ApiError } from '@/api/client'
import type { PhotoTaken, ReportBody, Reported } from '@/api/reports'
import type { Language } from '@/words'
import { bodyOf, type Draft } from './draft'

/** What sending needs of the server. */
export interface Door {
  photo: (blob: Blob) => Promise<PhotoTaken>
  report: (body: ReportBody, key: string) => Promise<Reported>
}

export type Outcome =
  | {
      kind: 'sent'
      answer: Reported /** It had arrived before it was changed: the change was not sent. */
      asFirstWritten: boolean
    }
  /** No answer: it waits, and is sent again. */
  | { kind: 'later'; error: ApiError }
  | { kind: 'refused'; error: ApiError; at: 'photos' | null }

/** Whether it may go well the next time, the same as it is. */
export function isPassing(error: ApiError): boolean {
  return error.isUnreachable || error.status === 429 || error.status >= 500
}

/**
 * Sends a report: its photos first, each once, then itself under its own key.
 *
 * @param keep Called with the draft whenever something came of it that must outlive the page.
 */
export async function sendDraft(
  draft: Draft,
  language: Language,
  door: Door,
  keep: (draft: Draft) => Promise<void>,
): Promise<Outcome> {
  let now = draft
  try {
    for (const photo of draft.photos) {
      if (photo.token) continue
      const taken = await door.photo(photo.blob)
      now = {
        ...now,
        photos: now.photos.map((one) => (one.id === photo.id ? { ...one, token: taken.photo } : one)),
      }
      await keep(now)
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return isPassing(error) ? { kind: 'later', error } : { kind: 'refused', error, at: 'photos' }
  }
  const body = bodyOf(now, language)
  if (!body) throw new Error('a report was sent before it was complete')
  const before = now.attempted.filter((one) => JSON.stringify(one) !== JSON.stringify(body))
  // Before it is sent: an answer that gets lost must find the same words the next time.
  await keep({ ...now, attempted: [...before, body] })
  try {
    return { kind: 'sent', answer: await door.report(body, now.key), asFirstWritten: false }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isPassing(error)) return { kind: 'later', error }
    if (error.code === 'idempotency_conflict') return asWritten(before, now.key, door, error)
    await keep({ ...now, attempted: before }) // these words were not taken
    return { kind: 'refused', error, at: null }
  }
}

/** It was changed after it had arrived unnoticed: what arrived is asked for again, the newest first. */
async function asWritten(
  before: readonly ReportBody[],
  key: string,
  door: Door,
  conflict: ApiError,
): Promise<Outcome> {
  for (const body of [...before].reverse()) {
    try {
      return { kind: 'sent', answer: await door.report(body, key), asFirstWritten: true }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (isPassing(error)) return { kind: 'later', error }
    }
  }
  return { kind: 'refused', error: conflict, at: null }
}
