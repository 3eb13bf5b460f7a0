import type { Box, LonLat } from '@/core/place'
import type { Page } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

export { ask } from './ask'

type Schemas = components['schemas']

/** A place on the lattice: x east, y north, in units of 1e-7°. */
export type Place = readonly [x: number, y: number]

/** An account that did something. */
export type Maker = Schemas['MakerOut']
/** A plan as it stands in a list. */
export type Plan = Schemas['PlanOut']
/** A plan by itself: with how it came to its state, what was unlocked for it, and who draws. */
export type PlanWhole = Schemas['PlanWhole']
export type NewPlan = Schemas['PlanIn']
/** Who is drawing; nobody where null. */
export type Hold = Pick<Schemas['HoldNow'], 'by' | 'since'>

/** A grid as the plan has it; `provisional` until the server has given it its key. */
export type PlanGrid = Omit<Schemas['PlannedGridOut'], 'label'> & { label: Place; provisional?: true }
type Told<T> = Omit<T, 'grids' | 'changed'>
export type PlanGrids = Told<Schemas['PlanGridsOut']> & { grids: PlanGrid[] }
export type Step = Schemas['geo_grid__http__schemas__plan_grid__StepOut']
/** What a step changed: grids as they are now, and keys of those that are no more. */
export type Changed = Told<Schemas['StepMadeOut']> & { changed: PlanGrid[] }
export type Measure = Schemas['MeasureOut']
/** What a step would change; measured are those that would change other than by vertices. */
export type Preview = Told<Schemas['PreviewOut']> & { changed: PlanGrid[] }
export type Operation = Pick<Schemas['StepIn'], 'verb' | 'arguments'>
/** Who makes a step and what they have seen; sent twice under one id, it is made once. */
export type Turn = Pick<Schemas['StepIn'], 'version' | 'id' | 'holder'>
export type NewStep = Schemas['StepIn']
/** A line that a border may follow: flat x, y on the lattice. */
export type SnapLine = Schemas['SnapLineOut']
/** A line along streets and waters, with the names of what it follows, in order. */
export type Path = Pick<Schemas['PathOut'], 'along'> & { line: Place[] }

const at = (id: number) => ({ path: { id } })

export function plans(state: string, after: string | null, { signal }: Asking = {}): Promise<Page<Plan>> {
  const query = { state: (state || undefined) as Plan['state'] | undefined, after }
  return answered(server.GET('/api/v1/plans', { params: { query }, signal }))
}

export function addPlan(fields: NewPlan): Promise<Plan> {
  return answered(server.POST('/api/v1/plans', { body: fields }))
}

export function plan(id: number, { signal }: Asking = {}): Promise<PlanWhole> {
  return answered(server.GET('/api/v1/plans/{id}', { params: at(id), signal }))
}

/** Grids of all levels that meet a box in degrees: west, south, east, north. */
export function planGrids(id: number, bbox: Box, { signal }: Asking = {}): Promise<PlanGrids> {
  const params = { ...at(id), query: { bbox: bbox.join(',') } }
  return answered(server.GET('/api/v1/plans/{id}/grids', { params, signal }))
}

/** Grids by key, wherever they are; those that ended are left out. */
export function planGridsOf(
  id: number,
  keys: readonly string[],
  { signal }: Asking = {},
): Promise<PlanGrids> {
  const params = { ...at(id), query: { keys: keys.join(',') } }
  return answered(server.GET('/api/v1/plans/{id}/grids', { params, signal }))
}

export function addStep(id: number, body: NewStep): Promise<Changed> {
  return answered(server.POST('/api/v1/plans/{id}/steps', { params: at(id), body }))
}

/** What an operation would change; nothing is kept. */
export function previewStep(id: number, body: Operation, { signal }: Asking = {}): Promise<Preview> {
  return answered(server.POST('/api/v1/plans/{id}/preview', { params: at(id), body, signal }))
}

export function stepBack(id: number, which: 'undo' | 'redo', body: Turn): Promise<Changed> {
  return answered(server.POST(`/api/v1/plans/{id}/${which}`, { params: at(id), body }))
}

/** Steps, the last first. */
export async function planSteps(
  id: number,
  before: string | null,
  { signal }: Asking = {},
): Promise<Page<Step>> {
  const params = { ...at(id), query: { before: before === null ? null : Number(before) } }
  const { items, next } = await answered<Schemas['StepList']>(
    server.GET('/api/v1/plans/{id}/steps', { params, signal }),
  )
  return { items, next: next === null ? null : String(next) }
}

export function holdPlan(id: number, holder: string, takeOver: boolean): Promise<Hold> {
  const body = { holder, take_over: takeOver }
  return answered(server.POST('/api/v1/plans/{id}/hold', { params: at(id), body }))
}

export function letGo(id: number, holder: string): Promise<Hold> {
  return answered(server.DELETE('/api/v1/plans/{id}/hold', { params: { ...at(id), query: { holder } } }))
}

export function moveOn(
  id: number,
  to: 'submit' | 'return' | 'approve' | 'withdraw',
  why: string,
): Promise<Plan> {
  return answered(server.POST(`/api/v1/plans/{id}/${to}`, { params: at(id), body: { why } }))
}

/** Streets and waters in a box in degrees, to be followed. */
export async function snapLines(id: number, bbox: Box, { signal }: Asking = {}): Promise<SnapLine[]> {
  const params = { ...at(id), query: { bbox: bbox.join(',') } }
  return (await answered<Schemas['SnapOut']>(server.GET('/api/v1/plans/{id}/snap', { params, signal }))).lines
}

/** The shortest way through some places, its ends taken to the border of a grid. */
export function followPath(
  id: number,
  places: readonly Place[],
  grid: string,
  use: 'split' | 'border',
  { signal }: Asking = {},
): Promise<Path> {
  const points = places.map(([x, y]): [number, number] => [x, y])
  // What is left out here the server has its own answer to.
  const body = { points, grid, use } as Schemas['PathIn']
  return answered(server.POST('/api/v1/plans/{id}/path', { params: at(id), body, signal }))
}

/** The street block, or the compound, around a place in degrees. */
export function blockAt(
  id: number,
  [lon, lat]: LonLat,
  kind: 'block' | 'compound',
  { signal }: Asking = {},
): Promise<{ piece: Place[][]; name: string | null }> {
  const params = { ...at(id), query: { lon, lat, kind } }
  return answered(server.GET('/api/v1/plans/{id}/block', { params, signal }))
}

/** Where a browser listens for what follows a step of a plan. */
export const eventsOf = (id: number, version: number) => `/api/v1/plans/${id}/events?version=${version}`
