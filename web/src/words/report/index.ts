import { i18n } from '..'
import en from './en'
import zh from './zh'

/** The words of reports join the others where they are first needed. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
