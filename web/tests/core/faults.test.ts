import { expect, test } from 'vitest'
import type { Problem } from '../../src/api/check'
import {
  faultsOf,
  groupFaults,
  lookOf,
  marksOf,
  plainMessage,
  shapesOf,
  thinWidth,
} from '../../src/core/faults'

function problem(code: string, area_m2: number, at: [number, number] | null, size = 0.001): Problem {
  const [x, y] = at ?? [0, 0]
  const ring = [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ]
  return {
    code,
    severity: code === 'multipart' ? 'warning' : 'error',
    grids: ['2', '10'],
    parent: null,
    area_m2,
    geometry: at ? { type: 'Polygon', coordinates: [ring] } : null,
    message: '',
    message_zh: '',
    message_en: '',
  }
}

test('a fault of 100 m is 8 px large from the zoom at which 100 m are 8 px', () => {
  const [fault] = faultsOf([problem('gap', 10_000, [120, 0], 0.0009)])
  expect(fault?.largeFrom).toBeGreaterThan(12)
  expect(fault?.largeFrom).toBeLessThan(13)
})

test('a point never becomes large, and a fault without a place is listed but not drawn', () => {
  const point = {
    ...problem('unmatched_vertex', 0, null),
    geometry: { type: 'Point', coordinates: [120, 30] },
  }
  const faults = faultsOf([point, problem('duplicate_id', 0, null)])
  expect(faults[0]?.largeFrom).toBe(30)
  expect(faults[1]?.centre).toBeNull()
  expect(shapesOf(faults).features).toHaveLength(1)
  expect(marksOf(faults).features.map((one) => one.properties?.look)).toEqual(['vertex'])
})

test('a collection of shapes has one box', () => {
  const collection = {
    ...problem('invalid_geometry', 0, null),
    geometry: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Point', coordinates: [120, 30] },
        { type: 'Point', coordinates: [121, 31] },
      ],
    },
  }
  expect(faultsOf([collection])[0]?.box).toEqual([120, 30, 121, 31])
})

test('groups: errors before warnings, the largest area first, sorted within', () => {
  const faults = faultsOf([
    problem('multipart', 9_999, [120, 30]),
    problem('overlap', 5, [122, 30]),
    problem('gap', 50, [120, 30]),
    problem('overlap', 7, [121, 30]),
  ])
  const bySize = groupFaults(faults, 'size')
  expect(bySize.map((one) => [one.code, one.areaM2])).toEqual([
    ['gap', 50],
    ['overlap', 12],
    ['multipart', 9_999],
  ])
  expect(bySize[1]?.faults.map((one) => one.problem.area_m2)).toEqual([7, 5])
  expect(groupFaults(faults, 'place')[1]?.faults.map((one) => one.centre?.[0])).toEqual([121.0005, 122.0005])
})

test('ten thousand problems are grouped and sorted in a blink', () => {
  const many = faultsOf(
    Array.from({ length: 10_000 }, (_, n) => problem(n % 2 ? 'gap' : 'overlap', n, [120 + n / 1e5, 30])),
  )
  const begun = performance.now()
  groupFaults(many, 'code')
  // Some tens of milliseconds on a quiet machine; a busy one takes its time.
  expect(performance.now() - begun).toBeLessThan(3_000)
})

test('a sliver tells its width, a block does not', () => {
  const sliver = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [120, 0],
        [120.01, 0],
        [120.01, 0.000005],
        [120, 0.000005],
        [120, 0],
      ],
    ],
  }
  expect(thinWidth(sliver, 1_113 * 0.556)).toBeCloseTo(0.556, 2)
  expect(thinWidth(problem('gap', 0, [120, 0]).geometry as never, 12_364)).toBeNull()
})

test('a code we do not know yet is still drawn', () => {
  expect(lookOf('something_new')).toBe('shape')
})

test('a sentence about a problem loses its advice for the command line only', () => {
  const missing = {
    ...problem('missing_id', 0, null),
    message_zh: '第 3 行没有编号:请补填,或用 --id 指定另一字段。',
    message_en: 'Row 3 has no id: fill it in, or name another field with --id.',
  }
  expect(plainMessage(missing, 'zh')).toBe('第 3 行没有编号。')
  expect(plainMessage(missing, 'en')).toBe('Row 3 has no id.')
  const gap = { ...problem('gap', 1, null), message_zh: '有空白 1 m²:请划给邻格。' }
  expect(plainMessage(gap, 'zh')).toBe('有空白 1 m²:请划给邻格。')
})
