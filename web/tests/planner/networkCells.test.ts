import { expect, test } from 'vitest'
import type { Cell } from '../../src/api/networks'
import { added, bodyOf, draftOf, shaped, toggled } from '../../src/planner/networks/cells'

const of = (code: string) => ({ code, name: code, level: 3 })
const [one, two] = [of('001'), of('002')]
const named = (n: number) => `第${n}片区`
const coordinates: [number, number][][][] = [
  [
    [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 1],
    ],
  ],
]

test('a grid is in one cell at a time, and a second click takes it out', () => {
  const both = added(added([], named), named)
  const first = toggled(toggled(both, 1, one), 1, two)
  expect(bodyOf(first)).toEqual([{ name: '第1片区', grids: ['001', '002'], geometry: null }])
  const moved = toggled(first, 2, two)
  expect(moved.map(({ grids }) => grids.map(({ code }) => code))).toEqual([['001'], ['002']])
  expect(bodyOf(toggled(moved, 2, two))).toHaveLength(1)
})

test('a cell is made of grids or has a shape of its own', () => {
  const shape = { type: 'MultiPolygon' as const, coordinates }
  const drawn = shaped(toggled(added([], named), 1, one), 1, shape)
  expect(bodyOf(drawn)).toEqual([{ name: '第1片区', grids: [], geometry: shape }])
  expect(bodyOf(toggled(drawn, 1, one))).toEqual([{ name: '第1片区', grids: ['001'], geometry: null }])
})

test('cells on record are sent back as they came', () => {
  const cells: Cell[] = [
    { name: '甲', kind: 'grids', grids: [one], geometry: { type: 'MultiPolygon', coordinates } },
    { name: '乙', kind: 'drawn', grids: [], geometry: { type: 'MultiPolygon', coordinates } },
  ]
  expect(bodyOf(draftOf(cells))).toEqual([
    { name: '甲', grids: ['001'], geometry: null },
    { name: '乙', grids: [], geometry: { type: 'MultiPolygon', coordinates } },
  ])
})

test('a new cell gets a name that no other has', () => {
  const cells = [{ number: 4, name: '第2片区', grids: [], shape: null }]
  expect(added(cells, named).at(-1)).toMatchObject({ number: 5, name: '第3片区' })
})
