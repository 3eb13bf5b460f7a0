import type { Given, Possible } from '@/api/incidents'

/** In this order acts are offered; the first that is possible is the next one. */
const ORDER = [
  'accept',
  'dispatch',
  'rule',
  'grant_extension',
  'grant_suspension',
  'resume',
  'verify',
  'take',
  'arrive',
  'finish',
  'note',
  'reassign',
  'hand_on',
  'escalate',
  'rework',
  'return',
  'dispute',
  'classify',
  'move',
  'link',
  'mark_duplicate',
  'ask_extension',
  'ask_suspension',
  'refuse_extension',
  'refuse_suspension',
  'decline',
  'reopen',
  'sample',
  'unlink',
  'withdraw',
  'rate',
]
/** What drives a case on; without one of these nothing is the next step. */
const FORWARD = new Set(ORDER.slice(0, 10))
/** What ends a case or takes it from somebody: asked in red. */
export const GRAVE: ReadonlySet<string> = new Set([
  'decline',
  'mark_duplicate',
  'withdraw',
  'refuse_extension',
  'refuse_suspension',
])

function place(act: string): number {
  const at = ORDER.indexOf(act)
  return at < 0 ? ORDER.length : at
}

/** What can be done, the likeliest first. */
export function inOrder(can: readonly Possible[]): Possible[] {
  return [...can].sort((a, b) => place(a.act) - place(b.act))
}

/** The step that is next in the case's way; null where it waits for somebody else. */
export function nextAct(can: readonly Possible[]): Possible | null {
  return inOrder(can).find(({ act }) => FORWARD.has(act)) ?? null
}

/** What a form asks for. */
export interface Filled {
  reason: string
  text: string
  photos: string[]
  target: Given['to'] | null
  category: string
  until: string
  duplicateOf: string
  place: { lon: number; lat: number } | null
  position: { lon: number; lat: number; accuracy_m?: number } | null
  solved: boolean | null
  rating: number | null
}

export const NOTHING: Filled = {
  reason: '',
  text: '',
  photos: [],
  target: null,
  category: '',
  until: '',
  duplicateOf: '',
  place: null,
  position: null,
  solved: null,
  rating: null,
}

/** Each requirement with whether what was filled in meets it. */
const MEETS: Record<string, (filled: Filled) => boolean> = {
  reason: ({ reason }) => reason.trim() !== '',
  text: ({ text }) => text.trim() !== '',
  text_or_photo: ({ text, photos }) => text.trim() !== '' || photos.length > 0,
  photo: ({ photos }) => photos.length > 0,
  on_site: ({ position }) => position !== null,
  place: ({ place: at }) => at !== null,
  target: ({ target }) => target !== null,
  category: ({ category }) => category !== '',
  until: ({ until }) => until !== '',
  duplicate_of: ({ duplicateOf }) => duplicateOf.trim() !== '',
  solved: ({ solved }) => solved !== null,
  rating: ({ rating }) => rating !== null,
}

/** What is still missing, in the order in which it is asked. */
export function missing(requires: readonly string[], filled: Filled): string[] {
  return requires.filter((one) => !(MEETS[one]?.(filled) ?? true))
}

/**
 * What was filled in, as the server takes it: nothing that is empty.
 *
 * @param instant Turns a chosen time into an instant.
 */
export function given(filled: Filled, instant: (chosen: string) => string): Given {
  const {
    reason,
    text,
    photos,
    target,
    category,
    until,
    duplicateOf,
    place: at,
    position,
    solved,
    rating,
  } = filled
  return {
    ...(reason.trim() && { reason: reason.trim() }),
    ...(text.trim() && { text: text.trim() }),
    ...(photos.length && { photos }),
    ...(target && { to: target }),
    ...(category && { category }),
    ...(until && { until: instant(until) }),
    ...(duplicateOf.trim() && { duplicate_of: duplicateOf.trim() }),
    ...((at ?? position) && { at: at ?? position ?? undefined }),
    ...(solved !== null && { solved }),
    ...(rating !== null && { rating }),
  }
}
