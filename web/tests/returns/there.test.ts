import { expect, test } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { keepZone } from '@/core/instant'
import { lastDays } from '@/returns/period'
import { thereIn } from '@/returns/there'

test('an address leads to a border by where it is and what is on its sides', () => {
  expect(thereIn({ at: '120.5,30.25', grid: 'A', other: 'B', count: '11', days: '90' })).toEqual({
    lon: 120.5,
    lat: 30.25,
    grid: 'A',
    other: 'B',
    count: '11',
    days: '90',
  })
  expect(thereIn({ at: '120.5,30.25' })).toMatchObject({ grid: '', other: '' })
})

test.each<LocationQuery>([{}, { at: '' }, { at: 'x,y' }, { at: '120.5' }, { at: '200,30' }, { at: ['1,2'] }])(
  'what is no place leads nowhere: %j',
  (query: LocationQuery) => {
    expect(thereIn(query)).toBeNull()
  },
)

test('a period ends today and has so many days, today included', () => {
  expect(lastDays(30, new Date(2026, 2, 15, 0, 30))).toEqual({ from: '2026-02-14', to: '2026-03-15' })
  expect(lastDays(1, new Date(2026, 0, 1, 23, 59))).toEqual({ from: '2026-01-01', to: '2026-01-01' })
})

test('the period ends on the day that it is where the grids are, though the reader is elsewhere', () => {
  keepZone('Asia/Shanghai')
  const late = new Date('2026-11-22T18:45:00Z')
  expect(lastDays(1, late)).toEqual({ from: '2026-11-23', to: '2026-11-23' })
  keepZone('America/Los_Angeles')
  expect(lastDays(1, late).to).toBe('2026-11-22')
  keepZone(undefined)
})
