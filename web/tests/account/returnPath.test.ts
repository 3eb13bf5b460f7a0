import { expect, test } from 'vitest'
import { returnPath } from '../../src/account/returnPath'

const ORIGIN = 'https://grid.example'

test('a page of our own is returned to, with what it asked', () => {
  expect(returnPath('/admin/people/3?q=a#b', ORIGIN)).toBe('/admin/people/3?q=a#b')
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '//[',
  '',
  null,
  ['/me'],
])('%s leads to the map', (asked) => {
  expect(returnPath(asked, ORIGIN)).toBe('/')
})

test('nobody is led back to signing in', () => {
  expect(returnPath('/sign-in?to=/me', ORIGIN)).toBe('/')
  expect(returnPath('/x/../reset#token', ORIGIN)).toBe('/')
})
