import { expect, test } from 'vitest'
import { codeOf, DEFAULTS, freeCode, idOf, inheritedLimit, ledBy, parentOf } from '../../src/admin/catalogue'
import type { CatalogueCategory, IncidentCatalogue, Limit } from '../../src/api/incidentRules'

const hours = (amount: number): Limit => ({ amount, unit: 'hours' })

function category(code: string, part: Partial<CatalogueCategory> = {}): CatalogueCategory {
  const laid = {
    must_report: false,
    must_visit: false,
    photo_on_finish: false,
    retired: false,
    verify_on_site: true,
  }
  return {
    code,
    class: 'event',
    kind: 'general',
    urgency: 'normal',
    name_zh: code,
    name_en: code,
    ...laid,
    ...part,
  }
}

const CATALOGUE = {
  version: 1,
  limits: { general: { take: { all: hours(8), 3: hours(4) } }, emergency: { take: { all: hours(1) } } },
  categories: [
    category('01', { limits: { handle: { all: hours(40) } } }),
    category('0101'),
    category('0102'),
  ],
} as unknown as IncidentCatalogue

test('codes go through the address and come back', () => {
  for (const code of ['01', '12', '0101', '0199', '1203']) expect(codeOf(idOf(code))).toBe(code)
  expect([parentOf('0101'), parentOf('01')]).toEqual(['01', null])
})

test('a limit is that of the class, else that of the kind, and a level goes before all levels', () => {
  const general = CATALOGUE.categories[1] as CatalogueCategory
  expect(inheritedLimit(CATALOGUE, general, 'handle', '3')).toEqual(hours(40))
  expect(inheritedLimit(CATALOGUE, general, 'take', '3')).toEqual(hours(4))
  expect(inheritedLimit(CATALOGUE, general, 'take', '2')).toEqual(hours(8))
  expect(inheritedLimit(CATALOGUE, { ...general, kind: 'emergency' }, 'take', '3')).toEqual(hours(1))
  expect(inheritedLimit(CATALOGUE, general, 'verify', 'all')).toBeNull()
})

test('a new category gets the first free code, and 99 only when no other is left', () => {
  expect(freeCode(CATALOGUE, '01')).toBe('0103')
  const full = Array.from({ length: 98 }, (_, n) => category(`02${String(n + 1).padStart(2, '0')}`))
  expect(freeCode({ ...CATALOGUE, categories: full }, '02')).toBe('0299')
})

test('a department is known by the categories that it leads', () => {
  const led = { ...CATALOGUE, categories: [category('0101', { lead: 'water' }), category('0102')] }
  expect(ledBy(led, 'water').map(({ code }) => code)).toEqual(['0101'])
  expect(ledBy(led, 'gas')).toEqual([])
})

test('no class has the address of what holds where nothing is said', () => {
  for (const { code } of CATALOGUE.categories) expect(idOf(code)).not.toBe(DEFAULTS)
})
