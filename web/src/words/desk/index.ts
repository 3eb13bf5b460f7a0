import { i18n } from '..'
import en from './en'
import zh from './zh'

/** The desk's words join the others when its page is first opened. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
