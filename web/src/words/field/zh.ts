/** The words of the field page. */
const zh = { field: { title: '我的任务' } }

export default zh
export type FieldWords = typeof zh
