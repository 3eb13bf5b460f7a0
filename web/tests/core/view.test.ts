import { expect, test } from 'vitest'
import { cameraText, readView, type View, writeView } from '../../src/core/view'

const view: View = {
  grid: '10020010062',
  camera: { lon: 120.449279, lat: 23.479013, zoom: 12.43 },
  point: [120.4512345, 23.4798765],
  asOf: '2026-11-21',
  language: 'en',
}

test('an address read again is the same view', () => {
  expect(readView(writeView(view))).toEqual(view)
})

test('writing what was read changes nothing, so that history does not fill up', () => {
  const query = writeView(view)
  expect(writeView(readView(query))).toEqual(query)
})

test('an empty address asks for nothing', () => {
  expect(readView({})).toEqual({ grid: null, camera: null, point: null, asOf: null, language: null })
  expect(writeView(readView({}))).toEqual({})
})

test.each([
  { map: '120,23' },
  { map: '120,23,x' },
  { map: '200,23,4' },
  { map: ',,' },
  { at: '120,95' },
  { at: 'here' },
  { on: '2026-02-30' },
  { on: 'yesterday' },
  { lang: 'fr' },
  { grid: ' ' },
  { grid: ['a', 'b'] },
  { map: ['120,23,4', '1,2,3'] },
])('nonsense in an address is left out: %j', (query) => {
  expect(readView(query)).toEqual({ grid: null, camera: null, point: null, asOf: null, language: null })
})

test('the camera is written to 10 cm and a hundredth of a zoom, without trailing zeros', () => {
  expect(cameraText({ lon: 120.4499999999, lat: 23.5, zoom: 12 })).toBe('120.45,23.5,12')
})
