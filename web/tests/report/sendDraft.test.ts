import { expect, test } from 'vitest'
import { ApiError, unreachable } from '../../src/api/client'
import type { ReportBody, Reported } from '../../src/api/reports'
import { type Draft, emptyDraft } from '../../src/report/draft'
import { type Door, sendDraft } from '../../src/report/sendDraft'

const answer = { number: '20261122-000001', secret: 'S' } as Reported
const draft: Draft = {
  ...emptyDraft('key-1'),
  category: '0101',
  text: 'first words',
  place: { at: [120, 30], by: 'map', name: '', accuracyM: null },
}
const photo = (id: string) => ({ id, blob: new Blob([id]), position: null, token: null })
const taken = { photo: 'token', position: null, width: 1, height: 1 }

/** A server that takes each key once, and whose answers may get lost on the way. */
class Server implements Door {
  readonly kept = new Map<string, ReportBody>()
  photos = 0
  network: 'up' | 'down' | 'answers lost' = 'up'

  photo = async () => {
    if (this.network === 'down') throw unreachable()
    this.photos += 1
    return taken
  }

  report = async (body: ReportBody, key: string) => {
    if (this.network === 'down') throw unreachable()
    const before = this.kept.get(key)
    if (before && JSON.stringify(before) !== JSON.stringify(body))
      throw new ApiError(409, 'idempotency_conflict', '', '', '')
    this.kept.set(key, body)
    if (this.network === 'answers lost') throw unreachable()
    return answer
  }
}

/** Sends a draft and says what became of it and how it is kept. */
async function send(from: Draft, server: Server) {
  let kept = from
  const outcome = await sendDraft(from, 'zh', server, async (now) => {
    kept = now
  })
  return { outcome, kept }
}

test('sent twice because the answer was lost, it is one report', async () => {
  const server = new Server()
  server.network = 'answers lost'
  const first = await send(draft, server)
  expect(first.outcome.kind).toBe('later')
  server.network = 'up'
  const second = await send(first.kept, server)
  expect(second.outcome).toEqual({ kind: 'sent', answer, asFirstWritten: false })
  expect(server.kept.size).toBe(1)
})

test('changed after it had arrived unnoticed, its first words stand and that is said', async () => {
  const server = new Server()
  server.network = 'answers lost'
  const first = await send(draft, server)
  server.network = 'down'
  const second = await send({ ...first.kept, text: 'other words' }, server)
  server.network = 'up'
  const third = await send({ ...second.kept, text: 'and others again' }, server)
  expect(third.outcome).toEqual({ kind: 'sent', answer, asFirstWritten: true })
  expect(server.kept.get('key-1')?.text).toBe('first words')
})

test('changed before it ever arrived, the new words are sent', async () => {
  const server = new Server()
  server.network = 'down'
  const first = await send(draft, server)
  server.network = 'up'
  const second = await send({ ...first.kept, text: 'other words' }, server)
  expect(second.outcome).toMatchObject({ kind: 'sent', asFirstWritten: false })
  expect(server.kept.get('key-1')?.text).toBe('other words')
})

test('each photo is sent once, however often the report is', async () => {
  const server = new Server()
  server.network = 'answers lost'
  const first = await send({ ...draft, photos: [photo('a'), photo('b')] }, server)
  server.network = 'up'
  await send(first.kept, server)
  expect(server.photos).toBe(2)
  expect(server.kept.get('key-1')?.photos).toEqual(['token', 'token'])
})

test('a photo that is none is said at the photos, and the draft stays', async () => {
  const server = new Server()
  server.photo = async () => {
    throw new ApiError(422, 'photo_unreadable', '', '', '')
  }
  const { outcome, kept } = await send({ ...draft, photos: [photo('a')] }, server)
  expect(outcome).toMatchObject({ kind: 'refused', at: 'photos' })
  expect(kept.photos).toHaveLength(1)
})

test.each([
  [503, 'later'],
  [429, 'later'],
  [410, 'refused'],
])('an answer of %i means: %s', async (status, kind) => {
  const server = new Server()
  server.report = async () => {
    throw new ApiError(status, 'x', '', '', '')
  }
  const { outcome, kept } = await send(draft, server)
  expect(outcome.kind).toBe(kind)
  expect(kept.attempted).toHaveLength(kind === 'later' ? 1 : 0)
})
