import { expect, test } from 'vitest'
import type { LedgerCounts } from '../../src/api/ledger'
import { ledgerRows } from '../../src/core/ledgerRows'

const counts: LedgerCounts = {
  addresses: 0,
  households: null,
  people: null,
  buildings: null,
  compounds: 3,
  organisations: {
    total: 6,
    by_trade: [
      { trade: null, count: 4 },
      { trade: '餐饮', count: 2 },
    ],
  },
  facilities: { total: 1, by_class: [{ class_code: '0105', class_name: null, count: 1 }] },
  streets: {
    total_m: 30.5,
    by_class: [
      { class: 'alley', m: 10 },
      { class: 'arterial', m: 20.5 },
    ],
  },
  workload: null,
}
const row = (key: string) => ledgerRows(counts).find((one) => one.key === key)

test('a layer that was never loaded is no number, and none of something is 0', () => {
  expect(row('buildings')?.value).toBeNull()
  expect(row('workload')?.value).toBeNull()
  expect(row('addresses')?.value).toBe(0)
})

test('parts come the largest first, what is not stated last', () => {
  expect(row('organisations')?.parts).toEqual([
    { name: '餐饮', value: 2 },
    { name: null, value: 4 },
  ])
  expect(row('streets')?.parts.map(({ name }) => name)).toEqual(['arterial', 'alley'])
  expect(row('streets')?.unit).toBe('metres')
})

test('a class without a name is called by its code', () => {
  expect(row('facilities')?.parts).toEqual([{ name: '0105', value: 1 }])
})
