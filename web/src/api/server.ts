import createClient from 'openapi-fetch'
import { acceptLanguage, errorFrom, isAbort, unreachable } from './client'
import { guardedFetch } from './guard'
import type { paths } from './schema'

/** How to ask: borders of which day, and when to stop waiting. */
export interface Asking {
  asOf?: string | null
  signal?: AbortSignal
}

export const server = createClient<paths>({ baseUrl: '', fetch: guardedFetch })
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
export async function answered<T>(asking: Promise<Reply>): Promise<T> {
  let reply: Reply
  try {
    reply = await asking
  } catch (error) {
    if (isAbort(error)) throw error
    throw unreachable()
  }
  if (reply.data === undefined)
    throw errorFrom(reply.response.status, reply.error, reply.response.headers.get('Retry-After'))
  return reply.data as T
}

/** A day as a question carries it. */
export const day = (asOf?: string | null) => asOf ?? undefined
