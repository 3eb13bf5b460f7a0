import { expect, test } from 'vitest'
import type { Found, SearchQuestion } from '../../src/api/search'
import { described, endings } from '../../src/desk/described'
import { placesIn } from '../../src/desk/places'

const NOWHERE = { streets: [], landmark: '', door: '', lies: '' }

test('what a caller says is read for street, landmark and how it lies to it', () => {
  expect(described('云滨东路农贸市场后面有一堆垃圾')).toEqual({
    streets: ['云滨东路'],
    landmark: '农贸市场',
    door: '',
    lies: '后面',
  })
  expect(described('你好，我要反映一下，人民路12号门口路灯不亮')).toMatchObject({
    streets: ['人民路'],
    door: '12号',
    lies: '门口',
  })
  expect(described('学府路和建宁路路口有人摆摊')).toMatchObject({
    streets: ['学府路', '建宁路'],
    lies: '路口',
  })
  expect(described('水岸嘉园里面有人飞线充电')).toMatchObject({ streets: [], landmark: '水岸嘉园' })
})

test('the same in English, streets by their pinyin', () => {
  expect(described('rubbish heap behind the market on Yunbindong Road')).toEqual({
    streets: ['yunbindonglu'],
    landmark: '市场',
    door: '',
    lies: 'behind',
  })
  expect(described('Corner of Xuefu Road and Jianning Road')).toMatchObject({
    streets: ['xuefulu', 'jianninglu'],
  })
})

test('where nothing names a place nothing is found', () => {
  expect(described('有人打架')).toEqual(NOWHERE)
  expect(described('somebody is fighting')).toEqual(NOWHERE)
  expect(described('')).toEqual(NOWHERE)
})

test('a name with words before it is looked for by its ending', () => {
  expect(endings('就在云滨东路')).toEqual(['就在云滨东路', '在云滨东路', '云滨东路', '滨东路'])
})

type Hit = Pick<Found, 'kind' | 'name' | 'lon' | 'lat'> & Partial<Found>
function found(hit: Hit): Found {
  return { detail: null, code: null, bbox: null, distance_m: null, grids: [], match: 'exact', ...hit }
}
const STREET = found({
  kind: 'street',
  name: '云滨东路',
  lon: 120.893,
  lat: 30.597,
  bbox: [120.892, 30.59, 120.894, 30.604],
})
const ACROSS = found({
  kind: 'street',
  name: '建宁路',
  lon: 120.895,
  lat: 30.599,
  bbox: [120.89, 30.5985, 120.9, 30.5995],
})
const MARKET = found({ kind: 'compound', name: '云溪农贸市场', lon: 120.894, lat: 30.598 })
const STALL = found({ kind: 'organisation', name: '云溪农贸市场干货1号摊', lon: 120.8938, lat: 30.5981 })
const FAR = found({ kind: 'compound', name: '城北农贸市场', lon: 120.95, lat: 30.7 })

async function look(
  q: string,
  { kinds = '' }: Partial<SearchQuestion> & { kinds?: string },
): Promise<Found[]> {
  const known = [STREET, ACROSS, STALL, MARKET, FAR]
  return known.filter((one) => (!kinds || kinds.includes(one.kind)) && one.name.includes(q))
}

test('the landmark beside the street comes first, and not one of its shops, nor one far away', async () => {
  const places = await placesIn('云滨东路农贸市场后面有一堆垃圾', null, look)
  expect(places.map(({ name }) => name)).toEqual(['云溪农贸市场', '云溪农贸市场干货1号摊', '云滨东路'])
})

test('two streets meet in what both cover', async () => {
  const [first] = await placesIn('云滨东路和建宁路路口', null, look)
  expect(first?.kind).toBe('crossing')
  expect(first?.lon).toBeCloseTo(120.893, 4)
  expect(first?.lat).toBeCloseTo(30.599, 4)
})

test('a position is a place', async () => {
  const [first] = await placesIn('120.45, 23.48', null, look)
  expect(first).toMatchObject({ kind: 'position', lon: 120.45, lat: 23.48 })
})
