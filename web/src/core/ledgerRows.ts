import type { LedgerCounts } from '@/api/ledger'

/** What a line of the ledger counts, in the order it is read. */
export type LedgerKey =
  | 'addresses'
  | 'buildings'
  | 'compounds'
  | 'organisations'
  | 'facilities'
  | 'streets'
  | 'workload'

export type Unit = 'count' | 'metres' | 'points'

export interface LedgerPart {
  /** Name of a trade, a class code and name, or a class of streets; null where none is stated. */
  name: string | null
  value: number
}

export interface LedgerRow {
  key: LedgerKey
  unit: Unit
  /** Null: that layer was never loaded. */
  value: number | null
  parts: LedgerPart[]
}

function largestFirst(parts: LedgerPart[]): LedgerPart[] {
  return [...parts].sort((a, b) => Number(a.name === null) - Number(b.name === null) || b.value - a.value)
}

/** A ledger as lines, each with what it consists of, the largest first and what is not stated last. */
export function ledgerRows(counts: LedgerCounts): LedgerRow[] {
  const { organisations, facilities, streets } = counts
  const plain = (key: LedgerKey, value: number | null, unit: Unit = 'count'): LedgerRow => ({
    key,
    unit,
    value,
    parts: [],
  })
  return [
    plain('addresses', counts.addresses),
    plain('buildings', counts.buildings),
    plain('compounds', counts.compounds),
    {
      key: 'organisations',
      unit: 'count',
      value: organisations?.total ?? null,
      parts: largestFirst(
        organisations?.by_trade.map(({ trade, count }) => ({ name: trade, value: count })) ?? [],
      ),
    },
    {
      key: 'facilities',
      unit: 'count',
      value: facilities?.total ?? null,
      parts: largestFirst(
        facilities?.by_class.map(({ class_name, class_code, count }) => ({
          name: class_name ?? class_code,
          value: count,
        })) ?? [],
      ),
    },
    {
      key: 'streets',
      unit: 'metres',
      value: streets?.total_m ?? null,
      parts: largestFirst(streets?.by_class.map((one) => ({ name: one.class, value: one.m })) ?? []),
    },
    plain('workload', counts.workload, 'points'),
  ]
}
