import { expect, test } from 'vitest'
import { narrowGround } from '../../../src/core/edits/slivers'

/** On the equator a unit is 1.11 cm either way: a ring in metres, roughly. */
const metres = (...ring: number[]) => ring.map((value) => Math.round(value * 90))
const all = () => true

test('ground into which no circle fits is narrow, however it bends', () => {
  const lane = metres(0, 0, 50, 0, 50, 50, 49.2, 50, 49.2, 0.8, 0, 0.8, 0, 0)
  expect(narrowGround([[lane]], 2, all)?.widthM).toBeCloseTo(0.8, 0)
  expect(narrowGround([[lane]], 0.5, all)).toBeNull()
})

test('a narrow ring round a hole is narrow too', () => {
  const shell = metres(0, 0, 50, 0, 50, 50, 0, 50, 0, 0)
  const hole = metres(0.6, 0.6, 0.6, 49.4, 49.4, 49.4, 49.4, 0.6, 0.6, 0.6)
  expect(narrowGround([[shell, hole]], 2, all)).not.toBeNull()
  expect(narrowGround([[shell]], 2, all)).toBeNull()
})

// +------+------------- 0.8 m
// |      |____________
// |      |
// +------+
test('a strip that hangs on to wider ground is narrow where an edge of it is new', () => {
  const flag = metres(0, 0, 50, 0, 50, 49.2, 100, 49.2, 100, 50, 0, 50, 0, 0)
  const isStrip = (_ax: number, ay: number, _bx: number, by: number) => ay === by && ay > 4000
  const found = narrowGround([[flag]], 2, isStrip)
  expect(found?.widthM).toBeCloseTo(0.8, 1)
  expect(found?.at[1]).toBeGreaterThan(4000)
  expect(narrowGround([[flag]], 2, () => false)).toBeNull()
  expect(narrowGround([[flag]], 0.7, isStrip)).toBeNull()
})

test('an acute corner is no strip, and neither is a short one', () => {
  expect(narrowGround([[metres(0, 0, 100, 0, 0, 20, 0, 0)]], 2, all)).toBeNull()
  // Two metres wide where it is nine times that long.
  expect(narrowGround([[metres(0, 0, 100, 0, 0, 11, 0, 0)]], 2, all)).toBeNull()
  const stub = metres(0, 0, 50, 0, 50, 49, 60, 49, 60, 50, 0, 50, 0, 0)
  expect(narrowGround([[stub]], 2, all)).toBeNull()
})
