import { expect, test } from 'vitest'
import boardsEn from '../../src/words/people/boards/en'
import boardsZh from '../../src/words/people/boards/zh'
import en from '../../src/words/people/duty/en'
import zh from '../../src/words/people/duty/zh'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const chinese = new Map([...flat(zh), ...flat(boardsZh)])
const english = new Map([...flat(en), ...flat(boardsEn)])
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('both languages say the same things and fill in the same', () => {
  for (const [key, text] of chinese) {
    const other = english.get(key) ?? ''
    expect(other.trim(), key).not.toBe('')
    expect(places(other), key).toEqual(places(text))
  }
})

test('each language keeps to itself but for names of formats', () => {
  for (const [key, text] of chinese) {
    const rest = text.replace(/\{\w+\}/g, '').replace(/Excel|\.xlsx|MB|AB|A4/g, '')
    expect(/[A-Za-z]{2,}/.test(rest), `${key}: ${text}`).toBe(false)
  }
  for (const [key, text] of english) expect(/[\u4e00-\u9fff]/.test(text), `${key}: ${text}`).toBe(false)
})
