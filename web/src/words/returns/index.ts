import { i18n } from '..'
import en from './en'
import zh from './zh'

/** These words join the others when the screen is first opened. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
