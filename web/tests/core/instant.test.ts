import { afterEach, expect, test } from 'vitest'
import { chosenInstant, formatInstant, keepZone, lastDay, localDay, startOfDay } from '../../src/core/instant'

afterEach(() => keepZone(undefined))

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

test('days and times are those of the installation, wherever the reader is', () => {
  keepZone('Asia/Shanghai')
  expect(startOfDay('2026-03-01')).toBe('2026-02-28T16:00:00.000Z')
  expect(formatInstant('2026-11-21T16:30:00Z', 'en')).toBe('22 Nov 2026, 00:30')
  expect(chosenInstant('2026-11-22T00:30')).toBe('2026-11-21T16:30:00.000Z')
  keepZone('America/Los_Angeles')
  expect(localDay('2026-11-21T07:59:00Z')).toBe('2026-11-20')
  expect(startOfDay('2026-11-01', 1)).toBe('2026-11-02T08:00:00.000Z')
})

test('a time that the clock shows twice is the earlier one, and one that it skips is after the change', () => {
  keepZone('Europe/Berlin')
  expect(chosenInstant('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z')
  expect(chosenInstant('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z')
})
