import { i18n } from '..'
import en from './en'
import zh from './zh'

/** The words of the rules for incidents join the others where they are set. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
