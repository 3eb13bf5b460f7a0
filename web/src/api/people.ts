import type { Box } from '@/core/place'
import type { Located } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** What is published of a person; what is not is null. */
export type PersonCard = Schemas['PersonCard']
/** A text in both languages. */
export type Named = Schemas['PersonName']
export type Role = PersonCard['role']
/** Hours of a shift on days of the week, 1 = Monday; `until` no later than `from` runs over midnight. */
export type ShiftHours = NonNullable<PersonCard['shift_hours']>[number]
/** Who answers for a grid now, and why. */
export type Answer = Schemas['Answer']
export type GridName = Pick<NonNullable<Answer['of_grid']>, 'code' | 'name' | 'level'>
export type GridAnswer = Schemas['LocatedPeople']
export type GridPeople = Schemas['GridPeopleOut']
/** Numbers to call whoever answers. */
export type Numbers = Pick<GridPeople, 'hotline' | 'supervision_phone'>
/** `people` is missing where borders of the past were asked for. */
export type LocatedPeople = Located
/** A marker on the map: never a name or a number. */
export type Face = Schemas['Marker']
export type Faces = Schemas['MarkerList']

export function locatePeople(lon: number, lat: number, { signal }: Asking = {}): Promise<LocatedPeople> {
  return answered(server.GET('/api/v1/locate', { params: { query: { lon, lat, people: true } }, signal }))
}

export function gridPeople(code: string, { signal }: Asking = {}): Promise<GridPeople> {
  return answered(server.GET('/api/v1/grids/{code}/people', { params: { path: { code } }, signal }))
}

export function facesIn(box: Box, level: number, { signal }: Asking = {}): Promise<Faces> {
  const query = { bbox: box.join(','), level }
  return answered(server.GET('/api/v1/people/in-view', { params: { query }, signal }))
}
