import type { FieldWords } from './zh'

const en: FieldWords = { field: { title: 'My work' } }

export default en
