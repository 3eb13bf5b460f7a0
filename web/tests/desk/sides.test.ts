import { describe, expect, it } from 'vitest'
import type { ChainLink, Where } from '../../src/api/incidents'
import { isAtBorder, sidesOf, usualSide } from '../../src/desk/sides'

const link = (code: string): ChainLink => ({ code, name: code, level: 3, answer: null })

/** A place in a1, with a border to a2 near. */
function placeBetween(others: readonly string[] = ['a2']): Where {
  return {
    chain: [link('a'), link('a1')],
    border: others.length ? { distance_m: 3, neighbour: { code: 'a2', name: 'a2', level: 3 } } : null,
    others: others.map(link),
    other_chains: others.map((code) => [link('a'), link(code)]),
    near_m: 20,
    outside: false,
    nearest: null,
    responsibility: null,
  }
}

function caseIn(leaf: string, choice: 'located' | 'chosen' | null) {
  const border = choice && { distance_m: 3, neighbour: { code: 'a1', name: 'a1' }, choice }
  return { grids: ['a', leaf], border } as Parameters<typeof usualSide>[1]
}

describe('sides of a border', () => {
  it('offers the grid that the place lies in first', () => {
    expect(sidesOf(placeBetween()).map(({ code }) => code)).toEqual(['a1', 'a2'])
  })

  it('offers no choice away from borders and outside', () => {
    expect(isAtBorder(placeBetween([]))).toBe(false)
    expect(sidesOf({ ...placeBetween([]), chain: [] })).toEqual([])
  })

  it('goes by the place, though the case was elsewhere', () => {
    expect(usualSide(placeBetween(), caseIn('a2', 'located'))).toBe('')
    expect(usualSide(placeBetween(), caseIn('a2', null))).toBe('')
  })

  it('keeps what somebody chose beside the same border, and forgets it elsewhere', () => {
    expect(usualSide(placeBetween(), caseIn('a2', 'chosen'))).toBe('a2')
    expect(usualSide(placeBetween(['a3']), caseIn('a2', 'chosen'))).toBe('')
  })
})
