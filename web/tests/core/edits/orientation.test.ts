import { describe, expect, test } from 'vitest'
import { ahead, isOnSegment, orientation, placeInRing, windingOf } from '../../../src/core/edits/orientation'

const FAR = 1_800_000_000

describe('orientation', () => {
  test('left, right and on the line', () => {
    expect(orientation(0, 0, 4, 0, 2, 1)).toBe(1)
    expect(orientation(0, 0, 4, 0, 2, -1)).toBe(-1)
    expect(orientation(0, 0, 4, 0, 9, 0)).toBe(0)
  })

  // The products are 1.3e19, where float64 has steps of 2048, and differ by 1.
  test('one unit off a line across the earth is seen', () => {
    const [bx, by] = [FAR - 1, FAR / 2]
    expect(orientation(-FAR, -FAR / 2, bx, by, -FAR + (bx + FAR), by)).toBe(0)
    expect(orientation(-FAR, -FAR, FAR, FAR - 1, 1, 0)).toBe(-1)
    expect(orientation(-FAR, -FAR, FAR, FAR - 1, 0, 0)).toBe(1)
    for (let i = 0; i < 500; i++) {
      const draw = () => Math.floor((Math.random() - 0.5) * 2 * FAR)
      const [ax, ay, cx, cy] = [draw(), draw(), draw(), draw()]
      // Nearly on the line from a through c.
      const [px, py] = [Math.round((ax + cx) / 2), Math.round((ay + cy) / 2)]
      const exact = BigInt(cx - ax) * BigInt(py - ay) - BigInt(cy - ay) * BigInt(px - ax)
      expect(orientation(ax, ay, cx, cy, px, py)).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0)
    }
  })
})

test('ahead is the sign of the scalar product', () => {
  expect(ahead(0, 0, 2, 0, 1, 5)).toBe(1)
  expect(ahead(0, 0, 2, 0, 0, 5)).toBe(0)
  expect(ahead(0, 0, 2, 0, -1, 5)).toBe(-1)
})

test('a point on a segment, its ends included', () => {
  expect(isOnSegment(2, 1, 0, 0, 4, 2)).toBe(true)
  expect(isOnSegment(4, 2, 0, 0, 4, 2)).toBe(true)
  expect(isOnSegment(6, 3, 0, 0, 4, 2)).toBe(false)
  expect(isOnSegment(2, 2, 0, 0, 4, 2)).toBe(false)
})

const SQUARE = [0, 0, 4, 0, 4, 4, 0, 4, 0, 0]

test('which way a ring runs', () => {
  expect(windingOf(SQUARE)).toBe(1)
  expect(windingOf([0, 0, 0, 4, 4, 4, 4, 0, 0, 0])).toBe(-1)
})

test('where a point lies of a ring, also in the middle of an edge and between whole numbers', () => {
  expect(placeInRing(2, 2, SQUARE)).toBe(1)
  expect(placeInRing(0.5, 0.5, SQUARE)).toBe(1)
  expect(placeInRing(2, 4, SQUARE)).toBe(0)
  expect(placeInRing(4, 0, SQUARE)).toBe(0)
  expect(placeInRing(4.5, 2, SQUARE)).toBe(-1)
  expect(placeInRing(-1, 4, SQUARE)).toBe(-1)
})
