import { expect, test } from 'vitest'
import { browserLanguage } from '../../src/words'
import en from '../../src/words/en'
import zh from '../../src/words/zh'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const chinese = new Map(flat(zh))
const english = new Map(flat(en))
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('both languages have the same keys', () => {
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
})

test.each([...chinese])('%s says something in both and fills in the same', (key, text) => {
  const other = english.get(key) ?? ''
  expect(text.trim()).not.toBe('')
  expect(other.trim()).not.toBe('')
  expect(places(other)).toEqual(places(text))
})

test('no English among the Chinese but names of formats and systems', () => {
  const names =
    /GeoJSON|GeoPackage|Shapefile|TopoJSON|KML|GeoParquet|CGCS2000|WGS 84|GCJ-02|BD-09|EPSG|WebGL|Web|English|https|code|id|zip|ABC/g
  for (const [key, text] of chinese) {
    const rest = text.replace(/\{\w+\}/g, '').replace(names, '')
    expect(/[A-Za-z]{2,}/.test(rest), `${key}: ${text}`).toBe(false)
  }
})

test('no Chinese among the English but the name of the language', () => {
  for (const [key, text] of english) {
    if (!key.startsWith('language.')) expect(/[\u4e00-\u9fff]/.test(text), `${key}: ${text}`).toBe(false)
  }
})

test('the browser decides the language, Chinese where it speaks neither', () => {
  expect(browserLanguage(['en-US', 'zh-CN'])).toBe('en')
  expect(browserLanguage(['fr', 'zh-TW', 'en'])).toBe('zh')
  expect(browserLanguage(['de'])).toBe('zh')
})
