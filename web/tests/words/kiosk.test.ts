import { expect, test } from 'vitest'
import en from '../../src/words/kiosk/en'
import zh from '../../src/words/kiosk/zh'

const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('the touch screen says the same in both languages, each keeping to itself', () => {
  const english = new Map(Object.entries(en.kiosk))
  for (const [key, text] of Object.entries(zh.kiosk)) {
    const other = english.get(key) ?? ''
    expect(other.trim(), key).not.toBe('')
    expect(places(other), key).toEqual(places(text))
    expect(/[a-z]{2,}/.test(text.replace(/\{\w+\}/g, '')), key).toBe(false)
    expect(/[\u4e00-\u9fff]/.test(other), key).toBe(false)
  }
})
