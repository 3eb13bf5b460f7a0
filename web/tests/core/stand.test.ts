import { expect, test } from 'vitest'
import { readStand } from '../../src/core/stand'

test('the address of a screen says where it stands, to a centimetre', () => {
  expect(readStand({ lon: '120.90080001', lat: '30.5983' })).toEqual([120.9008, 30.5983])
})

test.each([
  {},
  { lon: '120.9' },
  { lon: '', lat: '30' },
  { lon: '200', lat: '30' },
  { lon: 'x', lat: '1' },
  { lon: ['1'], lat: '2' },
])('nonsense is no place: %j', (query) => {
  expect(readStand(query)).toBeNull()
})
