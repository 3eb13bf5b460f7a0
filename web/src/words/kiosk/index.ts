import { i18n } from '..'
import en from './en'
import zh from './zh'

/** The words of the touch screen join the others when it is opened. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
