import { server } from './server'

interface Asked {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown> }
  body?: unknown
  signal?: AbortSignal
}
type Reply = Promise<{ data?: unknown; error?: unknown; response: Response }>
type Method = (path: string, asked?: Asked) => Reply

/** The same client, for paths that the generated description does not have yet. */
export const untyped = server as unknown as Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Method>
