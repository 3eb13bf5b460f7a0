import { expect, test } from 'vitest'
import { incomplete, overMidnight, toggled, usualHours } from '../../src/duty/shiftHours'

test('days stay in the order of the week', () => {
  expect(toggled([1, 5], 3)).toEqual([1, 3, 5])
  expect(toggled([1, 3, 5], 3)).toEqual([1, 5])
})

test('a night runs over midnight, a day does not', () => {
  expect(overMidnight(usualHours('night'))).toBe(true)
  expect(overMidnight(usualHours('day'))).toBe(false)
})

test('hours without a day or a time are found', () => {
  expect(incomplete([usualHours('day')])).toBe(-1)
  expect(incomplete([usualHours('day'), { days: [], from: '08:00', until: '09:00' }])).toBe(1)
  expect(incomplete([{ days: [1], from: '', until: '09:00' }])).toBe(0)
})
