import { expect, test } from 'vitest'
import { CHANNELS, KINDS, STATES, URGENCIES } from '../../src/api/incidents'
import { KEYS } from '../../src/desk/keys'
import { LOOKS } from '../../src/desk/look'
import en from '../../src/words/desk/en'
import zh from '../../src/words/desk/zh'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const chinese = new Map(flat(zh))
const english = new Map(flat(en))
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('both languages say the same things and fill in the same', () => {
  for (const [key, text] of chinese) {
    const other = english.get(key) ?? ''
    expect(other.trim(), key).not.toBe('')
    expect(places(other), key).toEqual(places(text))
  }
})

test('each language keeps to itself', () => {
  for (const [key, text] of chinese)
    expect(/[A-Za-z]{2,}/.test(text.replace(/\{\w+\}/g, '')), `${key}: ${text}`).toBe(false)
  for (const [key, text] of english) expect(/[\u4e00-\u9fff]/.test(text), `${key}: ${text}`).toBe(false)
})

test('every state, urgency, channel, look and key has a name', () => {
  for (const one of STATES) expect(chinese.has(`desk.states.${one}`), one).toBe(true)
  for (const one of URGENCIES) expect(chinese.has(`desk.urgencies.${one}`), one).toBe(true)
  for (const one of KINDS) expect(chinese.has(`desk.kinds.${one}`), one).toBe(true)
  for (const one of CHANNELS) expect(chinese.has(`desk.channels.${one}`), one).toBe(true)
  for (const one of LOOKS) expect(chinese.has(`desk.looks.${one}`), one).toBe(true)
  for (const { act } of KEYS) expect(chinese.has(`desk.keys.${act}`), act).toBe(true)
})
