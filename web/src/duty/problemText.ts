import { useI18n } from 'vue-i18n'

/** Kinds of faults that have a name and a first step of their own. */
const KINDS = [
  'no_head',
  'heads_several',
  'no_member',
  'partner_not_adjacent',
  'lapsing',
  'grid_ended',
  'nobody_answers',
]

export function useProblemText() {
  const { t } = useI18n()
  const kindName = (code: string) => (KINDS.includes(code) ? t(`duty.kindsOfProblem.${code}`) : code)
  return { kindName }
}
