import { expect, test } from 'vitest'
import { i18n } from '../../src/words'
import '../../src/words/account'
import en from '../../src/words/account/en'
import zh from '../../src/words/account/zh'

type Tree = { [key: string]: string | Tree }

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

test('each language keeps to itself but for names of formats', () => {
  for (const [key, text] of chinese) {
    const rest = text
      .replace(/\{\w+\}/g, '')
      .replace(/CSV|GeoJSON|JSON Lines|account:3|apprise|GEO_GRID_SEALING_KEY|Lark|QQ/g, '')
    expect(/[A-Za-z]{2,}/.test(rest), `${key}: ${text}`).toBe(false)
  }
  for (const [key, text] of english) expect(/[\u4e00-\u9fff]/.test(text), `${key}: ${text}`).toBe(false)
})

test.each(['zh', 'en'] as const)('every message of %s can be said', (language) => {
  i18n.global.locale.value = language
  for (const key of chinese.keys()) expect(i18n.global.t(key, { n: 2 }), key).not.toBe(key)
})
