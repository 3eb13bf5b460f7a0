import { expect, test } from 'vitest'
import { callAddress, readable } from '../../src/people/telephone'

test.each([
  ['138 0013 8000', 'tel:13800138000'],
  ['0571-8888 1234', 'tel:057188881234'],
  ['(0571) 88881234 转 12', 'tel:057188881234,12'],
  ['+86 571 8888 1234 ext. 7', 'tel:+8657188881234,7'],
  ['12345', 'tel:12345'],
])('%s is dialled as %s', (text, address) => {
  expect(callAddress(text)).toBe(address)
})

test.each([null, undefined, '', '见门口告示', '12', 'javascript:alert(1)', '+', '1+2345'])(
  '%s is no number',
  (text) => {
    expect(callAddress(text)).toBeNull()
  },
)

test('a mobile number is read in groups, anything else as it is published', () => {
  expect(readable('13800138000')).toBe('138 0013 8000')
  expect(readable('0571-88881234')).toBe('0571-88881234')
  expect(readable('12345')).toBe('12345')
})
