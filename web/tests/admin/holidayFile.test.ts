import { expect, test } from 'vitest'
import { holidayRows, RowWrong } from '../../src/admin/holidayFile'

test('days are read in whatever order their columns stand, below headings', () => {
  const text =
    '\uFEFF日期,名称,类型\r\n2027年1月1日,元旦,放假\r\nwork;2027/1/3;元旦;New Year\r\n\r\n"2027-10-01","国庆节","休"\r\n'
  expect(holidayRows(text)).toEqual([
    { date: '2027-01-01', kind: 'holiday', name_zh: '元旦', name_en: '元旦' },
    { date: '2027-01-03', kind: 'work', name_zh: '元旦', name_en: 'New Year' },
    { date: '2027-10-01', kind: 'holiday', name_zh: '国庆节', name_en: '国庆节' },
  ])
})

test('a file without headings loses no day', () => {
  expect(holidayRows('2027-01-01,元旦,holiday').map(({ date }) => date)).toEqual(['2027-01-01'])
})

test.each([
  ['2027-01-01,元旦,放假\n元旦,放假', 2],
  ['2027-01-01,元旦', 1],
  ['2027-01-01,放假', 1],
])('what cannot be read is told with its line: %j', (text, row) => {
  let wrong: unknown
  try {
    holidayRows(text)
  } catch (caught) {
    wrong = caught
  }
  expect(wrong).toBeInstanceOf(RowWrong)
  expect((wrong as RowWrong).row).toBe(row)
})
