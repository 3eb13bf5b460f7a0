/** Written by hand in the form of openapi-typescript until the server's description exists. */
export interface components {
  schemas: {
    LevelName: { zh: string; en: string }
    Level: { level: number; name: components['schemas']['LevelName']; grids: number }
    Edition: {
      number: number
      effective: string
      title: string
      reason: string
      published_by: string
      published_at: string
      grids: Record<string, number>
    }
    GridSummary: {
      code: string
      name: string
      level: number
      kind: string
      ground: string | null
      class: string | null
      setting: string | null
      statutory: boolean
      parent: string | null
      area_m2: number
      hue: number
      label: number[]
      bbox: number[]
      edition: number
    }
    GridFeature: {
      type: 'Feature'
      geometry: { type: 'MultiPolygon'; coordinates: number[][][][] }
      properties: components['schemas']['GridSummary'] & {
        ancestors: components['schemas']['GridSummary'][]
        children_count: number
        valid_from: string
        valid_to: string | null
        attributes: Record<string, unknown>
      }
    }
    Located: {
      lon: number
      lat: number
      inside: boolean
      chain: components['schemas']['GridSummary'][]
      border?: { distance_m: number; point: number[]; neighbour: string | null } | null
      nearest?: { grid: components['schemas']['GridSummary']; distance_m: number } | null
      edition: number
    }
    Problem: {
      code: string
      severity: string
      grids: string[]
      parent: string | null
      area_m2: number
      geometry: Record<string, unknown> | null
      message: string
      message_zh: string
      message_en: string
    }
    CheckReport: {
      ok: boolean
      grids: number
      edges: number
      seconds: number
      problems: components['schemas']['Problem'][]
    }
    TileJson: { tiles: string[]; minzoom: number; maxzoom: number; bounds?: number[]; attribution?: string }
  }
}

interface Answer<T> {
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': T } } }
}
interface Asked<Q, P = never> {
  parameters: [P] extends [never]
    ? { query?: Q; path?: never; header?: never; cookie?: never }
    : { query?: Q; path: P; header?: never; cookie?: never }
}
type None = never
type Schemas = components['schemas']

export interface paths {
  '/api/v1/levels': { get: Asked<None> & Answer<{ items: Schemas['Level'][] }> }
  '/api/v1/editions': { get: Asked<None> & Answer<{ items: Schemas['Edition'][]; next: string | null }> }
  '/api/v1/editions/current': { get: Asked<None> & Answer<Schemas['Edition']> }
  '/api/v1/grids': {
    get: Asked<
      { level?: number; parent?: string; q?: string; bbox?: string; as_of?: string; limit?: number; after?: string }> &
      Answer<{ items: Schemas['GridSummary'][]; next: string | null }>
  }
  '/api/v1/grids/{code}': { get: Asked<{ as_of?: string }, { code: string }> & Answer<Schemas['GridFeature']> }
  '/api/v1/grids/{code}/children': {
    get: Asked<{ as_of?: string; limit?: number; after?: string }, { code: string }> &
      Answer<{ items: Schemas['GridSummary'][]; next: string | null }>
  }
  '/api/v1/grids/{code}/neighbours': {
    get: Asked<{ as_of?: string }, { code: string }> &
      Answer<{ items: { grid: Schemas['GridSummary']; shared_m: number }[] }>
  }
  '/api/v1/locate': {
    get: Asked<{ lon: number; lat: number; as_of?: string }> & Answer<Schemas['Located']>
  }
}
