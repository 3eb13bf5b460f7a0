import type { Box } from '@/core/place'
import type { Page } from './grids'
import { ask, type Maker, type Operation, type Place, type Plan } from './plans'
import type { Asking } from './server'

const PLANS = '/api/v1/plans'

/** An edit that takes a problem away. */
export interface Cure extends Operation {
  title: string
}

export interface RuleItem {
  code: string
  severity: 'error' | 'warning' | 'notice'
  message: string
  /** Keys, the one it is about first. */
  grids: string[]
  at: Place
  bbox: [number, number, number, number]
  cures: Cure[]
}

export interface PlanProblems {
  version: number
  /** Grids that were looked at. */
  checked: number
  errors: number
  warnings: number
  notices: number
  items: RuleItem[]
}

/** What the rules say of the grids that the plan touches, or of all in a box in degrees. */
export function planProblems(id: number, box: Box | null, asking: Asking = {}): Promise<PlanProblems> {
  const whole = box ? { all: 'true', bbox: box.join(',') } : {}
  return ask('GET', `${PLANS}/${id}/problems`, undefined, whole, asking)
}

export interface GridSide {
  code: string
  name: string
  area_m2: number
  households: number | null
  people: number | null
  streets_m: number | null
}

export interface ComparedGrid {
  key: string
  level: number
  kind: string
  before: GridSide | null
  after: GridSide | null
  persons: number
  boards: number
  open_incidents: number | null
}

/** The plan beside its base; areas in square metres. */
export interface Comparison {
  version: number
  grids: ComparedGrid[]
  noded: number
  moved_m2: number
  moved_households: number | null
  moved_people: number | null
  boards: number
}

export function comparison(id: number, asking: Asking = {}): Promise<Comparison> {
  return ask('GET', `${PLANS}/${id}/comparison`, undefined, {}, asking)
}

export const comparisonFile = (id: number) => `${PLANS}/${id}/comparison.geojson`

export interface MovedGrid {
  key: string
  code: string
  name: string
  level: number
  happened: 'ended' | 'changed' | 'moved'
  editions: number[]
}

/** Grids that an edition changed under the plan since its base. */
export function conflicts(id: number, asking: Asking = {}): Promise<{ grids: MovedGrid[] }> {
  return ask('GET', `${PLANS}/${id}/conflicts`, undefined, {}, asking)
}

export interface Publishing {
  why: string
  effective: string | null
  carry_duties: boolean
}

export function publishPlan(
  id: number,
  how: Publishing,
): Promise<Plan & { holds_from: string; without_head: number }> {
  return ask('POST', `${PLANS}/${id}/publish`, how)
}

export function unlockGrid(id: number, grid: string, reason: string): Promise<Plan> {
  return ask('POST', `${PLANS}/${id}/unlocks`, { grid, reason })
}

export interface PlanComment {
  number: number
  text: string
  lon: number
  lat: number
  grid: string | null
  by: Maker | null
  at: string
  resolved_at: string | null
  resolved_by: Maker | null
}

export function planComments(
  id: number,
  after: string | null,
  asking: Asking = {},
): Promise<Page<PlanComment>> {
  return ask('GET', `${PLANS}/${id}/comments`, undefined, { after }, asking)
}

export function addComment(
  id: number,
  said: { text: string; lon: number; lat: number; grid: string | null },
): Promise<PlanComment> {
  return ask('POST', `${PLANS}/${id}/comments`, said)
}

export function resolveComment(id: number, number: number): Promise<PlanComment> {
  return ask('POST', `${PLANS}/${id}/comments/${number}/resolve`)
}

/** The four bounds of a grid as the plan has it. */
export interface GridBounds {
  zh: string
  en: string
  /** How much of the border follows streets or water, 0 to 1. */
  share_along: number
  /** Bounds as they came with an import, and where they no longer fit. */
  stored: {
    text: string
    fits: boolean
    drift: { side: 'east' | 'south' | 'west' | 'north'; missing: string[]; gone: string[] }[]
  } | null
}

export function planBounds(id: number, key: string, asking: Asking = {}): Promise<GridBounds> {
  return ask('GET', `${PLANS}/${id}/grids/${encodeURIComponent(key)}/bounds`, undefined, {}, asking)
}

/** The file of a grid in force (网格档案), as a PDF. */
export function gridFile(code: string, lang: string): string {
  return `/api/v1/grids/${encodeURIComponent(code)}/file.pdf?${new URLSearchParams({ lang })}`
}
