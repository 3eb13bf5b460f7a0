import { expect, test } from 'vitest'
import type { Category } from '../../src/api/incidents'
import { findable, findCategories, guessed } from '../../src/desk/categories'
import { pinyin } from '../../src/desk/pinyin'

function category(code: string, parent: string | null, zh: string, en: string): Category {
  const laid = { class: 'event', must_visit: false, photo_on_finish: false } as const
  return { code, parent, name: { zh, en }, kind: 'general', urgency: 'normal', ...laid }
}
const ALL = [
  category('01', null, '市容环境', 'City environment'),
  category('0101', '01', '暴露垃圾', 'Uncollected rubbish'),
  category('0104', '01', '占道经营', 'Trading on the pavement'),
  category('0105', '01', '施工占道', 'Works blocking the road'),
  category('09', null, '公用设施', 'Public utilities'),
  category('0901', '09', '井盖缺失', 'Missing manhole cover'),
  category('0902', '09', '路灯不亮', 'Street lamp out'),
]
const offered = findable(ALL, 'zh')
const codes = (text: string) => findCategories(offered, text).map((one) => one.category.code)
const likely = (said: string) => guessed(offered, said)[0]?.category.code

test('characters are read by where they stand in the dictionary', () => {
  expect(pinyin('井盖缺失')).toEqual({ full: 'jinggaiqueshi', initials: 'jgqs' })
  expect(pinyin('绿化 3 处').full).toBe('lvhua3chu')
})

test('a category is found by number, name, pinyin, initials and in English', () => {
  expect(codes('0901')).toEqual(['0901'])
  expect(codes('井盖')).toEqual(['0901'])
  expect(codes('jing gai')).toEqual(['0901'])
  expect(codes('zdjy')).toEqual(['0104'])
  expect(codes('manhole')).toEqual(['0901'])
  expect(codes('公用')).toEqual(['0901', '0902'])
  expect(codes('没有的')).toEqual([])
})

test('classes are not offered', () => {
  expect(codes('')).toEqual(['0101', '0104', '0105', '0901', '0902'])
})

test('what is said points to its category, in everyday words too', () => {
  expect(likely('市场后面有一堆垃圾')).toBe('0101')
  expect(likely('路口的灯坏了')).toBe('0902')
  expect(likely('有人摆摊')).toBe('0104')
  expect(likely('rubbish heap behind the market')).toBe('0101')
  expect(likely('你好')).toBeUndefined()
})

test('words that are in every sentence point nowhere', () => {
  expect(likely('garbage behind the market on the corner')).toBe('0101')
  expect(likely('somebody called for the office')).toBeUndefined()
})
