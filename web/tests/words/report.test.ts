import { expect, test } from 'vitest'
import fieldEn from '../../src/words/field/en'
import fieldZh from '../../src/words/field/zh'
import reportEn from '../../src/words/report/en'
import reportZh from '../../src/words/report/zh'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test.each([
  ['report', reportZh, reportEn],
  ['field', fieldZh, fieldEn],
])('the words of %s say the same in both languages, each keeping to itself', (_, zh, en) => {
  const english = new Map(flat(en))
  for (const [key, text] of flat(zh)) {
    const other = english.get(key) ?? ''
    expect(other.trim() === '', key).toBe(text.trim() === '')
    expect(places(other), key).toEqual(places(text))
    expect(/[A-Za-z]{2,}/.test(text.replace(/\{\w+\}/g, '')), `${key}: ${text}`).toBe(false)
    expect(/[\u4e00-\u9fff]/.test(other), `${key}: ${other}`).toBe(false)
  }
})
