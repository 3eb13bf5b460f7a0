import type { Operation } from '@/api/plans'
import type { Outcome, Scene } from '@/core/edits'

/** What an operation comes to as this browser works it out; `ask_server` where only the server can. */
export function reckon(scene: Scene, { verb, arguments: given }: Operation): Outcome {
  return scene.perform(verb, given)
}
