import type { SheetFault } from '@/api/peopleSheet'

/** How many rows of a sheet have something wrong with them. */
export function faultyRows(faults: readonly SheetFault[]): number {
  return new Set(faults.map((one) => one.row)).size
}

/** Faults by row, rows from the top, each with its faults in the order of the sheet. */
export function byRow(faults: readonly SheetFault[]): { row: number; faults: SheetFault[] }[] {
  const rows = new Map<number, SheetFault[]>()
  for (const one of faults) rows.set(one.row, [...(rows.get(one.row) ?? []), one])
  return [...rows].sort(([a], [b]) => a - b).map(([row, own]) => ({ row, faults: own }))
}
