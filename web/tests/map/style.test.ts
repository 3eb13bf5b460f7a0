import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import { handovers } from '../../src/core/handover'
import { faultStyle } from '../../src/map/faultStyle'
import type { Palette } from '../../src/map/palette'
import { gridStyle } from '../../src/map/style'

const palette: Palette = {
  land: '#fbf9f5',
  outside: '#ebe6dc',
  outsideDot: '#d3ccbf',
  outlineGlow: '#cfc7b8',
  veil: '#f8f5f0',
  hues: ['#c06a64', '#a97e2c', '#69954f', '#009b95', '#5788c7', '#a36faf'],
  gridFill: 0.16,
  level1: '#1b292a',
  level1Casing: '#fffdf8',
  level2: '#1d7f7a',
  level3: '#8f9a94',
  selected: '#005d59',
  selectedCasing: '#ffffff',
  text: '#26393a',
  textSoft: '#556667',
  halo: '#fdfbf7',
  hatch: '#47605f',
  overlap: '#c2187a',
  gap: '#f2c200',
  gapLine: '#3b3000',
  vertex: '#e06a00',
  outsideParent: '#5a3fc0',
  shape: '#b3261e',
  ink: '#1b292a',
}

const cities = [
  { grids: [1, 2, 84], areaM2: 59_738_536 },
  { grids: [1, 1, 1], areaM2: 1_000 },
  { grids: [368, 7_701, 90_000], areaM2: 36_000_000_000 },
  { grids: [12], areaM2: 5_000_000 },
]

test.each(cities)('the map of $grids grids is a style that the map library accepts', ({ grids, areaM2 }) => {
  const levels = grids.map((n, place) => ({ level: place + 1, grids: n }))
  const order = handovers(levels, areaM2, [120.4, 30.7])
  const style = gridStyle({
    palette,
    order,
    asOf: '2026-11-21',
    edition: 3,
    origin: 'http://localhost',
    smooth: true,
  })
  expect(validateStyleMin(style)).toEqual([])
})

test('the map of faults is a style that the map library accepts', () => {
  expect(validateStyleMin(faultStyle(palette))).toEqual([])
})

test('no request leaves the machine: every address is the page’s own, and there is none for glyphs', () => {
  const order = handovers([{ level: 1, grids: 3 }], 1e7, [120, 30])
  const style = gridStyle({
    palette,
    order,
    asOf: null,
    edition: 1,
    origin: 'http://localhost',
    smooth: false,
  })
  expect(style.glyphs).toBeUndefined()
  expect(style.sprite).toBeUndefined()
  const addresses = JSON.stringify(style).match(/https?:\/\/[^"]+/g) ?? []
  expect(addresses.every((one) => one.startsWith('http://localhost/api/v1/tiles/'))).toBe(true)
})

test('level 1 is drawn with 3 px over a casing, level 2 with 2 px, level 3 with 1 px, finer ones below', () => {
  const order = handovers(
    [1, 2, 84].map((n, place) => ({ level: place + 1, grids: n })),
    6e7,
    [120, 30],
  )
  const { layers } = gridStyle({ palette, order, asOf: null, edition: 1, origin: '', smooth: false })
  const lines = layers.filter((one) => one.id.startsWith('line-') || one.id.startsWith('casing-'))
  expect(lines.map((one) => one.id)).toEqual(['line-3', 'line-2', 'casing-1', 'line-1'])
  expect(lines.map((one) => (one.type === 'line' ? one.paint?.['line-width'] : null))).toEqual([1, 2, 7, 3])
})
