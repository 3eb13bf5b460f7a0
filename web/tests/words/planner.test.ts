import { expect, test } from 'vitest'
import { TOOLS } from '../../src/planner/tools'
import en from '../../src/words/planner/en'
import panelsEn from '../../src/words/planner/panels.en'
import panelsZh from '../../src/words/planner/panels.zh'
import zh from '../../src/words/planner/zh'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const chinese = new Map([...flat(zh), ...flat(panelsZh)])
const english = new Map([...flat(en), ...flat(panelsEn)])
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('both languages say the same things and fill in the same', () => {
  for (const [key, text] of chinese) {
    const other = english.get(key) ?? ''
    expect(other.trim(), key).not.toBe('')
    expect(places(other), key).toEqual(places(text))
  }
})

test('each language keeps to itself but for names of keys', () => {
  for (const [key, text] of chinese) {
    const rest = text.replace(/\{\w+\}/g, '').replace(/Esc|Delete|GeoJSON|CSV/g, '')
    expect(/[A-Za-z]{2,}/.test(rest), `${key}: ${text}`).toBe(false)
  }
  for (const [key, text] of english) expect(/[\u4e00-\u9fff]/.test(text), `${key}: ${text}`).toBe(false)
})

/** What these ask for stands on a card of their own. */
const WITH_A_CARD: readonly string[] = ['merge', 'transfer', 'gap', 'reparent', 'edit']

test('every tool has a name, and all that have no card but looking say how', () => {
  for (const { id } of TOOLS) {
    expect(chinese.has(`planner.tools.${id}`), id).toBe(true)
    if (id !== 'select' && !WITH_A_CARD.includes(id)) expect(chinese.has(`planner.how.${id}`), id).toBe(true)
  }
})
