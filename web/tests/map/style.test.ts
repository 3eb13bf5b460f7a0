import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import type { BaseMap } from '../../src/api/map'
import { handovers } from '../../src/core/handover'
import { faultStyle } from '../../src/map/faultStyle'
import type { Palette } from '../../src/map/palette'
import { gridStyle } from '../../src/map/style'
import { plannerStyle } from '../../src/planner/plannerStyle'

const palette: Palette = {
  base: {
    water: '#cde2ec',
    waterLine: '#a8cbdb',
    park: '#dcead2',
    compound: '#f5f1e9',
    building: '#f0ede7',
    buildingLine: '#dcd7cc',
    street: '#ffffff',
    streetCasing: '#c9c4b9',
    path: '#b9b2a4',
    railway: '#8f908c',
    railwayGap: '#fbf9f5',
    streetText: '#556060',
    placeText: '#686861',
    parkText: '#46703a',
    waterText: '#2b627e',
    houseText: '#6f6a60',
  },
  dark: false,
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
  vacant: '#b3261e',
  overlap: '#c2187a',
  gap: '#f2c200',
  gapLine: '#3b3000',
  vertex: '#e06a00',
  outsideParent: '#5a3fc0',
  shape: '#b3261e',
  ink: '#1b292a',
}

const none: BaseMap = {
  kind: 'none',
  tiles: [],
  labels: [],
  attribution: null,
  max_zoom: 18,
  crs: 'EPSG:3857',
}
const own: BaseMap = { ...none, kind: 'own', tiles: ['/api/v1/basemap/{z}/{x}/{y}.mvt'] }
const tianditu: BaseMap = {
  ...none,
  kind: 'tianditu',
  tiles: ['https://t0.test/vec?x={x}&y={y}&z={z}'],
  labels: ['https://t0.test/cva?x={x}&y={y}&z={z}'],
  attribution: '天地图',
}
const amap: BaseMap = { ...none, kind: 'amap', tiles: ['https://amap.test/{z}/{x}/{y}'], crs: 'GCJ-02' }

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
    base: own,
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
    base: own,
    order,
    asOf: null,
    edition: 1,
    origin: 'http://localhost',
    smooth: false,
  })
  expect(style.glyphs).toBeUndefined()
  expect(style.sprite).toBeUndefined()
  const addresses = JSON.stringify(style).match(/https?:\/\/[^"]+/g) ?? []
  expect(addresses.every((one) => /^http:\/\/localhost\/api\/v1\/(tiles|basemap)\//.test(one))).toBe(true)
})

test('level 1 is drawn with 3 px over a casing, level 2 with 2 px, level 3 with 1 px, finer ones below', () => {
  const order = handovers(
    [1, 2, 84].map((n, place) => ({ level: place + 1, grids: n })),
    6e7,
    [120, 30],
  )
  const { layers } = gridStyle({
    palette,
    base: none,
    order,
    asOf: null,
    edition: 1,
    origin: '',
    smooth: false,
  })
  const lines = layers.filter((one) => one.id.startsWith('line-') || one.id.startsWith('casing-'))
  expect(lines.map((one) => one.id)).toEqual(['line-3', 'line-2', 'casing-1', 'line-1'])
  expect(lines.map((one) => (one.type === 'line' ? one.paint?.['line-width'] : null))).toEqual([1, 2, 7, 3])
})

const town = handovers(
  [1, 8, 60].map((n, place) => ({ level: place + 1, grids: n })),
  6e6,
  [120, 30],
)
const styled = (base: BaseMap, dark = false) =>
  gridStyle({
    palette: { ...palette, dark },
    base,
    order: town,
    asOf: null,
    edition: 1,
    origin: 'http://localhost',
    smooth: false,
  })

test.each([none, own, tianditu, amap])('a map over $kind is a style that the map library accepts', (base) => {
  expect(validateStyleMin(styled(base))).toEqual([])
  expect(validateStyleMin(styled(base, true))).toEqual([])
})

test('the ground lies beneath the grids, and its names give way to theirs', () => {
  const ids = styled(own).layers.map(({ id }) => id)
  const place = (id: string) => ids.indexOf(id)
  expect(place('base-water')).toBeLessThan(place('base-street-casings'))
  expect(place('base-street-casings')).toBeLessThan(place('base-streets'))
  expect(place('base-buildings')).toBeLessThan(place('fill-3'))
  expect(place('fill-3')).toBeLessThan(place('base-street-casings'))
  expect(place('base-streets')).toBeLessThan(place('line-3'))
  expect(place('line-1')).toBeLessThan(place('base-street-names'))
  // The map library places names from the top layer down.
  expect(place('base-street-names')).toBeLessThan(place('label-3'))
  expect(place('base-place-names')).toBeLessThan(place('label-3'))
})

test('an outside map’s names lie over its pictures, and a shifted one is asked by our own scheme', () => {
  const { sources, layers } = styled(tianditu)
  expect(layers.map(({ id }) => id).slice(0, 3)).toEqual(['paper', 'pictures', 'picture-names'])
  expect(sources.pictures).toMatchObject({ type: 'raster', tileSize: 256, maxzoom: 18 })
  expect(styled(amap).sources.pictures).toMatchObject({
    tiles: ['gcj02://{z}/{x}/{y}/https%3A%2F%2Famap.test%2F%7Bz%7D%2F%7Bx%7D%2F%7By%7D'],
  })
})

test('the planner’s style is valid with every base map', () => {
  for (const given of [none, own]) {
    expect(validateStyleMin(plannerStyle(palette, given, 'https://grid.example'))).toEqual([])
  }
})
