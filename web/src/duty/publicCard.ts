import type { PersonCard, Role } from '@/api/people'
import type { Publishable } from '@/api/persons'

/** What is written down of somebody, as far as the public could see it. */
export interface Told {
  kind: 'official' | 'private'
  name: string
  name_en: string
  post: string
  phone: string
  mobile: string
  reception_hours: string
  photo: { small: string; large: string } | null
  published: readonly Publishable[]
  opted_in: boolean
}

export interface OnDuty {
  role: Role
  specialty: string | null
  duties: string | null
  tint: number
}

/** Of whom the public does not even learn that there is somebody, unless they agreed. */
const QUIET: readonly Role[] = ['information_officer', 'specialist']

/**
 * The card that everybody would see; null where they would not learn of this person at all.
 *
 * The server decides what is published; this only shows beforehand what it will decide.
 */
export function publicCard(told: Told, duty: OnDuty): PersonCard | null {
  const agreed = told.kind === 'official' || told.opted_in
  const shows = (field: Publishable) => agreed && told.published.includes(field)
  const text = (field: Publishable, value: string) => (shows(field) && value.trim()) || null
  if (told.kind === 'private' && QUIET.includes(duty.role) && !(agreed && told.published.length)) return null
  const name = text('name', told.name)
  return {
    name: name ? { zh: name, en: told.name_en.trim() || null } : null,
    initial: name ? ([...name][0] ?? null) : null,
    tint: duty.tint,
    post: text('post', told.post),
    photo: shows('photo') ? told.photo : null,
    phone: text('phone', told.phone),
    mobile: text('mobile', told.mobile),
    hours: text('hours', told.reception_hours),
    week_hours: null,
    role: duty.role,
    specialty: duty.specialty,
    duties: duty.duties,
    shift: null,
    shift_hours: null,
    office: null,
  }
}
