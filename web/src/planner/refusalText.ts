import { useI18n } from 'vue-i18n'
import type { ApiError } from '@/api/client'
import { formatDistance } from '@/core/format'
import { usePreferences } from '@/state/preferences'
import { usePlan } from './plan'

/** Says why something was refused: in the words of this page, else in those of the server. */
export function useRefusalText(): (error: ApiError) => string {
  const { t, te } = useI18n()
  const plan = usePlan()
  const preferences = usePreferences()

  function nameOf(key: unknown): string {
    const grid = plan.grids.get(String(key))
    return grid?.name || grid?.code || String(key)
  }

  function listed(value: unknown): string {
    return Array.isArray(value) ? value.map(nameOf).join(t('planner.comma')) : ''
  }

  return ({ code, params, title, detail, isUnreachable }) => {
    if (isUnreachable) return t('state.unreachable')
    const path = `planner.refusal.${code}`
    if (!te(path)) return detail || title || t('state.failed')
    const width =
      typeof params.width_m === 'number' ? formatDistance(params.width_m, preferences.language) : ''
    const named = {
      grids: listed(params.grids),
      parents: listed(params.parents),
      grid: nameOf(params.grid ?? ''),
    }
    return t(path, { ...params, ...named, width })
  }
}
