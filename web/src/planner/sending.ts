import { ref, shallowRef } from 'vue'
import { ApiError, unreachable } from '@/api/client'
import * as api from '@/api/plans'
import type { EditedGrid, Outcome } from '@/core/edits'
import { browserKeeping, Outbox, type Unsent } from './outbox'
import { makesGrid, provisionalKey } from './provisional'
import { tabToken } from './tab'
import { uuid } from './uuid'

/** A step that was drawn without the server's word, and that the server then refused. */
export interface RefusedStep {
  step: Unsent
  error: ApiError
}

/** The plan that steps go to. */
export interface Addressee {
  /** Null where none is open. */
  id: () => number | null
  /** The last step that is known of. */
  version: () => number
  reckon: (operation: api.Operation) => Outcome
  /** Draws a step before the server has seen it. */
  draw: (step: Unsent) => void
  /** The server has made a step; `was` and `is` name what it made, before and now. */
  take: (answer: api.Changed, was: string | null, is: string | null) => void
  /** Others have changed these meanwhile. */
  catchUp: (keys: unknown) => Promise<void>
  reload: () => Promise<void>
}

const AGAIN_AFTER_MS = 4000
/** Refusals that say "not now" rather than "never": the step stays where it is. */
const LATER: readonly number[] = [0, 401, 408, 429, 500, 502, 503, 504]

/** Steps on their way to the server: one after the other, kept until each is answered. */
export function useSending(plan: Addressee) {
  const waiting = shallowRef<readonly Unsent[]>([])
  const refused = shallowRef<readonly RefusedStep[]>([])
  const online = ref(true)
  const answers = new Map<string, (problem: ApiError | null) => void>()
  let outbox = new Outbox(0, null)
  let sending = false
  let timer = 0

  function open(which: number): void {
    outbox = new Outbox(which, browserKeeping())
    waiting.value = outbox.waiting
  }

  function close(): void {
    window.clearTimeout(timer)
    refused.value = []
    waiting.value = []
    answers.clear()
  }

  /**
   * Does an operation: drawn at once where this browser can work it out, sent in its turn, and kept until
   * it is answered. Comes true with null, or with why it was refused.
   */
  function run(operation: api.Operation, name?: string): Promise<ApiError | null> {
    const step: Unsent = { ...operation, id: uuid(), at: new Date().toISOString() }
    if (name) step.name = name
    const outcome = plan.reckon(step)
    if (!outcome.ok && outcome.refusal !== 'ask_server')
      return Promise.resolve(new ApiError(422, outcome.refusal, '', '', '', outcome.params))
    if (outcome.ok && makesGrid(step.verb) && outcome.change.some((one: EditedGrid) => one.made))
      step.makes = provisionalKey(step.id)
    if (!outbox.add(step)) return Promise.resolve(unreachable())
    waiting.value = outbox.waiting
    plan.draw(step)
    return new Promise((done) => {
      answers.set(step.id, done)
      void send()
    })
  }

  async function sendOne(step: Unsent): Promise<boolean> {
    const which = plan.id()
    if (which === null) return false
    const body = { id: step.id, verb: step.verb, arguments: step.arguments, holder: tabToken() }
    try {
      const sent = { ...body, version: plan.version(), ...(step.name ? { name: step.name } : {}) }
      const answer = await api.addStep(which, sent)
      const is = step.makes ? madeBy(answer) : null
      if (step.makes && is) outbox.rekey(step.makes, is)
      answered(step, null, () => plan.take(answer, step.makes ?? null, is))
      online.value = true
      return true
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      return refusedOne(step, caught)
    }
  }

  /** Whether the next step may be sent. */
  async function refusedOne(step: Unsent, problem: ApiError): Promise<boolean> {
    if (LATER.includes(problem.status)) {
      online.value = !problem.isUnreachable
      // Nobody is kept waiting: all are in the outbox, and a refusal later is told by name.
      for (const done of answers.values()) done(null)
      answers.clear()
      timer = window.setTimeout(() => void send(), AGAIN_AFTER_MS)
      return false
    }
    if (problem.code === 'plan_moved_on' && Number(problem.params.version) > plan.version()) {
      await plan.catchUp(problem.params.grids)
      return true // asked again on top of what has changed
    }
    const isAsked = answers.has(step.id)
    answered(step, problem)
    if (!isAsked) refused.value = [...refused.value, { step, error: problem }]
    await plan.reload()
    return true
  }

  function answered(step: Unsent, problem: ApiError | null, before = () => {}): void {
    outbox.remove(step.id)
    waiting.value = outbox.waiting
    before()
    answers.get(step.id)?.(problem)
    answers.delete(step.id)
  }

  /** Sends what waits, one after the other. */
  async function send(): Promise<void> {
    if (sending || plan.id() === null) return
    sending = true
    window.clearTimeout(timer)
    try {
      for (let step = outbox.waiting[0]; step; step = outbox.waiting[0]) {
        if (!(await sendOne(step))) break
      }
    } catch (caught) {
      // The network went while the plan was asked for anew.
      if (!(caught instanceof ApiError)) throw caught
      online.value = !caught.isUnreachable
      timer = window.setTimeout(() => void send(), AGAIN_AFTER_MS)
    } finally {
      sending = false
    }
  }

  /** Undo or redo; what the server has not seen yet is taken back here. */
  async function back(which: 'undo' | 'redo'): Promise<ApiError | null> {
    const now = plan.id()
    if (now === null || sending) return null
    const last = outbox.waiting.at(-1)
    if (which === 'undo' && last) {
      answered(last, null)
      await plan.reload()
      return null
    }
    try {
      const turn = { version: plan.version(), id: uuid(), holder: tabToken() }
      plan.take(await api.stepBack(now, which, turn), null, null)
      return null
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (caught.code === 'plan_moved_on') await plan.catchUp(caught.params.grids)
      return caught
    }
  }

  function forget(step: RefusedStep): void {
    refused.value = refused.value.filter((one) => one !== step)
  }

  return { waiting, refused, online, open, close, run, send, back, forget }
}

/** The key of the grid that a step has made, as the server names it. */
function madeBy({ changed, step }: api.Changed): string | null {
  return changed.find(({ key }) => key === `~${step.number}`)?.key ?? null
}
