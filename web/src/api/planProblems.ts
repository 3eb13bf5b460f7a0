import type { Box } from '@/core/place'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** An edit that takes a problem away. */
export type Cure = Schemas['CureOut']
/** What a rule found; `grids` are keys, the one that it is about first. */
export type RuleItem = Schemas['RuleItemOut']
export type PlanProblems = Schemas['PlanProblemsOut']

/** What the rules, or only some, say of the grids that the plan touches, or of all in a box in degrees. */
export function planProblems(
  id: number,
  box: Box | null,
  rules: readonly string[] = [],
  { signal }: Asking = {},
): Promise<PlanProblems> {
  const where = box ? { all: true, bbox: box.join(',') } : {}
  return asked(id, rules.length ? { ...where, rules: rules.join(',') } : where, signal)
}

/** The same of one grid, with all the cures that can be found. */
export function gridProblems(id: number, grid: string, { signal }: Asking = {}): Promise<PlanProblems> {
  return asked(id, { grid }, signal)
}

function asked(
  id: number,
  query: { all?: boolean; bbox?: string; grid?: string; rules?: string },
  signal?: AbortSignal,
): Promise<PlanProblems> {
  const params = { path: { id }, query }
  return answered(server.GET('/api/v1/plans/{id}/problems', { params, signal }))
}
