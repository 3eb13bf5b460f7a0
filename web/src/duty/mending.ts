import type { DutyProblem } from '@/api/duties'

/** The first step to mend a fault. */
export type Step =
  | { act: 'appoint'; role: 'head' | 'member' }
  | { act: 'partner' }
  | { act: 'duties' }
  | { act: 'person'; id: number; name: string }

export function firstStep(problem: Pick<DutyProblem, 'code' | 'persons' | 'params'>): Step | null {
  const person = problem.persons[0]
  switch (problem.code) {
    case 'no_head':
    case 'nobody_answers':
      return { act: 'appoint', role: 'head' }
    case 'no_member':
      return { act: 'appoint', role: 'member' }
    case 'partner_not_adjacent':
      return { act: 'partner' }
    case 'grid_ended':
      return { act: 'duties' }
    case 'lapsing':
      // A new duty from the day on which the old one ends.
      return problem.params.role === 'head' || problem.params.role === 'member'
        ? { act: 'appoint', role: problem.params.role }
        : { act: 'duties' }
    case 'heads_several':
      return person ? { act: 'person', ...person } : null
    default:
      return null
  }
}
