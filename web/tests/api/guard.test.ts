import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guardedFetch, onSignedOut, setCsrfToken } from '../../src/api/guard'

const seen: { method: string; path: string; token: string | null; body: string }[] = []
let answers: Response[] = []

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const post = (body = '{"name":"a"}') =>
  new Request('http://grid.example/api/v1/offices', { method: 'POST', body })

beforeEach(() => {
  seen.length = 0
  answers = []
  vi.stubGlobal('window', { location: { origin: 'http://grid.example' } })
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname
    seen.push({
      method: request.method,
      path,
      token: request.headers.get('X-CSRF-Token'),
      body: await request.text(),
    })
    return answers.shift() ?? json(200, {})
  })
})
afterEach(() => {
  setCsrfToken(null)
  vi.unstubAllGlobals()
})

test('what changes something carries the token, what only asks does not', async () => {
  setCsrfToken('one')
  await guardedFetch(new Request('http://grid.example/api/v1/offices'))
  await guardedFetch(post())
  expect(seen.map(({ token }) => token)).toEqual([null, 'one'])
})

test('a token that has grown old is renewed, and the same body is sent once more', async () => {
  setCsrfToken('old')
  answers = [json(403, { code: 'csrf_wrong' }), json(200, { csrf_token: 'new' }), json(201, { id: 7 })]
  const response = await guardedFetch(post('{"name":"东街"}'))
  expect(response.status).toBe(201)
  expect(seen.map(({ method, path, token }) => [method, path, token])).toEqual([
    ['POST', '/api/v1/offices', 'old'],
    ['GET', '/api/v1/session', null],
    ['POST', '/api/v1/offices', 'new'],
  ])
  expect(seen[2]?.body).toBe('{"name":"东街"}')
})

test('it is tried once more only: a second refusal is handed on', async () => {
  setCsrfToken('old')
  answers = [
    json(403, { code: 'csrf_wrong' }),
    json(200, { csrf_token: 'new' }),
    json(403, { code: 'csrf_wrong' }),
  ]
  expect((await guardedFetch(post())).status).toBe(403)
  expect(seen).toHaveLength(3)
})

test('nothing is sent again for any other refusal, nor where nobody is signed in any more', async () => {
  setCsrfToken('one')
  answers = [json(403, { code: 'not_permitted' })]
  const refused = await guardedFetch(post())
  expect(seen).toHaveLength(1)
  expect(await refused.json()).toEqual({ code: 'not_permitted' }) // its body is still there to be read
  answers = [json(403, { code: 'csrf_missing' }), json(200, { csrf_token: null })]
  expect((await guardedFetch(post())).status).toBe(403)
  expect(seen).toHaveLength(3)
})

test('a session that has ended is told, a wrong password is not', async () => {
  const ended = vi.fn()
  const stop = onSignedOut(ended)
  answers = [json(401, { code: 'sign_in_wrong' }), json(401, { code: 'sign_in_needed' })]
  await guardedFetch(post())
  expect(ended).not.toHaveBeenCalled()
  await guardedFetch(new Request('http://grid.example/api/v1/me/tokens'))
  expect(ended).toHaveBeenCalledTimes(1)
  stop()
})
