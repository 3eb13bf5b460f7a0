import type { CatalogueCategory, IncidentCatalogue, Limit, Stage } from '@/api/incidentRules'

export const STAGES = ['accept', 'dispatch', 'take', 'handle', 'verify', 'arbitrate', 'total'] as const
export const LEVELS = ['all', '3', '2', '1'] as const
export type Level = (typeof LEVELS)[number]
export const KINDS = ['general', 'coordination', 'emergency', 'approval'] as const
export type Kind = (typeof KINDS)[number]
/** The address of what holds where categories say nothing; no class has this number. */
export const DEFAULTS = 0

/** A code as the address carries it, and back: 01 is 1, 0101 is 101. */
export const idOf = (code: string): number => Number(code)
export const codeOf = (id: number): string => String(id).padStart(id < 100 ? 2 : 4, '0')

export const parentOf = (code: string): string | null => (code.length > 2 ? code.slice(0, 2) : null)

/** The limit that holds where a category says none itself: of its class, else of its kind of handling. */
export function inheritedLimit(
  catalogue: IncidentCatalogue,
  { code, kind }: Pick<CatalogueCategory, 'code' | 'kind'>,
  stage: Stage,
  level: Level,
): Limit | null {
  const parent = catalogue.categories.find((one) => one.code === parentOf(code))
  const sources = [parent?.limits, catalogue.limits?.[kind ?? 'general']]
  for (const limits of sources) {
    const found = limits?.[stage]?.[level] ?? limits?.[stage]?.all
    if (found) return found
  }
  return null
}

/** The categories that a department usually leads. */
export function ledBy(catalogue: IncidentCatalogue, department: string): CatalogueCategory[] {
  return catalogue.categories.filter(({ lead }) => lead === department)
}

/** The first free code in a class; 99 stays for what fits nowhere else. */
export function freeCode(catalogue: IncidentCatalogue, parent: string): string {
  const taken = new Set(catalogue.categories.map((one) => one.code))
  for (let number = 1; number < 99; number++) {
    const code = parent + String(number).padStart(2, '0')
    if (!taken.has(code)) return code
  }
  return `${parent}99`
}
