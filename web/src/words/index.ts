import { createI18n } from 'vue-i18n'
import en from './en'
import zh from './zh'

export type Language = 'zh' | 'en'

export const LANGUAGES: readonly Language[] = ['zh', 'en']

export const i18n = createI18n({
  legacy: false,
  locale: 'zh' as Language,
  fallbackLocale: false as const,
  messages: { zh, en },
})

export function isLanguage(value: unknown): value is Language {
  return value === 'zh' || value === 'en'
}

/** The first of the browser's languages that we speak; Chinese where it speaks neither. */
export function browserLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0]
    if (isLanguage(base)) return base
  }
  return 'zh'
}
