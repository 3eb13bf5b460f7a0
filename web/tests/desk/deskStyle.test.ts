import { createExpression, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import { CELLS, deskStyle, POINTS } from '../../src/desk/deskStyle'
import { LOOKS, lookOf } from '../../src/desk/look'
import type { Palette } from '../../src/map/palette'
import { caseRow } from './caseRow'

/** Every colour the same: only which look is chosen matters here. */
const palette = new Proxy(
  { base: new Proxy({}, { get: () => '#123456' }), hues: ['#123456'], gridFill: 0.2, dark: false },
  {
    get: (known, name) => Reflect.get(known, name) ?? '#123456',
  },
) as unknown as Palette
const colours = {
  emergency: '#ff0000',
  overdue: '#ff8800',
  outside: '#888888',
  open: '#0000ff',
  verified: '#00ff00',
  ended: '#cccccc',
}
const style = deskStyle({
  palette,
  base: { kind: 'none', tiles: [], labels: [], attribution: null, max_zoom: 18, crs: 'EPSG:3857' },
  order: [],
  asOf: null,
  edition: 1,
  faces: false,
  origin: 'http://localhost',
  smooth: true,
  tiles: 'http://localhost/{z}/{x}/{y}.mvt',
  heat: false,
  colours,
})
const layer = (id: string) =>
  style.layers.find((one) => one.id === id) as unknown as Record<string, Record<string, unknown>>

/** What an expression of the style says of something in a tile. */
function said(expression: unknown, properties: Record<string, unknown>): string {
  const made = createExpression(expression as never, 'layers[0].paint.circle-color')
  if (made.result === 'error') throw new Error(made.value.map(({ message }) => message).join())
  return String(made.value.evaluate({ zoom: 14 } as never, { type: 1, properties } as never))
}

test('the desk has a valid style', () => {
  expect(validateStyleMin({ ...style, glyphs: 'http://localhost/{fontstack}/{range}.pbf' })).toEqual([])
})

test('a case of a tile looks as the same case in the list', () => {
  const icon = layer(POINTS).layout?.['icon-image']
  const rows = [
    caseRow({ due_at: null, stage_due_at: null }),
    caseRow({ due_at: null, stage_due_at: null, outside: true, grids: [], grid_name: null }),
    caseRow({ overdue: true, outside: true }),
    caseRow({ urgency: 'emergency', outside: true }),
    caseRow({ state: 'closed', outside: true }),
    caseRow({ state: 'withdrawn' }),
  ]
  const looks = rows.map((row) => lookOf(row, 0))
  expect(new Set(looks)).toEqual(new Set(LOOKS))
  const drawn = rows.map(({ state, urgency, overdue, outside }) =>
    said(icon, { number: '1', state, urgency, overdue, outside }),
  )
  expect(drawn).toEqual(looks.map((look) => `case-${look}`))
})

test('a cell has the colour of the most pressing in it, and urgent is not overdue', () => {
  const colour = layer(CELLS).paint?.['circle-color']
  const among = [
    { n: 9, urgency: 'emergency', overdue_n: 2 },
    { n: 9, urgency: 'urgent', overdue_n: 2 },
    { n: 9, urgency: 'urgent', overdue_n: 0 },
    { n: 9, urgency: 'normal' },
  ]
  expect(among.map((one) => said(colour, one))).toEqual([
    colours.emergency,
    colours.overdue,
    colours.open,
    colours.open,
  ])
})
