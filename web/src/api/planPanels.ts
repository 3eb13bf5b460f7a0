import type { Page } from './grids'
import type { Plan } from './plans'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type GridSide = Schemas['GridSideOut']
export type ComparedGrid = Schemas['ComparedGridOut']
/** The plan beside its base; areas in square metres. */
export type Comparison = Schemas['ComparisonOut']
export type MovedGrid = Schemas['MovedGridOut']
export type Publishing = Schemas['PublishIn']
export type PlanComment = Schemas['PlanCommentOut']
/** The four bounds of a grid as the plan has it. */
export type GridBounds = Schemas['BoundsOut']
export type ReplayedStep = Schemas['ReplayedStepOut']
export type Replayed = Schemas['ReplayOut']
export type NumberedGrid = Schemas['NumberedGridOut']
export type Numbering = Schemas['NumberingOut']

const at = (id: number) => ({ path: { id } })

export function comparison(id: number, { signal }: Asking = {}): Promise<Comparison> {
  return answered(server.GET('/api/v1/plans/{id}/comparison', { params: at(id), signal }))
}

export const comparisonFile = (id: number) => `/api/v1/plans/${id}/comparison.geojson`

/** Grids that an edition changed under the plan since its base. */
export function conflicts(id: number, { signal }: Asking = {}): Promise<Schemas['ConflictsOut']> {
  return answered(server.GET('/api/v1/plans/{id}/conflicts', { params: at(id), signal }))
}

export function publishPlan(id: number, body: Publishing): Promise<Schemas['PlanPublished']> {
  return answered(server.POST('/api/v1/plans/{id}/publish', { params: at(id), body }))
}

/** The steps made again on what is published now: tried, or kept by the tab that draws. */
export function replayPlan(id: number, holder: string | null): Promise<Replayed> {
  const body = { commit: holder !== null, holder }
  return answered(server.POST('/api/v1/plans/{id}/replay', { params: at(id), body }))
}

/** Opens a draft that brings back what a published plan has changed. */
export function revertPlan(id: number, title: string, reason: string): Promise<Plan> {
  return answered(server.POST('/api/v1/plans/{id}/revert', { params: at(id), body: { title, reason } }))
}

/** Codes for all grids below one; nothing is written. */
export function numberPlan(
  id: number,
  under: string,
  scheme: string | null,
  { signal }: Asking = {},
): Promise<Numbering> {
  const body = { under, scheme }
  return answered(server.POST('/api/v1/plans/{id}/numbering', { params: at(id), body, signal }))
}

export const codesFile = (id: number) => `/api/v1/plans/${id}/codes.csv`

export function unlockGrid(id: number, grid: string, reason: string): Promise<Plan> {
  return answered(server.POST('/api/v1/plans/{id}/unlocks', { params: at(id), body: { grid, reason } }))
}

export function planComments(
  id: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<Page<PlanComment>> {
  const params = { ...at(id), query: { after } }
  return answered(server.GET('/api/v1/plans/{id}/comments', { params, signal }))
}

export function addComment(id: number, body: Schemas['PlanCommentIn']): Promise<PlanComment> {
  return answered(server.POST('/api/v1/plans/{id}/comments', { params: at(id), body }))
}

export function resolveComment(id: number, number: number): Promise<PlanComment> {
  const params = { path: { id, number } }
  return answered(server.POST('/api/v1/plans/{id}/comments/{number}/resolve', { params }))
}

export function planBounds(id: number, key: string, { signal }: Asking = {}): Promise<GridBounds> {
  return answered(
    server.GET('/api/v1/plans/{id}/grids/{key}/bounds', { params: { path: { id, key } }, signal }),
  )
}

/** The file of a grid in force (网格档案), as a PDF. */
export function gridFile(code: string, lang: string): string {
  return `/api/v1/grids/${encodeURIComponent(code)}/file.pdf?${new URLSearchParams({ lang })}`
}
