import type { Operation, PlanGrid } from '@/api/plans'
import { type EditedGrid, insideOf, type Outcome } from '@/core/edits'

/** How far apart the colours of a grid and of what was made of it are. */
const HUES_APART = 3

/** Verbs that make a grid; such a step names it by itself until the server does. */
const MAKING: readonly string[] = ['split', 'carve', 'draw_into_gap']

export const makesGrid = (verb: string) => MAKING.includes(verb)

/** The key that a grid has in this browser until the server has made it. */
export const provisionalKey = (step: string) => `~?${step}`

type Done = Extract<Outcome, { ok: true }>

/** The outcome with what it makes under another key; the core's own names nothing for long. */
export function named(outcome: Done, key: string): Done {
  const made = outcome.change.find((one) => one.made)?.key
  const of = (one: string | null) => (one === made ? key : one)
  const change = outcome.change.map((one) => ({
    ...one,
    key: of(one.key) as string,
    parent: of(one.parent),
  }))
  return { ...outcome, change }
}

/** An argument with one key put in the place of another, however deep it lies. */
export function rekeyed(value: unknown, from: string, to: string): unknown {
  if (value === from) return to
  if (Array.isArray(value)) return value.map((one) => rekeyed(one, from, to))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name === from ? to : name, rekeyed(one, from, to)]),
  )
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A grid that a step has made and the server has not seen: with the words of the one it was made of. */
export function provisionalGrid(
  edited: EditedGrid,
  origin: PlanGrid,
  { verb, arguments: given }: Operation,
  leaf: boolean,
): PlanGrid {
  const polygons = edited.polygons.map((rings) => rings.map((ring) => [...ring]))
  return {
    ...origin,
    key: edited.key,
    level: edited.level,
    parent: edited.parent,
    name: textOf(given.name),
    code: textOf(given.code),
    kind: verb === 'carve' ? 'special' : origin.kind,
    statutory: false,
    locked: false,
    hue: (origin.hue + HUES_APART) % (2 * HUES_APART),
    area_m2: edited.area_m2,
    households: null,
    people: null,
    head: null,
    changed: true,
    leaf,
    label: insideOf(edited.polygons),
    polygons,
    provisional: true,
  }
}
