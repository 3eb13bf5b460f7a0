import { useI18n } from 'vue-i18n'
import type { Board } from '@/api/boards'
import { formatInstantDay } from '@/core/instant'
import { usePreferences } from '@/state/preferences'
import type { BoardMark } from './BoardMap.vue'

/** Boards in words. */
export function useBoardText() {
  const { t } = useI18n()
  const preferences = usePreferences()
  const day = (instant: string) => formatInstantDay(instant, preferences.language)
  const gridName = ({ grid }: Pick<Board, 'grid'>) => grid.name || grid.code
  const kindName = ({ kind, size }: Pick<Board, 'kind' | 'size'>) => `${t(`boards.kinds.${kind}`)} ${size}`
  const reasons = (stale: Board['stale']) =>
    (stale ?? []).map((one) => t(`boards.reasons.${one}`)).join(t('people.comma'))

  function checkText({ last_check }: Board): string {
    if (!last_check) return t('boards.neverChecked')
    const { at, by, fine, note } = last_check
    const said = t(fine ? 'boards.checkedFine' : 'boards.checkedWrong', {
      day: day(at),
      by,
    })
    return note ? `${said}${t('boards.colon')}${note}` : said
  }

  function markOf(board: Board, text = ''): BoardMark {
    return {
      key: board.id,
      place: [board.lon, board.lat],
      text,
      label: [text, board.place, reasons(board.stale)].filter(Boolean).join(' '),
      look: board.stale?.length ? 'stale' : 'fine',
    }
  }

  return { t, preferences, day, gridName, kindName, reasons, checkText, markOf }
}
