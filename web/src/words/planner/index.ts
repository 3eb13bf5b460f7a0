import { i18n } from '..'
import en from './en'
import networksEn from './networks.en'
import networksZh from './networks.zh'
import panelsEn from './panels.en'
import panelsZh from './panels.zh'
import zh from './zh'

/** The planner's words join the others when its page is first opened. */
i18n.global.mergeLocaleMessage('zh', zh)
i18n.global.mergeLocaleMessage('en', en)
i18n.global.mergeLocaleMessage('zh', panelsZh)
i18n.global.mergeLocaleMessage('en', panelsEn)
i18n.global.mergeLocaleMessage('zh', networksZh)
i18n.global.mergeLocaleMessage('en', networksEn)
