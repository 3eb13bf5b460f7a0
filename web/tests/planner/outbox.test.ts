import { expect, test } from 'vitest'
import { type Keeping, Outbox, type Unsent } from '../../src/planner/outbox'

function storage(): Keeping {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}

function step(id: string): Unsent {
  return { id, verb: 'move_vertex', arguments: { at: [1, 2], to: [3, 4] }, at: '2026-11-22T10:00:00Z' }
}

test('steps that were not answered outlive the page, in their order and with their ids', () => {
  const kept = storage()
  const before = new Outbox(7, kept)
  before.add(step('a'))
  before.add(step('b'))
  before.remove('a')
  before.add(step('c'))
  expect(new Outbox(7, kept).waiting.map(({ id }) => id)).toEqual(['b', 'c'])
})

test('each plan has its own, and nothing is left once all are answered', () => {
  const kept = storage()
  const mine = new Outbox(7, kept)
  mine.add(step('a'))
  expect(new Outbox(8, kept).waiting).toEqual([])
  mine.remove('a')
  expect(kept.getItem('geo-grid.unsent.7')).toBeNull()
})

test('what cannot be read is left out rather than sent', () => {
  const kept = storage()
  kept.setItem('geo-grid.unsent.7', '[{"id": "a"}, null, 3]')
  expect(new Outbox(7, kept).waiting).toEqual([])
  kept.setItem('geo-grid.unsent.7', '{broken')
  expect(new Outbox(7, kept).waiting).toEqual([])
})

test('a browser that keeps nothing still holds them while the page is open', () => {
  const closed: Keeping = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
    removeItem: () => {},
  }
  const outbox = new Outbox(7, closed)
  expect(outbox.add(step('a'))).toBe(true)
  expect(outbox.waiting).toHaveLength(1)
})

test('once the server has named a grid, later steps say its name, also after a reload', () => {
  const kept = storage()
  const before = new Outbox(7, kept)
  before.add({ ...step('b'), arguments: { grids: ['~?a', 'x'], into: '~?a', codes: { '~?a': '3' } } })
  before.rekey('~?a', '~12')
  const [after] = new Outbox(7, kept).waiting
  expect(after?.arguments).toEqual({ grids: ['~12', 'x'], into: '~12', codes: { '~12': '3' } })
})
