import { type ComputedRef, computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ApiError } from '@/api/client'
import { usePreferences } from '@/state/preferences'

/** Where the cure is a field on this page, our words name the field; else the server's stand. */
export function useErrorHint(error: Ref<ApiError | null>): ComputedRef<string> {
  const { t } = useI18n()
  const preferences = usePreferences()
  return computed(() => {
    const { code = '', params = {} } = error.value ?? {}
    const names = (list: unknown) =>
      Array.isArray(list) ? list.join(preferences.language === 'zh' ? '、' : ', ') : ''
    const text = (name: string) => String(params[name] ?? '')
    if (code === 'crs_missing') return t('check.crsNeeded')
    if (code === 'crs_conflict')
      return t('check.crsConflict', { found: text('found'), declared: text('declared') })
    if (code === 'crs_looks_lonlat') return t('check.crsLonLat', { declared: text('declared') })
    if (code === 'crs_unknown' || code === 'crs_unusable')
      return t('check.crsWrong', { given: text('given') })
    if (code === 'encoding_wrong') return t('check.encodingNeeded', { tried: names(params.tried) })
    if (code.startsWith('layer_')) return t('check.layerNeeded', { layers: names(params.layers) })
    if (code === 'field_missing')
      return t('check.fieldNeeded', { field: text('field'), fields: names(params.fields) })
    return ''
  })
}
