/**
 * Proof that a changing request comes from our own page, and news of a session that has ended.
 *
 * The cookie of the session is never seen by the page; the token that belongs to it is, and is
 * sent back with everything that changes something.
 */
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
const HEADER = 'X-CSRF-Token'
const TOKEN_CODES: readonly unknown[] = ['csrf_wrong', 'csrf_missing']
export const SESSION_PATH = '/api/v1/session'

let token: string | null = null
const listeners = new Set<() => void>()

/** Sends this token from now on; null for none. */
export function setCsrfToken(now: string | null): void {
  token = now
}

/** Tells when the server no longer knows the session that a request was sent with. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : null
}

/** Another page of the same browser may have rotated the session; the token follows it. */
async function renewToken(): Promise<void> {
  const response = await fetch(new Request(new URL(SESSION_PATH, window.location.origin)))
  const body: unknown = response.ok ? await response.json() : null
  const found = typeof body === 'object' && body !== null && 'csrf_token' in body ? body.csrf_token : null
  token = typeof found === 'string' ? found : null
}

/** fetch, with the token where something changes; a token that has grown old is renewed and tried once more. */
export async function guardedFetch(request: Request): Promise<Response> {
  if (SAFE_METHODS.includes(request.method)) return watched(await fetch(request))
  const again = request.clone()
  if (token) request.headers.set(HEADER, token)
  const response = await fetch(request)
  if (response.status !== 403 || !TOKEN_CODES.includes(await codeOf(response))) return watched(response)
  await renewToken()
  if (!token) return watched(response)
  again.headers.set(HEADER, token)
  return watched(await fetch(again))
}

async function watched(response: Response): Promise<Response> {
  if (response.status === 401 && (await codeOf(response)) === 'sign_in_needed') {
    for (const tell of listeners) tell()
  }
  return response
}
