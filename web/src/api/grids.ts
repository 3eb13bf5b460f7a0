import createClient from 'openapi-fetch'
import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type Level = Schemas['LevelOut']
export type Edition = Schemas['EditionOut']
export type GridSummary = Schemas['GridSummary']
export type GridFeature = Schemas['GridFeature']
export type Located = Schemas['LocatedOut']
export type Neighbour = Schemas['Neighbour']
export interface Page<T> {
  items: T[]
  next?: string | null
}

/** How to ask: borders of which day, and when to stop waiting. */
export interface Asking {
  asOf?: string | null
  signal?: AbortSignal
}

const server = createClient<paths>({ baseUrl: '', fetch: (request) => fetch(request) })
server.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', acceptLanguage())
    return request
  },
})

interface Reply {
  data?: unknown
  error?: unknown
  response: Response
}

/**
 * The data of an answer; a refusal or a lost connection as an ApiError.
 *
 * The type is named by the caller, because openapi-fetch turns a pair of numbers into a list.
 */
async function answered<T>(asking: Promise<Reply>): Promise<T> {
  let reply: Reply
  try {
    reply = await asking
  } catch (error) {
    if (isAbort(error)) throw error
    throw unreachable()
  }
  if (reply.data === undefined) throw errorFrom(reply.response.status, reply.error)
  return reply.data as T
}

const day = (asOf?: string | null) => asOf ?? undefined

export async function levels({ asOf, signal }: Asking = {}): Promise<Level[]> {
  const params = { query: { as_of: day(asOf) } }
  return (await answered<Page<Level>>(server.GET('/api/v1/levels', { params, signal }))).items
}

export async function editions({ signal }: Asking = {}): Promise<Edition[]> {
  return (await answered<Page<Edition>>(server.GET('/api/v1/editions', { signal }))).items
}

export function currentEdition({ signal }: Asking = {}): Promise<Edition> {
  return answered(server.GET('/api/v1/editions/current', { signal }))
}

export interface GridQuestion extends Asking {
  level?: number
  q?: string
  bbox?: readonly number[]
  limit?: number
}

export function grids({ level, q, bbox, limit, asOf, signal }: GridQuestion): Promise<Page<GridSummary>> {
  const query = { level, q, bbox: bbox?.join(','), limit, as_of: day(asOf) }
  return answered(server.GET('/api/v1/grids', { params: { query }, signal }))
}

export function grid(code: string, { asOf, signal }: Asking = {}): Promise<GridFeature> {
  const params = { path: { code }, query: { as_of: day(asOf) } }
  return answered(server.GET('/api/v1/grids/{code}', { params, signal }))
}

export function children(
  code: string,
  limit: number,
  { asOf, signal }: Asking = {},
): Promise<Page<GridSummary>> {
  const params = { path: { code }, query: { as_of: day(asOf), limit } }
  return answered(server.GET('/api/v1/grids/{code}/children', { params, signal }))
}

export async function neighbours(code: string, { asOf, signal }: Asking = {}): Promise<Neighbour[]> {
  const params = { path: { code }, query: { as_of: day(asOf) } }
  return (await answered<Page<Neighbour>>(server.GET('/api/v1/grids/{code}/neighbours', { params, signal })))
    .items
}

export function locate(lon: number, lat: number, { asOf, signal }: Asking = {}): Promise<Located> {
  const query = { lon, lat, as_of: day(asOf) }
  return answered(server.GET('/api/v1/locate', { params: { query }, signal }))
}
