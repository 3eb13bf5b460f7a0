import { expect, test } from 'vitest'
import { highlight } from '../../src/core/highlight'

const marked = (text: string, typed: string) =>
  highlight(text, typed)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('')

test.each([
  ['建设路12号', '建设路', '[建设路]12号'],
  ['建设路12号', '12', '建设路[12]号'],
  ['建设路１２号', '12号', '建设路[１２号]'],
  ['Market Hall', 'mark', '[Mark]et Hall'],
  ['建设路12号', '建设街', '[建设]路12号'],
  ['建设路', 'jsl', '建设路'],
  ['建设路', '建', '[建]设路'],
  ['建设路', '设计', '建设路'],
  ['建设路', '', '建设路'],
])('%s looked for by %s is %s', (text, typed, expected) => {
  expect(marked(text, typed)).toBe(expected)
})
