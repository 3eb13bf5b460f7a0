import type { ReportBody } from '@/api/reports'
import type { LonLat } from '@/core/place'
import type { Language } from '@/words'
import type { ChosenPhoto } from './photo'

/** How the place came about: told with it, because a position is less sure than a pin. */
export type PlaceBy = 'position' | 'map' | 'address' | 'photo'

export interface DraftPlace {
  at: LonLat
  by: PlaceBy
  /** What stands there, in words, if it is known. */
  name: string
  /** How far off the device may be, m. */
  accuracyM: number | null
}

/** A report as it is being written, kept on this device until it is sent. */
export interface Draft {
  /** Made once for each report: sent twice it is still one. */
  key: string
  category: string | null
  text: string
  place: DraftPlace | null
  /** The grid chosen where two come near; null where that was left to the border. */
  grid: string | null
  photos: ChosenPhoto[]
  /** The number of an open one nearby that it is the same as, if somebody says so. */
  same: string | null
  contact: { name: string; phone: string }
  /** It was sent off and no answer came: it is sent again as soon as there is a network. */
  waiting: boolean
  /** What was sent without an answer, oldest first, in case one of them arrived without us knowing. */
  attempted: readonly ReportBody[]
}

export const MOST_TEXT = 2000
const PLACES_DECIMALS = 7

export function emptyDraft(key: string): Draft {
  return {
    key,
    category: null,
    text: '',
    place: null,
    grid: null,
    photos: [],
    same: null,
    contact: { name: '', phone: '' },
    waiting: false,
    attempted: [],
  }
}

/** Whether anything in it would be lost. */
export function isBlank(draft: Draft): boolean {
  const { category, text, place, photos, contact } = draft
  return (
    !category && !text.trim() && !place && !photos.length && !contact.name.trim() && !contact.phone.trim()
  )
}

export type Field = 'place' | 'category' | 'text' | 'photos' | 'phone' | 'name' | 'grid' | 'same'

/** What is missing before it can be sent, in the order of the form. A photo says as much as a text. */
export function missing(draft: Draft): Field[] {
  const found: Field[] = []
  if (!draft.place) found.push('place')
  if (!draft.category) found.push('category')
  if (!draft.text.trim() && !draft.photos.length) found.push('text')
  const phone = draft.contact.phone.trim()
  if (phone && !/^\+?[\d\s()-]{5,20}$/.test(phone)) found.push('phone')
  return found
}

/** What is sent of it; null as long as something is missing. */
export function bodyOf(draft: Draft, language: Language): ReportBody | null {
  const { place, category } = draft
  if (!place || !category || missing(draft).length) return null
  const [name, phone] = [draft.contact.name.trim(), draft.contact.phone.trim()]
  const tokens = draft.photos.flatMap(({ token }) => token ?? [])
  return {
    category,
    text: draft.text.trim(),
    lon: Number(place.at[0].toFixed(PLACES_DECIMALS)),
    lat: Number(place.at[1].toFixed(PLACES_DECIMALS)),
    language,
    ...(place.name ? { place: place.name } : {}),
    ...(draft.grid ? { grid: draft.grid } : {}),
    ...(draft.same ? { same_as: draft.same } : {}),
    ...(tokens.length ? { photos: tokens } : {}),
    ...(name || phone ? { contact: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
  }
}

/** At which field a refusal belongs, by what the server names; null where it concerns the whole. */
export function fieldOf(code: string, params: Record<string, unknown>): Field | null {
  const named = `${String(params.field ?? '')} ${String(params.where ?? '')} ${code}`
  const fields: readonly [RegExp, Field][] = [
    [/\bsame_/, 'same'],
    [/phone|contact/, 'phone'],
    [/photo/, 'photos'],
    [/category/, 'category'],
    [/\b(lon|lat|place|point|position)\b|swapped|outside_china/, 'place'],
    [/grid/, 'grid'],
    [/text/, 'text'],
  ]
  return fields.find(([words]) => words.test(named))?.[1] ?? null
}
