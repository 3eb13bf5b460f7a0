import { i18n } from '../..'
import en from './en'
import zh from './zh'

/** The words about work stations join the others when they are first looked at. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
