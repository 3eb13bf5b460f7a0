import { useI18n } from 'vue-i18n'
import type { Problem } from '@/api/check'
import { type Fault, plainMessage, thinWidth } from '@/core/faults'
import { formatArea, formatDistance } from '@/core/format'
import { usePreferences } from '@/state/preferences'

/** Words about faults, in the language of the page. */
export function useFaultText() {
  const { t, te } = useI18n()
  const preferences = usePreferences()

  /** The name of a code; the code itself where a newer server has one we do not know. */
  const nameOf = (code: string) => (te(`check.code.${code}`) ? t(`check.code.${code}`) : code)
  const whatIs = (code: string) => (te(`check.whatIs.${code}`) ? t(`check.whatIs.${code}`) : '')
  const cureOf = (code: string) => (te(`check.cureIs.${code}`) ? t(`check.cureIs.${code}`) : '')

  /** Which grids it is between; where no grid takes part, as in a gap, where it is. */
  function between({ problem: { code, grids }, centre }: Fault): string {
    const [a, b] = grids
    if (a === undefined) {
      if (!centre) return nameOf(code)
      return t('check.at', { lon: centre[0].toFixed(5), lat: centre[1].toFixed(5) })
    }
    if (grids.length === 1) return a
    if (grids.length === 2 && b !== undefined) return t('check.between', { a, b })
    return t('check.betweenMany', { a, n: grids.length })
  }

  function area(m2: number): string {
    return m2 > 0 ? formatArea(m2, preferences.language) : t('check.noArea')
  }

  function size({ problem, geometry }: Fault): string {
    const width = thinWidth(geometry, problem.area_m2)
    const all = area(problem.area_m2)
    if (width === null) return all
    const join = preferences.language === 'zh' ? '，' : ', '
    return all + join + t('check.narrow', { width: formatDistance(width, preferences.language) })
  }

  const message = (problem: Problem) => plainMessage(problem, preferences.language)

  return { nameOf, whatIs, cureOf, between, area, size, message }
}
