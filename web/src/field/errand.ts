import type { FieldRow, Given, NewIncident } from '@/api/field'
import type { ChosenPhoto } from '@/report/photo'

/** Why the server would not take something, in its words. */
export interface Refused {
  code: string
  title: string
  detail: string
  /** The state that it is in now, where that is why. */
  state: string | null
}

interface Common {
  /** Sent twice it is done once. */
  id: string
  /** Whose telephone it was: nobody sends what another did. */
  account: number
  made_at: string
  photos: ChosenPhoto[]
  refused: Refused | null
}

/** Something done with an incident that the server does not know of yet. */
export interface ActErrand extends Common {
  kind: 'act'
  number: string
  act: string
  given: Given
  /** What it is about, to be read in the list of what waits. */
  title: string
}

/** Something newly found that the server does not know of yet. */
export interface FindErrand extends Common {
  kind: 'find'
  body: NewIncident
  title: string
}

export type Errand = ActErrand | FindErrand

/** Where each action leads, for what is shown before the server has answered. */
const LEADS_TO: Record<string, string> = {
  take: 'handling',
  rework: 'handling',
  verify: 'closed',
  return: 'accepted',
  hand_on: 'dispatched',
}
const LEAVES: readonly string[] = ['return', 'hand_on', 'verify', 'rework', 'sample']

/** An incident as it will be once all that waits has been sent. */
export interface Projected<T extends FieldRow> {
  row: T
  state: string
  arrived: boolean
  /** How much of it waits, and whether something was refused. */
  waiting: number
  refused: boolean
  /** It is somebody else's turn then. */
  gone: boolean
}

export function projected<T extends FieldRow>(
  row: T,
  errands: readonly Errand[],
  arrived = false,
): Projected<T> {
  const mine = errands.filter((one): one is ActErrand => one.kind === 'act' && one.number === row.number)
  const found: Projected<T> = { row, state: row.state, arrived, waiting: 0, refused: false, gone: false }
  for (const { act, refused } of mine) {
    if (refused) {
      found.refused = true
      break // what comes after it waits for a decision
    }
    found.waiting += 1
    if (act === 'arrive') found.arrived = true
    else if (act === 'finish') {
      found.state = row.kind === 'general' ? 'closed' : 'handled'
      found.gone = true
    } else found.state = LEADS_TO[act] ?? found.state
    if (LEAVES.includes(act)) found.gone = true
  }
  return found
}

/** The one thing to do next with it; null where it is somebody else's turn. */
export function mainAct(
  { state, arrived, gone }: Pick<Projected<FieldRow>, 'state' | 'arrived' | 'gone'>,
  checking: boolean,
  mustVisit: boolean,
): string | null {
  if (gone) return null
  if (checking) return state === 'handled' ? 'verify' : state === 'closed' ? 'sample' : null
  if (state === 'dispatched') return 'take'
  if (state === 'handling') return mustVisit && !arrived ? 'arrive' : 'finish'
  return state === 'suspended' ? 'resume' : null
}

/** What has to come with an action where the server cannot be asked. */
const USUALLY: Record<string, readonly string[]> = {
  arrive: ['on_site'],
  note: ['text_or_photo'],
  finish: ['text'],
  hand_on: ['target', 'reason'],
  return: ['reason'],
  dispute: ['reason'],
  escalate: ['reason'],
  rework: ['reason'],
  sample: ['solved'],
  ask_extension: ['reason', 'until'],
  ask_suspension: ['reason', 'until'],
}

export function needsOf(
  act: string,
  can: readonly { act: string; requires: readonly string[] }[] | null,
): readonly string[] {
  return can?.find((one) => one.act === act)?.requires ?? USUALLY[act] ?? []
}
