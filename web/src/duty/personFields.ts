import {
  type Person,
  type PersonChange,
  type PersonFields,
  PUBLISHABLE,
  type Publishable,
} from '@/api/persons'
import { lastDay, localDay, startOfDay } from '@/core/instant'

/** A person as a form holds them: days instead of instants, empty texts for nothing. */
export interface PersonForm extends Record<string, unknown> {
  kind: 'official' | 'private'
  name: string
  name_en: string
  post: string
  phone: string
  mobile: string
  reception_hours: string
  published: Publishable[]
  opted_in_at: string
  grid: string
  office: number | null
  account: string
  valid_from: string
  /** The last day in the service. */
  valid_until: string
}

export const NOBODY: PersonForm = {
  kind: 'official',
  name: '',
  name_en: '',
  post: '',
  phone: '',
  mobile: '',
  reception_hours: '',
  published: [],
  opted_in_at: '',
  grid: '',
  office: null,
  account: '',
  valid_from: '',
  valid_until: '',
}

export function formOf(person: Person): PersonForm {
  return {
    kind: person.kind,
    name: person.name,
    name_en: person.name_en ?? '',
    post: person.post ?? '',
    phone: person.phone ?? '',
    mobile: person.mobile ?? '',
    reception_hours: person.reception_hours ?? '',
    published: PUBLISHABLE.filter((field) => person.published.includes(field)),
    opted_in_at: person.opted_in_at ? localDay(person.opted_in_at) : '',
    grid: person.grid.code,
    office: person.office?.id ?? null,
    account: person.account?.login ?? '',
    valid_from: localDay(person.valid_from),
    valid_until: person.valid_until ? lastDay(person.valid_until) : '',
  }
}

/** What a form says as the server reads it; only the fields that are given. */
export function changeFrom(form: Partial<PersonForm>): PersonChange {
  const sent: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(form)) {
    if (field === 'opted_in_at' || field === 'valid_from')
      sent[field] = value ? startOfDay(String(value)) : null
    else if (field === 'valid_until') sent[field] = value ? startOfDay(String(value), 1) : null
    else sent[field] = typeof value === 'string' ? value.trim() || null : value
  }
  return sent as PersonChange
}

/** Somebody new: what is empty is left out. */
export function newFrom(form: PersonForm): PersonFields {
  const sent = Object.entries(changeFrom(form)).filter(([, value]) => value !== null)
  return Object.fromEntries(sent) as PersonFields
}
