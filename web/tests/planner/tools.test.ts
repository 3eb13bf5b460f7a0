import { expect, test } from 'vitest'
import { type Circumstances, TOOLS, type ToolId, toolOf, whyOff } from '../../src/planner/tools'

const grid = { mine: true, level: 3, kind: 'comprehensive' } as const
const free: Circumstances = {
  state: 'draft',
  mayDraw: true,
  holds: true,
  online: true,
  picked: grid,
  isLeaf: true,
}

test('with a grid of one’s own picked in a draft every tool can be used that is not for gaps', () => {
  const off = TOOLS.filter((tool) => whyOff(tool, free) !== null).map(({ id }) => id)
  expect(off).toEqual<ToolId[]>(['gap'])
  expect(whyOff(toolOf('gap'), free)).toBe('void')
  expect(whyOff(toolOf('gap'), { ...free, picked: { ...grid, kind: 'void' } })).toBeNull()
})

test('every tool has a key of its own', () => {
  expect(new Set(TOOLS.map(({ key }) => key)).size).toBe(TOOLS.length)
})

test('a tool that is off says what to do about it', () => {
  const reshape = toolOf('reshape')
  expect(whyOff(reshape, { ...free, picked: null })).toBe('pick')
  expect(whyOff(reshape, { ...free, isLeaf: false })).toBe('leaf')
  expect(whyOff(reshape, { ...free, picked: { ...grid, mine: false } })).toBe('ground')
  expect(whyOff(reshape, { ...free, holds: false })).toBe('held')
  expect(whyOff(reshape, { ...free, state: 'submitted' })).toBe('state')
  expect(whyOff(reshape, { ...free, mayDraw: false })).toBe('rights')
  expect(whyOff(toolOf('reparent'), { ...free, picked: { ...grid, level: 1 } })).toBe('top')
})

test('what has grids below it is split by them', () => {
  expect(whyOff(toolOf('split'), { ...free, picked: { ...grid, level: 2 }, isLeaf: false })).toBeNull()
})

test('without the network borders can still be moved, but streets not followed', () => {
  const away = { ...free, online: false }
  expect(whyOff(toolOf('vertex'), away)).toBeNull()
  expect(whyOff(toolOf('follow'), away)).toBe('network')
})

test('looking is always possible', () => {
  expect(whyOff(toolOf('select'), { ...free, mayDraw: false, holds: false, picked: null })).toBeNull()
})
