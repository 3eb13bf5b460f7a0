import { SESSION_PATH } from './guard'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type Account = Schemas['AccountOut']

/** Who is signed in, if anybody, and what they may do somewhere. */
export type Session = Schemas['SessionOut']

export function session({ signal }: Asking = {}): Promise<Session> {
  return answered(server.GET(SESSION_PATH, { signal }))
}

export function signIn(login: string, password: string): Promise<Session> {
  return answered(server.POST(SESSION_PATH, { body: { login, password } }))
}

export function signOut(): Promise<Session> {
  return answered(server.DELETE(SESSION_PATH))
}

/** What a provider wrote into the address that it led back to. */
export type Returned = Schemas['ProviderReturn']

/** Where to send the browser to sign in by the provider. */
export async function beginProviderSignIn(to: string): Promise<string> {
  const asked = server.POST('/api/v1/session/provider', { body: { to } })
  return (await answered<Schemas['ProviderAddress']>(asked)).address
}

export function endProviderSignIn(returned: Returned): Promise<Schemas['ProviderSession']> {
  return answered(server.POST('/api/v1/session/provider/return', { body: returned }))
}

/** Sets a new password with the token of a one-time link. */
export function resetPassword(token: string, password: string): Promise<Session> {
  return answered(server.POST('/api/v1/session/reset', { body: { token, password } }))
}
