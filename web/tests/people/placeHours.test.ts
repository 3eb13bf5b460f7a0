import { expect, test } from 'vitest'
import { hoursBody, placeHours } from '../../src/stations/placeHours'

const week_hours = [{ days: [1, 2, 3, 4, 5], from: '08:30', until: '17:00' }]

test('hours that nobody touched are not sent, so that their words stay', () => {
  const before = { hours: '工作日 8:30 到 17:00', week_hours }
  expect(hoursBody(placeHours(before), before)).toEqual({})
  const words = { hours: '逢集', week_hours: null }
  expect(placeHours(words).inWords).toBe(true)
  expect(hoursBody(placeHours(words), words)).toEqual({})
  expect(hoursBody({ ...placeHours(words), words: ' ' }, words)).toEqual({ hours: null })
  expect(hoursBody({ ...placeHours(before), spans: [] }, before)).toEqual({ week_hours: [] })
})
