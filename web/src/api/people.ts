import type { Box } from '@/core/place'
import type { Located } from './grids'
import { type Asking, answered, server } from './server'

/** A text in both languages. */
export interface Named {
  zh: string
  en: string | null
}

export type Role = 'head' | 'member' | 'information_officer' | 'liaison' | 'specialist'

/** Hours of a shift on days of the week, 1 = Monday; `until` no later than `from` runs over midnight. */
export interface ShiftHours {
  days: number[]
  from: string
  until: string
}

/** What is published of a person; what is not is null. */
export interface PersonCard {
  name: Named | null
  initial: string | null
  /** One of six colours, from the code of the grid. */
  tint: number
  post: string | null
  photo: { small: string; large: string } | null
  phone: string | null
  mobile: string | null
  hours: string | null
  role: Role
  specialty: string | null
  duties: string | null
  shift: 'day' | 'night' | 'staggered' | null
  shift_hours: ShiftHours[] | null
  office: Named | null
}

export type Because = 'head' | 'shift' | 'named_stand_in' | 'ab_post' | 'leaders' | 'office' | 'nobody'

export interface GridName {
  code: string
  name: string
  level: number
}

/** Who answers for a grid now, and why. */
export interface Answer {
  because: Because
  person: PersonCard | null
  of_grid: GridName | null
  instead_of: { name: Named | null; initial: string | null; role: Role } | null
  vacant: boolean
  office: { name: Named; phone: string | null; hours: string | null } | null
  alarm: 'no_person' | 'nobody' | null
  until: string | null
}

export interface GridAnswer {
  code: string
  answer: Answer
  head: PersonCard | null
}

/** Numbers to call whoever answers. */
export interface Numbers {
  hotline: string | null
  supervision_phone: string | null
}

/** `people` is missing where borders of the past were asked for. */
export type LocatedPeople = Located & Partial<Numbers> & { people?: GridAnswer[] | null }

export interface StationCard {
  id: number
  name: Named
  lon: number
  lat: number
  address: string | null
  hours: string | null
  phone: string | null
  services: string[]
  grid: GridName
}

export interface OfficeCard {
  id: number
  kind: string
  name: Named
  phone: string | null
  hours: string | null
  address: string | null
}

export interface GridPeople extends Numbers {
  at: string
  answer: Answer
  head: PersonCard | null
  head_away: boolean
  partner: { code: string; name: string } | null
  members: PersonCard[]
  information_officers: PersonCard[]
  liaison: PersonCard[]
  specialists: PersonCard[]
  stations: StationCard[]
  offices: OfficeCard[]
}

/** A marker on the map: never a name or a number. */
export interface Face {
  code: string
  level: number
  lon: number
  lat: number
  initial: string | null
  tint: number
  photo: string | null
  because: Because
  vacant: boolean
}

export interface Faces {
  items: Face[]
  truncated: boolean
}

type Get = (path: string, init: object) => ReturnType<typeof server.GET>
const get = server.GET as unknown as Get

export function locatePeople(lon: number, lat: number, { signal }: Asking = {}): Promise<LocatedPeople> {
  return answered(get('/api/v1/locate', { params: { query: { lon, lat, people: true } }, signal }))
}

export function gridPeople(code: string, { signal }: Asking = {}): Promise<GridPeople> {
  return answered(get('/api/v1/grids/{code}/people', { params: { path: { code } }, signal }))
}

export function facesIn(box: Box, level: number, { signal }: Asking = {}): Promise<Faces> {
  const query = { bbox: box.join(','), level }
  return answered(get('/api/v1/people/in-view', { params: { query }, signal }))
}
