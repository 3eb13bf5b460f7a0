import { expect, test } from 'vitest'
import { ApiError, unreachable } from '../../src/api/client'
import type { ActBody, FieldIncident, FieldRow } from '../../src/api/field'
import { type ActErrand, mainAct, projected } from '../../src/field/errand'
import { type Door, Errands, type KeptErrand } from '../../src/field/errands'
import { memoryShelf, type Shelf } from '../../src/state/shelf'

const done = { number: 'n' } as FieldIncident
const conflict = new ApiError(409, 'transition_impossible', 'no', 'it is closed', '', { state: 'closed' })

function errand(id: string, number: string, act: string, more: Partial<ActErrand> = {}): ActErrand {
  const made_at = '2026-11-22T10:00:00Z'
  return {
    kind: 'act',
    id,
    number,
    act,
    given: {},
    title: '',
    account: 1,
    made_at,
    photos: [],
    refused: null,
    ...more,
  }
}

/** A server that notes what arrives and may be out of reach. */
class Server implements Door {
  readonly arrived: string[] = []
  isUp = true
  refuses: readonly string[] = []
  photos = 0

  photo = async () => {
    this.photos += 1
    return { photo: `t${this.photos}`, position: null, width: 1, height: 1 }
  }
  act = async (_: string, body: ActBody) => {
    if (!this.isUp) throw unreachable()
    if (this.refuses.includes(body.id)) throw conflict
    this.arrived.push(body.id)
    return done
  }
  find = async (_: unknown, key: string) => {
    if (!this.isUp) throw unreachable()
    this.arrived.push(key)
    return done
  }
}

async function opened(server: Server, shelf: Shelf<KeptErrand>, account = 1) {
  const errands = new Errands(shelf, server, account, () => {})
  await errands.load()
  return errands
}

test('what was done without a network outlives the page and is sent in its order', async () => {
  const [server, shelf] = [new Server(), memoryShelf<KeptErrand>()]
  server.isUp = false
  const before = await opened(server, shelf)
  for (const [id, act] of [
    ['c', 'take'],
    ['a', 'arrive'],
    ['b', 'finish'],
  ] as const)
    await before.add(errand(id, 'x', act))
  expect(await before.flush()).toMatchObject({ kind: 'later' })

  server.isUp = true
  const after = await opened(server, shelf)
  expect(await after.flush()).toEqual({ kind: 'sent' })
  expect(server.arrived).toEqual(['c', 'a', 'b'])
  expect(await shelf.all()).toEqual([])
})

test('asked to send twice at once, each goes once', async () => {
  const server = new Server()
  const errands = await opened(server, memoryShelf())
  await errands.add(errand('a', 'x', 'take'))
  await Promise.all([errands.flush(), errands.flush()])
  expect(server.arrived).toEqual(['a'])
})

test('what is refused says the new state and holds back the rest of its incident only', async () => {
  const server = new Server()
  server.refuses = ['a']
  const errands = await opened(server, memoryShelf())
  for (const one of [errand('a', 'x', 'take'), errand('b', 'x', 'finish'), errand('c', 'y', 'take')])
    await errands.add(one)
  await errands.flush()
  expect(server.arrived).toEqual(['c'])
  expect(errands.list.map(({ id, refused }) => [id, refused?.state ?? null])).toEqual([
    ['a', 'closed'],
    ['b', null],
  ])

  server.refuses = []
  await errands.again('a')
  await errands.flush()
  expect(server.arrived).toEqual(['c', 'a', 'b'])
})

test('given up, it lets the rest go on', async () => {
  const server = new Server()
  server.refuses = ['a']
  const errands = await opened(server, memoryShelf())
  await errands.add(errand('a', 'x', 'take'))
  await errands.add(errand('b', 'x', 'note'))
  await errands.flush()
  await errands.drop('a')
  await errands.flush()
  expect(server.arrived).toEqual(['b'])
})

test('a photo is sent once even where what it belongs to is sent twice', async () => {
  const [server, shelf] = [new Server(), memoryShelf<KeptErrand>()]
  server.isUp = false
  const errands = await opened(server, shelf)
  const photos = [{ id: 'p', blob: new Blob(['x']), position: null, token: null }]
  await errands.add(errand('a', 'x', 'finish', { photos }))
  await errands.flush()
  await errands.flush()
  expect(server.photos).toBe(1)
})

test('nobody sends what another did on the same telephone', async () => {
  const [server, shelf] = [new Server(), memoryShelf<KeptErrand>()]
  await (await opened(server, shelf, 1)).add(errand('a', 'x', 'take'))
  const other = await opened(server, shelf, 2)
  await other.flush()
  expect([server.arrived, other.list]).toEqual([[], []])
  expect((await shelf.all()).length).toBe(1)
})

test('signed out, nothing is lost', async () => {
  const server = new Server()
  server.act = async () => {
    throw new ApiError(401, 'sign_in_needed', '', '', '')
  }
  const errands = await opened(server, memoryShelf())
  await errands.add(errand('a', 'x', 'take'))
  expect(await errands.flush()).toEqual({ kind: 'signed out' })
  expect(errands.list).toHaveLength(1)
})

const row = { number: 'x', kind: 'coordination', state: 'dispatched' } as FieldRow

test('an incident is shown as it will be, up to what was refused', () => {
  const [take, arrive, finish] = [
    errand('a', 'x', 'take'),
    errand('b', 'x', 'arrive'),
    errand('c', 'x', 'finish'),
  ]
  expect(projected(row, [take, arrive])).toMatchObject({
    state: 'handling',
    arrived: true,
    waiting: 2,
    gone: false,
  })
  expect(projected(row, [take, finish])).toMatchObject({ state: 'handled', gone: true })
  expect(projected({ ...row, kind: 'general' }, [take, finish]).state).toBe('closed')
  const refused = { code: '', title: '', detail: '', state: null }
  expect(projected(row, [{ ...take, refused }, finish])).toMatchObject({
    state: 'dispatched',
    waiting: 0,
    refused: true,
  })
  expect(projected(row, [errand('d', 'y', 'take')]).waiting).toBe(0)
})

test('there is one thing to do next', () => {
  const at = (state: string, arrived = false, gone = false) => ({ state, arrived, gone })
  expect(mainAct(at('dispatched'), false, false)).toBe('take')
  expect(mainAct(at('handling'), false, true)).toBe('arrive')
  expect(mainAct(at('handling', true), false, true)).toBe('finish')
  expect(mainAct(at('handled'), true, false)).toBe('verify')
  expect(mainAct(at('handled'), false, false)).toBeNull()
  expect(mainAct(at('handling', false, true), false, false)).toBeNull()
})
