import { expect, test } from 'vitest'
import { type Circumstances, TOOLS, toolOf, whyOff } from '../../src/planner/tools'

const free: Circumstances = {
  state: 'draft',
  mayDraw: true,
  holds: true,
  online: true,
  picked: { mine: true, level: 3 },
  isLeaf: true,
}

test('with a grid of one’s own picked in a draft every tool can be used', () => {
  for (const tool of TOOLS) expect(whyOff(tool, free), tool.id).toBeNull()
})

test('every tool has a key of its own', () => {
  expect(new Set(TOOLS.map(({ key }) => key)).size).toBe(TOOLS.length)
})

test('a tool that is off says what to do about it', () => {
  const split = toolOf('split')
  expect(whyOff(split, { ...free, picked: null })).toBe('pick')
  expect(whyOff(split, { ...free, isLeaf: false })).toBe('leaf')
  expect(whyOff(split, { ...free, picked: { mine: false, level: 3 } })).toBe('ground')
  expect(whyOff(split, { ...free, holds: false })).toBe('held')
  expect(whyOff(split, { ...free, state: 'submitted' })).toBe('state')
  expect(whyOff(split, { ...free, mayDraw: false })).toBe('rights')
})

test('without the network borders can still be moved, but streets not followed', () => {
  const away = { ...free, online: false }
  expect(whyOff(toolOf('vertex'), away)).toBeNull()
  expect(whyOff(toolOf('follow'), away)).toBe('network')
})

test('looking is always possible', () => {
  expect(whyOff(toolOf('select'), { ...free, mayDraw: false, holds: false, picked: null })).toBeNull()
})
