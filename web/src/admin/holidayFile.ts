import type { SpecialDay } from '@/api/incidentRules'

const KINDS: Record<string, SpecialDay['kind']> = {
  holiday: 'holiday', off: 'holiday', 放假: 'holiday', 休: 'holiday', 休假: 'holiday',
  work: 'work', workday: 'work', makeup: 'work', 上班: 'work', 班: 'work', 补班: 'work', 调休: 'work', 调休上班: 'work',
} // biome-ignore format: two lines say more than thirteen

/** A row of a file that cannot be read. */
export class RowWrong extends Error {
  constructor(
    readonly row: number,
    readonly text: string,
  ) {
    super(text)
  }
}

/**
 * The days of a CSV with date, name, and whether it is off or worked, in whatever order; a line of headings is passed over.
 *
 * Throws RowWrong where a line has no date or does not say which.
 */
export function holidayRows(text: string): SpecialDay[] {
  const days: SpecialDay[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((line, at) => {
      const cells = line.split(/[,，;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''))
      if (!cells.some(Boolean)) return
      const date = cells.map(dateOf).find(Boolean)
      const kind = cells.map((cell) => KINDS[cell.toLowerCase()]).find(Boolean)
      if (!date && at === 0) return
      const names = cells.filter((cell) => cell && !dateOf(cell) && !KINDS[cell.toLowerCase()])
      const [zh, en] = names
      if (!date || !kind || !zh) throw new RowWrong(at + 1, line.slice(0, 60))
      days.push({ date, kind, name_zh: zh, name_en: en ?? zh })
    })
  return days
}

function dateOf(cell: string): string {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell) ?? []
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : ''
}
