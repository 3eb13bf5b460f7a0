import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Arguments } from '../../../src/core/edits/arguments'
import type { SceneGrid } from '../../../src/core/edits/grid'
import { Scene } from '../../../src/core/edits/scene'

interface Case {
  name: string
  grids: SceneGrid[]
  rules?: { step?: number; narrowest_m?: number; unlocked?: string[] }
  operation: { verb: string; arguments: Arguments }
  change?: { before: string[]; after: SceneGrid[] }
  refusal?: string | { code: string; params: Record<string, unknown> }
}

const FOLDER = new URL('../../../../tests/data/edits/', import.meta.url)
const CASES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Case)

function sceneOf({ grids, rules }: Case): Scene {
  return Scene.from(grids, {
    step: rules?.step ?? 1,
    narrowestM: rules?.narrowest_m ?? 1,
    unlocked: new Set(rules?.unlocked),
  })
}

// The same files are run by pytest on geo_grid/core/edits.
describe('the browser edits as the server does', () => {
  test.each(CASES)('$name', (one) => {
    const scene = sceneOf(one)
    const outcome = scene.perform(one.operation.verb, one.operation.arguments)
    if (!outcome.ok) {
      expect(outcome.refusal).toBe(typeof one.refusal === 'string' ? one.refusal : one.refusal?.code)
      if (typeof one.refusal === 'object') expect(outcome.params).toMatchObject(one.refusal.params)
      return
    }
    const { before = [], after = [] } = one.change ?? {}
    expect(
      outcome.change.map(({ key, level, parent, polygons }) => ({ key, level, parent, polygons })),
    ).toEqual(after.map(({ key, level, parent, polygons }) => ({ key, level, parent, polygons })))
    const kept = after.map(({ key }) => key)
    expect(outcome.ended).toEqual(before.filter((key) => !kept.includes(key)).sort())
  })
})
