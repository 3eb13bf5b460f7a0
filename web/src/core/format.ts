import type { Language } from '@/words'

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
/** Written out, because browsers differ (Sep, Sept). */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const M2_IN_HA = 10_000
const M2_IN_KM2 = 1_000_000

/** Grouped number with at most `digits` decimals. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: digits }).format(value)
}

/** Three figures that matter, never in scientific notation. */
function threeFigures(value: number, language: Language): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return formatNumber(value, language, digits)
}

/** A length in metres as people say it: cm below 1 m, km from 1,000 m. */
export function formatDistance(metres: number, language: Language): string {
  if (metres > 0 && metres < 0.01) return '< 1 cm'
  if (metres < 0.995) return `${formatNumber(metres * 100, language)} cm`
  if (metres < 999.5)
    return `${metres < 10 ? threeFigures(metres, language) : formatNumber(metres, language)} m`
  return `${threeFigures(metres / 1000, language)} km`
}

/** An area in square metres as people say it: m², hectares, km². */
export function formatArea(m2: number, language: Language): string {
  if (m2 > 0 && m2 < 0.01) return '< 0.01 m²'
  if (m2 < 1) return `${formatNumber(m2, language, 2)} m²`
  if (m2 < M2_IN_HA) return `${threeFigures(m2, language)} m²`
  if (m2 < M2_IN_KM2) return `${threeFigures(m2 / M2_IN_HA, language)} ${language === 'zh' ? '公顷' : 'ha'}`
  return `${threeFigures(m2 / M2_IN_KM2, language)} km²`
}

/** An ISO date or instant as 2026年11月21日 or 21 Nov 2026, taken as written (no shift of time zone). */
export function formatDate(iso: string, language: Language): string {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number)
  if (!year || !month || !day) return iso
  if (language === 'zh') return `${year}年${month}月${day}日`
  return `${day} ${MONTHS[month - 1]} ${year}`
}

/** Bytes as kB or MB. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1_000_000) return `${formatNumber(Math.max(1, bytes / 1000), language)} kB`
  return `${formatNumber(bytes / 1_000_000, language, 1)} MB`
}
