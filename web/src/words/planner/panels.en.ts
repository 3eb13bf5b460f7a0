import type { PanelWords } from './panels.zh'

/** What the panels of a plan say, in English. */
const en: PanelWords = {
  planPanels: {
    problems: {
      checked: '{n} grids checked',
      around: 'Check the other grids in view too',
      none: 'No problems found.',
      noneHint: 'Every step is checked as you draw: whatever the plan touches is listed here.',
      severity: { error: 'Errors', warning: 'Warnings', notice: 'Notices' },
      cures: 'What would cure it',
      show: 'See the result',
      look: 'Show on the map',
    },
    compare: {
      none: 'Nothing has changed yet.',
      noneHint:
        'Once you have drawn, area, households and people before and after are listed here grid by grid.',
      moved: 'Ground that changes hands',
      people: 'On it',
      boards: 'Boards to print again',
      boardsCount: '{n}',
      noded: '{n} grids only get points on their border, which is no change.',
      area: 'Area',
      households: 'Households',
      persons: 'People on duty',
      streets: 'Streets',
      comes: 'new',
      goes: 'ends',
      download: 'Download the ground that changes hands (GeoJSON)',
      householdsN: '{n} households',
      peopleN: '{n} people',
      levels: { 1: 'Level 1', 2: 'Level 2', 3: 'Level 3' },
    },
    plan: {
      ground: 'Ground',
      base: 'Begun on edition {n}',
      effective: 'In force from',
      effectiveNone: 'As soon as it is published',
      saveDay: 'Keep this day',
      steps: 'So far',
      opened: 'Plan begun',
      state: {
        draft: 'Sent back',
        submitted: 'Handed in',
        approved: 'Approved',
        published: 'Published',
        withdrawn: 'Withdrawn',
      },
      act: {
        submit: 'Hand in',
        return: 'Send back',
        approve: 'Approve',
        publish: 'Publish',
        withdraw: 'Withdraw plan',
        unlock: 'Unlock a statutory border',
      },
      say: {
        submit: 'Nobody can draw in it then, until it is approved or sent back.',
        return: 'The plan is a draft again and can be drawn in.',
        approve: 'An approved plan can be published. A plan of one’s own is approved by somebody else.',
        publish: 'From its instant on, the public map, locating and dispatch go by the new borders.',
        withdraw: 'The plan will not be used. What was drawn stays on record.',
        unlock: 'For this plan only, and on record.',
      },
      carry: 'Whoever answers for a grid also answers for what is cut out of it',
      published: 'Published as edition {n}, in force from {day}.',
      lacks: '{n} grids have no head yet: name one under People.',
      toPeople: 'Name people',
      unlocks: 'Unlocked borders',
      conflicts: 'Borders were published while this plan was being made:',
      happened: { ended: 'ended', changed: 'renamed or moved to another parent', moved: 'border moved' },
      noRight: 'Somebody else does the next step.',
    },
  },
}

export default en
