import { expect, test } from 'vitest'
import cases from '../../../tests/data/lattice_cases.json'
import { snap, toUnits } from '../../src/core/lattice'

// The same file is run by pytest on geo_grid/core/lattice.py.
test.each(cases)('$name: $degrees° is $units units', ({ degrees, units, snapped }) => {
  expect(toUnits(degrees) === units).toBe(true)
  expect(snap(degrees) === snapped).toBe(true)
})

test('a half goes up, also below zero and for even units', () => {
  expect(toUnits(0.5e-7)).toBe(1)
  expect(toUnits(2.5e-7)).toBe(3)
  expect(toUnits(-1.5e-7)).toBe(-1)
})
