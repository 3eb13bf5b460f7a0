import { expect, test } from 'vitest'
import en from '../../src/words/people/en'
import zh from '../../src/words/people/zh'

type Tree = { [key: string]: string | Tree } | string[]

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const chinese = new Map(flat(zh))
const english = new Map(flat(en))
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test.each([...chinese])('%s says something in both and fills in the same', (key, text) => {
  const other = english.get(key) ?? ''
  expect(text.trim()).not.toBe('')
  expect(other.trim()).not.toBe('')
  expect(places(other)).toEqual(places(text))
})

test('each language keeps to itself', () => {
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  for (const [key, text] of chinese)
    expect(/[A-Za-z]{2,}/.test(text.replace(/\{\w+\}/g, '')), key).toBe(false)
  for (const [key, text] of english) expect(/[\u4e00-\u9fff]/.test(text), `${key}: ${text}`).toBe(false)
})
