import { i18n } from '..'
import en from './en'
import zh from './zh'

/** The words about people join the others where people are shown. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
