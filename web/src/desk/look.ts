import { ENDED, type IncidentRow } from '@/api/incidents'
import { nextDue } from './filters'

/** How a case is drawn: a colour and a shape, so that neither is needed to know the other. */
export const LOOKS = ['emergency', 'overdue', 'outside', 'open', 'verified', 'ended'] as const
export type Look = (typeof LOOKS)[number]

type Seen = Pick<IncidentRow, 'state' | 'urgency' | 'overdue' | 'outside' | 'due_at' | 'stage_due_at'>

export function isOverdue(row: Seen, now: number): boolean {
  const due = nextDue(row)
  return !ENDED.includes(row.state) && (row.overdue || (due !== null && Date.parse(due) < now))
}

/** @param now Milliseconds since 1970. */
export function lookOf(row: Seen, now: number): Look {
  if (row.state === 'closed') return 'verified'
  if (ENDED.includes(row.state)) return 'ended'
  if (row.urgency === 'emergency') return 'emergency'
  if (isOverdue(row, now)) return 'overdue'
  return row.outside ? 'outside' : 'open'
}

/** Each look on a square of 20, as an SVG path. */
export const SHAPES: Record<Look, string> = {
  emergency: 'M10 1.5 19 17.500H1Z',
  overdue: 'M10 1 19 10 10 19 1 10Z',
  outside:
    'M4.500 2 10 7.500 15.500 2 18 4.500 12.500 10 18 15.500 15.500 18 10 12.500 4.500 18 2 15.500 7.500 10 2 4.500Z',
  open: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z',
  verified: 'M3 3h14v14H3Z',
  ended: 'M3 3h14v14H3ZM6 6v8h8V6Z',
}

/** Which token of the page's colours a look has. */
export const COLOURS: Record<Look, string> = {
  emergency: 'status-emergency',
  overdue: 'status-overdue',
  outside: 'status-outside',
  open: 'status-open',
  verified: 'status-verified',
  ended: 'status-outside',
}
