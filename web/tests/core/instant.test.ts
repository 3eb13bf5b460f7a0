import { expect, test } from 'vitest'
import { formatInstant, lastDay, localDay, startOfDay } from '../../src/core/instant'

test('a day begins where the reader is, and is that day again when read back', () => {
  expect(localDay(startOfDay('2026-03-01'))).toBe('2026-03-01')
  expect(localDay(startOfDay('2026-02-28', 1))).toBe('2026-03-01')
})

test('what ends at the beginning of a day leaves the day before as its last', () => {
  expect(lastDay(startOfDay('2026-12-31', 1))).toBe('2026-12-31')
})

test('an instant is said in both languages, and left as it is where it is none', () => {
  const noon = new Date(2026, 10, 21, 9, 5).toISOString()
  expect(formatInstant(noon, 'zh')).toBe('2026年11月21日 09:05')
  expect(formatInstant(noon, 'en')).toBe('21 Nov 2026, 09:05')
  expect(formatInstant('never', 'en')).toBe('never')
})
