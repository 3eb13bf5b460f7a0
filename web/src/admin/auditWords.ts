import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useRoleNames } from '@/account/roleNames'
import { type AuditWords, auditWords } from '@/api/audit'
import { formatInstant } from '@/core/instant'
import { i18n } from '@/words'

type Kind = keyof AuditWords

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** What the audit log writes as codes, in the reader's language; a code without words is told as it is. */
export const useAuditWords = defineStore('auditWords', () => {
  const found = shallowRef<AuditWords>({ acts: [], fields: [], subjects: [] })
  const roles = useRoleNames()
  let asking: Promise<void> | null = null

  function load(): Promise<void> {
    void roles.load()
    asking ??= auditWords().then(
      (now) => {
        found.value = now
      },
      () => {
        asking = null // codes are shown until the next page asks again
      },
    )
    return asking
  }

  function name(kind: Kind, code: string): string {
    const one = found.value[kind].find((word) => word.code === code)
    return one?.name[i18n.global.locale.value] ?? code
  }

  /** All acts with their names, for choosing one. */
  const acts = computed(() =>
    found.value.acts.map(({ code, name: names }) => ({ code, name: names[i18n.global.locale.value] })),
  )

  const act = (code: string) => name('acts', code)

  /** Where something stands in an entry, as "grid.name" or "steps.2.reason": each part by its name. */
  const field = (path: string) =>
    path
      .split('.')
      .map((part) => name('fields', part))
      .join(' · ')

  /** "grant:7 account:3" as 授权 7 · 账号 3. */
  const subject = (text: string | null) =>
    (text ?? '').replace(/(^| )([a-z_]+):/g, (_, before: string, kind: string) => {
      return `${before && ' · '}${name('subjects', kind)} `
    })

  /** A value as people read it: roles and actions by name, instants as dates. */
  function value(path: string, given: unknown): string {
    const { t, te } = i18n.global
    if (given === null || given === undefined || given === '') return t('audit.none')
    if (typeof given === 'boolean') return given ? t('audit.yes') : t('audit.no')
    if (Array.isArray(given))
      return given.length ? given.map((one) => value(path, one)).join(t('audit.and')) : t('audit.none')
    if (typeof given === 'object') return JSON.stringify(given)
    const text = String(given)
    const key = path.split('.').at(-1) ?? ''
    if (key === 'role') return roles.roleName(text)
    if (key === 'actions') return roles.actionName(text)
    if (key === 'action') return act(text)
    if (key === 'kind' && te(`offices.kinds.${text}`)) return t(`offices.kinds.${text}`)
    if (key === 'language' && te(`language.${text}`)) return t(`language.${text}`)
    return typeof given === 'string' && INSTANT.test(text)
      ? formatInstant(text, i18n.global.locale.value)
      : text
  }

  return { found, load, acts, act, field, subject, value }
})
