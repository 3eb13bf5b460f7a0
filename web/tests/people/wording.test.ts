import { expect, test } from 'vitest'
import type { Answer, PersonCard, Role } from '../../src/api/people'
import { heldBy, nameIn, numbersOf, ringOf, shiftText, standing } from '../../src/people/wording'

const li: PersonCard = {
  name: { zh: '李敏', en: 'Li Min' },
  initial: '李',
  tint: 2,
  post: null,
  photo: null,
  phone: '0571-88881234',
  mobile: null,
  hours: null,
  week_hours: null,
  role: 'member',
  specialty: null,
  duties: null,
  shift: null,
  shift_hours: null,
  office: null,
}
const inPost: Answer = {
  because: 'head',
  person: { ...li, role: 'head' },
  of_grid: { code: 'A1', name: '东一', level: 3 },
  instead_of: null,
  vacant: false,
  office: null,
  alarm: null,
  until: null,
}
const roles: Record<Role, string> = {
  head: '网格长',
  member: '网格员',
  information_officer: '信息员',
  liaison: '联络员',
  specialist: '专业力量',
}
const chinese = { language: 'zh' as const, role: (role: Role) => roles[role] }
const absent = { name: { zh: '王强', en: null }, initial: '王', role: 'head' as const }
const at = { code: 'A1' }

test('the ring is solid in post, dashed for a stand-in, dotted where nobody holds the post', () => {
  expect(ringOf(inPost)).toBe('head')
  expect(ringOf({ because: 'shift', vacant: false })).toBe('head')
  for (const because of ['named_stand_in', 'ab_post', 'leaders'] as const) {
    expect(ringOf({ because, vacant: false })).toBe('stand-in')
    expect(ringOf({ because, vacant: true })).toBe('vacant')
  }
  expect(ringOf({ because: 'office', vacant: false })).toBe('vacant')
  expect(ringOf({ because: 'nobody', vacant: false })).toBe('vacant')
})

test('nothing is said where the head answers', () => {
  expect(standing(inPost, at, chinese)).toBeNull()
  expect(standing({ ...inPost, because: 'shift' }, at, chinese)).toBeNull()
})

test('whoever stands in is named with whom they stand in for', () => {
  const stand = { ...inPost, person: li, instead_of: absent }
  expect(standing({ ...stand, because: 'named_stand_in' }, at, chinese)).toEqual({
    key: 'named_stand_in',
    params: { absent: '网格长王强', who: '网格员李敏' },
  })
  const beside = { ...stand, because: 'ab_post' as const, of_grid: { code: 'A2', name: '东二', level: 3 } }
  expect(standing(beside, at, chinese)).toEqual({
    key: 'ab_post',
    params: { absent: '网格长王强', who: '网格员李敏', grid: '东二' },
  })
})

test('a name that is not published is never said; the duty is', () => {
  const hidden = { ...inPost, because: 'leaders' as const, person: li, instead_of: { ...absent, name: null } }
  expect(standing(hidden, at, chinese)?.params.absent).toBe('网格长')
  expect(standing({ ...hidden, person: { ...li, name: null } }, at, chinese)?.params.who).toBe('网格员')
})

test('a vacant post is said to be vacant', () => {
  const vacant = { ...inPost, because: 'leaders' as const, vacant: true }
  expect(standing(vacant, at, chinese)?.key).toBe('leadersVacant')
  const office = { name: { zh: '东街道', en: null }, phone: null, hours: null, week_hours: null }
  expect(standing({ ...vacant, because: 'office', person: null, office }, at, chinese)).toEqual({
    key: 'officeVacant',
    params: { absent: '网格长', office: '东街道' },
  })
  expect(standing({ ...vacant, because: 'nobody', person: null }, at, chinese)?.key).toBe('nobody')
})

test('a name is Chinese where it has no other', () => {
  expect(nameIn({ zh: '李敏', en: null }, 'en')).toBe('李敏')
  expect(nameIn({ zh: '李敏', en: 'Li Min' }, 'en')).toBe('Li Min')
  expect(nameIn(null, 'zh')).toBe('')
})

test('the number carried along comes first, and no number twice', () => {
  expect(numbersOf({ phone: '1', mobile: '2' })).toEqual(['2', '1'])
  expect(numbersOf({ phone: '1', mobile: '1' })).toEqual(['1'])
  expect(numbersOf(null)).toEqual([])
})

test('the grids of one person are found at one place, those of the nameless are not guessed', () => {
  const own = { code: 'A1', answer: inPost, head: null }
  const above = { code: 'A', answer: { ...inPost, of_grid: { code: 'A', name: '', level: 2 } }, head: null }
  expect(heldBy(own, [above, own])).toEqual(['A1', 'A'])
  const nameless = { ...inPost, person: { ...li, name: null } }
  expect(heldBy({ ...own, answer: nameless }, [{ ...above, answer: nameless }])).toEqual(['A1'])
  expect(heldBy({ ...own, answer: { ...inPost, person: null } }, [])).toEqual([])
})

test('days of a shift are said in runs, and the night runs into the next day', () => {
  const words = {
    day: (iso: number) => `周${'一二三四五六日'[iso - 1]}`,
    range: (from: string, until: string) => `${from}至${until}`,
    every: '每天',
    allDay: '全天',
    nextDay: (time: string) => `次日 ${time}`,
  }
  const hours = [
    { days: [1, 2, 3, 4, 5, 7], from: '08:00', until: '17:30' },
    { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '06:00' },
  ]
  expect(shiftText(hours, words, '、')).toBe('周一至周五、周日 08:00–17:30；每天 22:00–次日 06:00')
  const broken = [
    { days: [1, 2], from: '08:30', until: '11:30' },
    { days: [1, 2], from: '13:30', until: '17:00' },
    { days: [6], from: '00:00', until: '24:00' },
  ]
  expect(shiftText(broken, words, '、')).toBe('周一至周二 08:30–11:30、13:30–17:00；周六 全天')
})
