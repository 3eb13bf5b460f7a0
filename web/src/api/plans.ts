import type { Box } from '@/core/place'
import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import type { Page } from './grids'
import { guardedFetch } from './guard'
import type { Asking } from './server'

/** A place on the lattice: x east, y north, in units of 1e-7°. */
export type Place = readonly [x: number, y: number]

export type PlanState = 'draft' | 'submitted' | 'approved' | 'published' | 'withdrawn'

/** An account that did something. */
export interface Maker {
  id: number
  login: string
  name: string
}

/** Who is drawing; nobody where null. */
export interface Hold {
  by: Maker | null
  since: string | null
}

export interface StateChange {
  state: PlanState
  why: string
  version: number
  by: Maker | null
  at: string
}

export interface Plan {
  id: number
  title: string
  reason: string
  ground: { code: string; name: string; level: number }
  base_edition: number
  effective: string | null
  state: PlanState
  version: number
  revision: number
  made_by: Maker | null
  made_at: string
  changed_at: string
  /** The step that undoing would undo, and the one that redoing would bring back. */
  undo: number | null
  redo: number | null
  published_edition: number | null
  /** Only of a plan by itself, not of one in a list. */
  states?: StateChange[]
  unlocks?: { grid: string; reason: string; by: Maker | null; at: string }[]
  hold?: Hold | null
}

/** A grid as the plan has it: words, measures, and its ground as rings of lattice units. */
export interface PlanGrid {
  key: string
  level: number
  parent: string | null
  code: string
  name: string
  kind: 'comprehensive' | 'special' | 'void'
  ground: 'residential' | 'street' | 'extension' | null
  class: 'A' | 'B' | 'C' | null
  setting: 'urban' | 'rural' | null
  statutory: boolean
  locked: boolean
  hue: number
  area_m2: number
  households: number | null
  people: number | null
  head: boolean | null
  mine: boolean
  /** It differs from the plan's base, if only by vertices on its border. */
  changed: boolean
  /** Nothing divides it. */
  leaf: boolean
  label: Place
  /** Polygons of rings, the shell first; a ring is x, y, x, y, … */
  polygons: number[][][]
}

export interface PlanGrids {
  version: number
  base_edition: number
  grids: PlanGrid[]
}

export interface Operation {
  verb: string
  arguments: Record<string, unknown>
}

export interface Step {
  number: number
  kind: 'do' | 'undo' | 'redo' | 'rebase'
  verb: string | null
  name: string | null
  /** The step that undoing would undo after this one, and the one that redoing would bring back. */
  undo: number | null
  redo: number | null
  by: Maker | null
  at: string
}

/** What a step changed: grids as they are now, and keys of those that are no more. */
export interface Changed {
  version: number
  step: Step
  changed: PlanGrid[]
  ended: string[]
}

export type Measure = Pick<PlanGrid, 'households' | 'people'> & { area_m2: number | null }

/** What a step would change; measured are those that would change other than by vertices. */
export interface Preview {
  version: number
  changed: PlanGrid[]
  ended: string[]
  measures: { key: string; before: Measure; after: Measure }[]
}

export interface NewStep extends Operation, Turn {
  name?: string
}

/** A line that a border may follow: flat x, y on the lattice. */
export interface SnapLine {
  name: string | null
  layer: 'street' | 'water' | 'railway'
  points: number[]
}

export interface NewPlan {
  title: string
  reason: string
  under: string
}

const PLANS = '/api/v1/plans'
type Query = Record<string, string | number | null | undefined>

export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  query: Query = {},
  { signal }: Asking = {},
) {
  const url = new URL(path, window.location.origin)
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') url.searchParams.set(name, String(value))
  }
  const headers = new Headers({ 'Accept-Language': acceptLanguage() })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  let response: Response
  try {
    response = await guardedFetch(
      new Request(url, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal }),
    )
  } catch (error) {
    if (isAbort(error)) throw error
    throw unreachable()
  }
  const found: unknown = await response.json().catch(() => null)
  if (!response.ok) throw errorFrom(response.status, found, response.headers.get('Retry-After'))
  return found as T
}

