import { expect, test } from 'vitest'
import { formatArea, formatBytes, formatDate, formatDistance } from '../../src/core/format'

test.each([
  [0.004, '< 1 cm'],
  [0.52, '52 cm'],
  [0.996, '1 m'],
  [7.254, '7.25 m'],
  [123.4, '123 m'],
  [999.4, '999 m'],
  [999.6, '1 km'],
  [12_840, '12.8 km'],
])('%d m reads %s', (metres, text) => {
  expect(formatDistance(metres, 'en')).toBe(text)
})

test('areas change their unit from m² to hectares to km², named in the language', () => {
  expect(formatArea(0, 'en')).toBe('0 m²')
  expect(formatArea(0.001, 'en')).toBe('< 0.01 m²')
  expect(formatArea(202.5, 'zh')).toBe('203 m²')
  expect(formatArea(9_999, 'en')).toBe('9,999 m²')
  expect(formatArea(194_952, 'zh')).toBe('19.5 公顷')
  expect(formatArea(194_952, 'en')).toBe('19.5 ha')
  expect(formatArea(59_738_536, 'en')).toBe('59.7 km²')
})

test('a date is the written day, whatever the time zone of the reader', () => {
  expect(formatDate('2026-11-21', 'zh')).toBe('2026年11月21日')
  expect(formatDate('2026-11-21T00:00:00+08:00', 'en')).toBe('21 Nov 2026')
  expect(formatDate('2021-09-20', 'en')).toBe('20 Sep 2021')
  expect(formatDate('unknown', 'en')).toBe('unknown')
})

test('file sizes are given in kB and MB', () => {
  expect(formatBytes(300, 'en')).toBe('1 kB')
  expect(formatBytes(4_193_069, 'en')).toBe('4.2 MB')
})
