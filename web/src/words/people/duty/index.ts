import { i18n } from '../..'
import en from './en'
import zh from './zh'

/** The words of the people manager's pages join the others when such a page is first opened. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
