import { server } from './server'

export { type Asking, answered } from './server'

interface Options {
  params?: { path?: object; query?: object; header?: object }
  body?: unknown
  bodySerializer?: (body: unknown) => unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}
type Ask = (
  path: string,
  options?: Options,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>

/** The server by addresses whose shapes are not generated yet. */
export const loose = server as unknown as Record<'GET' | 'POST' | 'PUT' | 'DELETE', Ask>