export function plans(state: string, after: string | null, asking: Asking = {}): Promise<Page<Plan>> {
  return ask('GET', PLANS, undefined, { state, after }, asking)
}

export function addPlan(fields: NewPlan): Promise<Plan> {
  return ask('POST', PLANS, fields)
}

export function plan(id: number, asking: Asking = {}): Promise<Plan> {
  return ask('GET', `${PLANS}/${id}`, undefined, {}, asking)
}

/** Grids of all levels that meet a box in degrees: west, south, east, north. */
export function planGrids(id: number, bbox: Box, asking: Asking = {}): Promise<PlanGrids> {
  return ask('GET', `${PLANS}/${id}/grids`, undefined, { bbox: bbox.join(',') }, asking)
}

/** Grids by key, wherever they are; those that ended are left out. */
export function planGridsOf(id: number, keys: readonly string[], asking: Asking = {}): Promise<PlanGrids> {
  return ask('GET', `${PLANS}/${id}/grids`, undefined, { keys: keys.join(',') }, asking)
}

export function addStep(id: number, step: NewStep): Promise<Changed> {
  return ask('POST', `${PLANS}/${id}/steps`, step)
}

/** What an operation would change; nothing is kept. */
export function previewStep(id: number, operation: Operation, asking: Asking = {}): Promise<Preview> {
  return ask('POST', `${PLANS}/${id}/preview`, operation, {}, asking)
}

/** Who makes a step and what they have seen; sent twice under one id, it is made once. */
export interface Turn {
  version: number
  id: string
  holder: string
}

export function stepBack(id: number, which: 'undo' | 'redo', turn: Turn): Promise<Changed> {
  return ask('POST', `${PLANS}/${id}/${which}`, turn)
}

export function planSteps(id: number, after: string | null, asking: Asking = {}): Promise<Page<Step>> {
  return ask('GET', `${PLANS}/${id}/steps`, undefined, { after }, asking)
}

export function holdPlan(id: number, holder: string, takeOver: boolean): Promise<Hold> {
  return ask('POST', `${PLANS}/${id}/hold`, { holder, take_over: takeOver })
}

export function letGo(id: number, holder: string): Promise<unknown> {
  return ask('DELETE', `${PLANS}/${id}/hold`, undefined, { holder })
}

export function moveOn(
  id: number,
  to: 'submit' | 'return' | 'approve' | 'withdraw',
  why: string,
): Promise<Plan> {
  return ask('POST', `${PLANS}/${id}/${to}`, { why })
}

/** Streets and waters in a box in degrees, to be followed. */
export async function snapLines(
  id: number,
  bbox: readonly number[],
  asking: Asking = {},
): Promise<SnapLine[]> {
  const found = await ask<{ lines: SnapLine[] }>(
    'GET',
    `${PLANS}/${id}/snap`,
    undefined,
    { bbox: bbox.join(',') },
    asking,
  )
  return found.lines
}

/** A line along streets and waters, for a border or a split. */
export interface Path {
  line: Place[]
  /** Names of what it follows, in order. */
  along: string[]
}

/** The shortest way through some places, its ends taken to the border of a grid. */
export function followPath(
  id: number,
  points: readonly Place[],
  grid: string,
  use: 'split' | 'border',
  asking: Asking = {},
): Promise<Path> {
  return ask('POST', `${PLANS}/${id}/path`, { points, grid, use }, {}, asking)
}

/** The street block, or the compound, around a place in degrees. */
export function blockAt(
  id: number,
  [lon, lat]: readonly [number, number],
  kind: 'block' | 'compound',
  asking: Asking = {},
): Promise<{ piece: Place[][]; name: string | null }> {
  return ask('GET', `${PLANS}/${id}/block`, undefined, { lon, lat, kind }, asking)
}

/** Where a browser listens for what follows a step of a plan. */
export const eventsOf = (id: number, version: number) => `${PLANS}/${id}/events?version=${version}`
