import type { Operation } from '@/api/plans'
import type { Outcome, Scene } from '@/core/edits'

/** A scene that works out verbs by itself, as far as it knows them. */
interface Performing {
  perform?: (verb: string, given: Record<string, unknown>) => Outcome
}

/** What an operation comes to as this browser works it out; `ask_server` where only the server can. */
export function reckon(scene: Scene, { verb, arguments: given }: Operation): Outcome {
  const performing: Scene & Performing = scene
  return performing.perform?.(verb, given) ?? { ok: false, refusal: 'ask_server', params: {} }
}
