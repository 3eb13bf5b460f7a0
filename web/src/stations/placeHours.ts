import { incomplete } from '@/duty/shiftHours'
import type { Opening } from '@/people/naming'

type Spans = NonNullable<Opening['week_hours']>

/** The hours of a place as they are being given: by days and times, or in words where these do not say it. */
export interface PlaceHours {
  inWords: boolean
  words: string
  spans: Spans
}

export function placeHours(place: Opening | null): PlaceHours {
  const words = place?.hours ?? ''
  const spans = place?.week_hours ?? []
  return { inWords: words !== '' && !spans.length, words, spans: [...spans] }
}

/** What to send: nothing where the hours stay, so that their words stay as somebody wrote them. */
export function hoursBody(
  now: PlaceHours,
  before: Opening | null,
): { hours?: string | null; week_hours?: Spans } {
  const was = placeHours(before)
  if (now.inWords) {
    const words = now.words.trim()
    return was.words === words && before ? {} : { hours: words || null }
  }
  const same = before && !was.inWords && JSON.stringify(was.spans) === JSON.stringify(now.spans)
  return same ? {} : { week_hours: now.spans }
}

export function lacksHours(now: PlaceHours): boolean {
  return !now.inWords && incomplete(now.spans) >= 0
}
