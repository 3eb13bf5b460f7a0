import type { Page } from './grids'
import type { Role } from './people'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export const ROLES = ['head', 'member', 'information_officer', 'liaison', 'specialist'] as const
export const SHIFTS = ['day', 'night', 'staggered'] as const
export type Shift = (typeof SHIFTS)[number]

/** A duty of somebody for a grid. */
export type Duty = Schemas['AssignmentOut']

export type DutyFields = Schemas['AssignmentIn']

export type Leave = Schemas['LeaveOut']

export type LeaveFields = Schemas['LeaveIn']

export type Pairing = Schemas['PartnerOut']

export type DutyProblem = Schemas['PeopleProblemOut']

export type DutyProblems = Schemas['PeopleProblemList']

export type Explained = Schemas['ExplainedAnswer']

const PAGE = 500

/** Duties that are in force or to come for exactly this grid, and not for those below it. */
export async function dutiesOf(grid: string, role?: Role, { signal }: Asking = {}): Promise<Duty[]> {
  const found: Duty[] = []
  let after: string | null | undefined
  do {
    const query = { grid, role, limit: PAGE, after: after ?? undefined }
    const page = await answered<Page<Duty>>(server.GET('/api/v1/assignments', { params: { query }, signal }))
    found.push(...page.items.filter((one) => one.grid.code === grid))
    after = page.next
  } while (after)
  return found
}

export function assign(fields: DutyFields): Promise<Duty> {
  return answered(server.POST('/api/v1/assignments', { body: fields }))
}

export function endDuty(id: number, at?: string): Promise<Duty> {
  return answered(server.POST('/api/v1/assignments/{id}/end', { params: { path: { id } }, body: { at } }))
}

export function cancelDuty(id: number): Promise<Duty> {
  return answered(server.DELETE('/api/v1/assignments/{id}', { params: { path: { id } } }))
}

export function giveLeave(person: number, fields: LeaveFields): Promise<Leave> {
  return answered(
    server.POST('/api/v1/persons/{id}/leaves', { params: { path: { id: person } }, body: fields }),
  )
}

export function endLeave(id: number, at?: string): Promise<Leave> {
  return answered(server.POST('/api/v1/leaves/{id}/end', { params: { path: { id } }, body: { at } }))
}

export function cancelLeave(id: number): Promise<Leave> {
  return answered(server.DELETE('/api/v1/leaves/{id}', { params: { path: { id } } }))
}

/** Both ways; null ends the AB post. */
export function setPartner(code: string, partner: string | null): Promise<Pairing> {
  const params = { path: { code } }
  return answered(server.PUT('/api/v1/grids/{code}/partner', { params, body: { partner } }))
}

export function dutyProblems(
  grid: string,
  limit: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<DutyProblems> {
  const query = { grid: grid || undefined, limit, after: after ?? undefined }
  return answered(server.GET('/api/v1/people/problems', { params: { query }, signal }))
}

/** Who answers for a grid at an instant, now without one, and every step of how they were found. */
export function explain(code: string, at?: string, { signal }: Asking = {}): Promise<Explained> {
  const params = { path: { code }, query: { at } }
  return answered(server.GET('/api/v1/duty/{code}', { params, signal }))
}
