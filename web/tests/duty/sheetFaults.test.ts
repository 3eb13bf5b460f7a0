import { expect, test } from 'vitest'
import { byRow, faultyRows } from '../../src/duty/sheetFaults'

const fault = (row: number, column: string | null) => ({ row, column, code: 'x', message: 'y' })

test('faults stand by row, from the top, and rows are counted once', () => {
  const faults = [fault(9, '手机'), fault(3, null), fault(9, '姓名')]
  expect(byRow(faults).map(({ row, faults: own }) => [row, own.map((one) => one.column)])).toEqual([
    [3, [null]],
    [9, ['手机', '姓名']],
  ])
  expect(faultyRows(faults)).toBe(2)
})
