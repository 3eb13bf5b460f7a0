export type StepName =
  | 'reported'
  | 'accepted'
  | 'handling'
  | 'handled'
  | 'closed'
  | 'declined'
  | 'withdrawn'
  | 'duplicate'
  | 'suspended'
export type StepLook = 'done' | 'now' | 'next' | 'ended' | 'stopped'

export interface Step {
  name: StepName
  look: StepLook
}

const LINE: readonly StepName[] = ['reported', 'accepted', 'handling', 'handled', 'closed']
/** Which step of the line a state stands for; those who reported need no more of them. */
const STANDS_FOR: Record<string, number> = {
  reported: 0,
  accepted: 1,
  dispatched: 1,
  disputed: 1,
  handling: 2,
  suspended: 2,
  handled: 3,
  closed: 4,
}
const STOPPED: readonly string[] = ['declined', 'withdrawn', 'duplicate']

/** The line of steps as it looks in a state; one that ended early ends with how. */
export function stepsOf(state: string): Step[] {
  if (STOPPED.includes(state)) {
    return [
      { name: 'reported', look: 'done' },
      { name: state as StepName, look: 'stopped' },
    ]
  }
  const at = STANDS_FOR[state] ?? 0
  return LINE.map((name, place) => {
    const look: StepLook = place < at ? 'done' : place > at ? 'next' : state === 'closed' ? 'ended' : 'now'
    return { name: state === 'suspended' && place === at ? 'suspended' : name, look }
  })
}
