import { useI18n } from 'vue-i18n'
import type { Office } from '@/api/offices'
import type { Publishable } from '@/api/persons'
import { formatDate } from '@/core/format'
import { usePreferences } from '@/state/preferences'

const DAYS: readonly string[] = ['opted_in_at', 'valid_from', 'valid_until']

/** Values of a person's form in words. */
export function usePersonText(offices: () => readonly Office[]) {
  const { t } = useI18n()
  const preferences = usePreferences()

  function say(field: string, value: unknown): string {
    if (Array.isArray(value) && value.length)
      return value.map((one: Publishable) => t(`duty.fields.${one}`)).join(t('people.comma'))
    if (value === null || value === '' || Array.isArray(value)) return t('duty.nothing')
    if (field === 'kind') return t(`duty.kinds.${value}`)
    if (field === 'office') return offices().find((one) => one.id === value)?.name.zh ?? String(value)
    if (DAYS.includes(field)) return formatDate(String(value), preferences.language)
    return String(value)
  }

  return { say }
}
