// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../src/state/session'

const NOBODY = { account: null, csrf_token: null, expires_at: null, actions: [] }
const LI = {
  account: { id: 3, login: 'li', name: '李敏', language: 'en', disabled: false, grants: [] },
  csrf_token: 'first',
  expires_at: '2026-12-01T00:00:00Z',
  actions: ['audit.read'],
}
let answer: (request: Request) => Response
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', async (request: Request) => answer(request))
})
afterEach(() => vi.unstubAllGlobals())

test('a server without accounts leaves the session unknown, so that nothing offers to sign in', async () => {
  answer = () => json(404, { code: 'not_found' })
  const session = useSession()
  await session.load()
  expect(session.isKnown).toBe(false)
  expect(session.account).toBeNull()
})

test('nobody signed in is known; signing in tells who and what they may do', async () => {
  answer = () => json(200, NOBODY)
  const session = useSession()
  await session.load()
  expect([session.isKnown, session.account]).toEqual([true, null])
  answer = () => json(200, LI)
  await session.signIn('li', 'a long sentence')
  expect(session.account?.name).toBe('李敏')
  expect([session.may('audit.read'), session.may('accounts.manage')]).toEqual([true, false])
})

test('a refused sign-in changes nothing and hands on why', async () => {
  answer = () => json(429, { code: 'sign_in_wait', params: { seconds: 30 } })
  const session = useSession()
  await expect(session.signIn('li', 'x')).rejects.toMatchObject({
    code: 'sign_in_wait',
    params: { seconds: 30 },
  })
  expect(session.account).toBeNull()
})

test('what the server no longer knows is forgotten: the next answer of 401 signs out here', async () => {
  answer = () => json(200, LI)
  const session = useSession()
  await session.load()
  expect(session.account).not.toBeNull()
  answer = () => json(401, { code: 'sign_in_needed' })
  const { tokens } = await import('../../src/api/me')
  await expect(tokens()).rejects.toMatchObject({ status: 401 })
  expect([session.isKnown, session.account, session.actions]).toEqual([true, null, []])
})
