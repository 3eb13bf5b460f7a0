import { expect, test } from 'vitest'
import { bodyOf, type Draft, emptyDraft, fieldOf, isBlank, missing } from '../../src/report/draft'

const whole: Draft = {
  ...emptyDraft('k'),
  category: '0101',
  text: '  rubbish behind the market ',
  place: { at: [120.123456789, 30.1], by: 'position', name: 'Market Road 3', accuracyM: 12 },
}

test('place, category and words are needed; a photo says as much as words', () => {
  expect(missing(emptyDraft('k'))).toEqual(['place', 'category', 'text'])
  expect(missing(whole)).toEqual([])
  const photo = { id: 'p', blob: new Blob(['x']), position: null, token: null }
  expect(missing({ ...whole, text: '', photos: [photo] })).toEqual([])
})

test('a number that cannot be called is asked again, none at all is fine', () => {
  const phone = (text: string) => missing({ ...whole, contact: { name: '', phone: text } })
  expect(phone('')).toEqual([])
  expect(phone('138 0000 1111')).toEqual([])
  expect(phone('my neighbour')).toEqual(['phone'])
})

test('what is sent has a place on the ground, trimmed words, and nothing that was left empty', () => {
  expect(bodyOf(emptyDraft('k'), 'zh')).toBeNull()
  expect(bodyOf(whole, 'en')).toEqual({
    category: '0101',
    text: 'rubbish behind the market',
    lon: 120.1234568,
    lat: 30.1,
    place: 'Market Road 3',
    language: 'en',
  })
  const contact = { name: ' Ms Wang ', phone: '' }
  expect(bodyOf({ ...whole, contact, grid: 'G2' }, 'zh')).toMatchObject({
    contact: { name: 'Ms Wang' },
    grid: 'G2',
  })
  expect(bodyOf({ ...whole, same: '20261122-000123' }, 'zh')).toMatchObject({ same_as: '20261122-000123' })
})

test('a draft with anything in it is not thrown away', () => {
  expect(isBlank(emptyDraft('k'))).toBe(true)
  expect(isBlank({ ...emptyDraft('k'), text: 'x' })).toBe(false)
})

test('a refusal stands at its field', () => {
  expect(fieldOf('category_retired', {})).toBe('category')
  expect(fieldOf('validation_failed', { field: 'body.contact.phone' })).toBe('phone')
  expect(fieldOf('same_closed', { number: '20261122-000123' })).toBe('same')
  expect(fieldOf('too_many', {})).toBeNull()
})
