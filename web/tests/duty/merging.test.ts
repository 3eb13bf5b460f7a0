import { expect, test } from 'vitest'
import { difference, merging } from '../../src/duty/merging'

const base = { name: '李敏', phone: '1', published: ['name'] }

test('only what differs is sent', () => {
  expect(difference(base, { ...base, phone: '2' })).toEqual({ phone: '2' })
  expect(difference(base, { ...base, published: ['name'] })).toEqual({})
})

test('changes of different fields fit together', () => {
  const both = merging(base, { ...base, phone: '2' }, { ...base, name: '李明' })
  expect(both).toEqual({ fits: { phone: '2' }, clashes: [] })
})

test('a field that both changed is asked about, unless both say the same', () => {
  const mine = { ...base, phone: '2', published: ['name', 'phone'] }
  const both = merging(base, mine, { ...base, phone: '3', published: ['name', 'phone'] })
  expect(both).toEqual({ fits: {}, clashes: [{ field: 'phone', mine: '2', theirs: '3' }] })
})
