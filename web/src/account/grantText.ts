import { useI18n } from 'vue-i18n'
import type { Grant, Names } from '@/api/grants'
import { formatInstantDay, lastDay, startOfDay } from '@/core/instant'
import { usePreferences } from '@/state/preferences'
import { useRoleNames } from './roleNames'

/** How a grant is said: which role, where, for how long. */
export function useGrantText() {
  const { t } = useI18n()
  const preferences = usePreferences()
  const names = useRoleNames()
  void names.load()

  function inLanguage(name: string | Partial<Names> | null | undefined): string {
    if (!name || typeof name === 'string') return name ?? ''
    return name[preferences.language] ?? name.zh ?? ''
  }

  function whereOf(grant: Pick<Grant, 'scope' | 'grid' | 'office'>): string {
    if (grant.scope === 'grid' && grant.grid)
      return t('grants.andBelow', { grid: grant.grid.name || grant.grid.code })
    if (grant.scope === 'office') return t('grants.officeGround', { office: inLanguage(grant.office?.name) })
    return t('grants.everywhere')
  }

  /** For how long, with `until` the instant at which it ends. */
  function whenOf(from: string | null, until: string | null, now = Date.now()): string {
    const begins =
      from && new Date(from).getTime() > now ? t('grants.on', { date: day(from) }) : t('grants.now')
    const ends = until ? t('grants.until2', { date: day(startOfDay(lastDay(until))) }) : t('grants.forever')
    return `${begins}${preferences.language === 'zh' ? '，' : ', '}${ends}`
  }

  /** The dates of a grant that exists. */
  function datesOf(grant: Grant): string {
    const from = t('grants.on', { date: day(grant.valid_from) })
    if (!grant.valid_until) return from
    const until = t('grants.until2', { date: day(startOfDay(lastDay(grant.valid_until))) })
    return `${from}${preferences.language === 'zh' ? '，' : ', '}${until}`
  }

  /** Whom the log calls "account:3 li" by login; commands and the system itself in words. */
  function actorName(actor: string): string {
    const [, kind, who] = /^(account:\d+ |cli:|anonymous$|system$)(.*)$/.exec(actor) ?? []
    if (kind === 'cli:') return t('audit.byCommand', { who })
    if (kind === 'anonymous' || kind === 'system') return t(`audit.${kind}`)
    return who ?? actor
  }

  const day = (instant: string) => formatInstantDay(instant, preferences.language)
  return {
    whereOf,
    whenOf,
    datesOf,
    inLanguage,
    actorName,
    roleName: names.roleName,
    actionName: names.actionName,
  }
}
