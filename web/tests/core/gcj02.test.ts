import { expect, test } from 'vitest'
import { cases } from '../../../tests/data/gcj02_cases.json'
import { toGcj02 } from '../../src/core/gcj02'

// The same file is run by pytest on geo_grid/core/crs.
test.each(cases)('$wgs84 is $gcj02 in GCJ-02', ({ wgs84, gcj02 }) => {
  const [lon, lat] = toGcj02([wgs84[0] ?? 0, wgs84[1] ?? 0])
  expect(Math.abs(lon - (gcj02[0] ?? 0))).toBeLessThan(1e-9)
  expect(Math.abs(lat - (gcj02[1] ?? 0))).toBeLessThan(1e-9)
})
