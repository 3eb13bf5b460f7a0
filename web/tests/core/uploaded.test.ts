import { expect, test } from 'vitest'
import { namesOf, readUploaded } from '../../src/core/uploaded'

function square(x: number, y: number, size: number) {
  return {
    type: 'Polygon' as const,
    coordinates: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  }
}
const file = (data: unknown, name = 'grids.geojson') =>
  new File([typeof data === 'string' ? data : JSON.stringify(data)], name)
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })
const feature = (geometry: unknown, properties: Record<string, unknown> | null = null) => ({
  type: 'Feature',
  geometry,
  properties,
})

test('grids of a GeoJSON are labelled by the asked field, else code, else the row', async () => {
  const data = collection(feature(square(120, 30, 1), { code: 'A', no: 7 }), feature(square(121, 30, 1)))
  const labels = async (field: string) =>
    (await readUploaded(file(data), field))?.grids.features.map((one) => one.properties?.label)
  expect(await labels('')).toEqual(['A', '2'])
  expect(await labels('no')).toEqual(['7', '2'])
})

test.each([
  ['another format', file('PK', 'grids.zip')],
  ['broken text', file('{')],
  ['a topology whose layer was not named', file({ type: 'Topology', objects: {}, arcs: [] }, 'grids.json')],
  ['metres instead of degrees', file(collection(feature(square(500_000, 3_400_000, 10))))],
  ['no shapes', file(collection(feature(null)))],
])('%s draws nothing', async (_, given) => {
  expect(await readUploaded(given, '')).toBeNull()
})

test('a name stands at the centroid of the largest part', () => {
  const [name] = namesOf({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { label: 'A' },
        geometry: {
          type: 'MultiPolygon',
          coordinates: [square(0, 0, 1).coordinates, square(10, 10, 4).coordinates],
        },
      },
    ],
  }).features
  expect(name?.geometry.coordinates[0]).toBeCloseTo(12, 9)
  expect(name?.geometry.coordinates[1]).toBeCloseTo(12, 9)
})
