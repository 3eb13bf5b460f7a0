import type { ReturnsWords } from './zh'

/** What the screen of borders in dispute says, in English. */
const en: ReturnsWords = {
  returns: {
    title: 'Borders that incidents go back and forth over',
    lead: 'Over which borders, and between which departments, incidents are passed on. The wider a line, the more often.',
    period: 'Period',
    days: { 30: 'Last 30 days', 90: 'Last 90 days', 365: 'Last year' },
    kinds: 'By border or by department',
    borders: 'Borders',
    offices: 'Departments',
    map: 'Map of the borders; drag and zoom',
    count: '{n} times',
    length: 'They share {length}',
    apart: 'These two share no border',
    last: 'last on {at}',
    acts: { return: 'returned {n}', hand_on: 'handed on {n}', dispute: 'disputed {n}', move: 'moved {n}' },
    unstated: 'No reason chosen',
    reasons: {
      not_ours: 'Not our duty',
      wrong_place: 'Not in my grid',
      nothing_found: 'Nothing found there',
      other_side: 'Across the border',
      other_ground: 'In another grid',
      away: 'Away',
      beyond_us: 'Beyond us',
      other: 'Something else',
    },
    plan: 'Plan here',
    planHint: 'A new plan for what both are part of, with the map at this border',
    back: 'back to the desk',
    none: 'Nothing went back and forth in this time',
    noneHint:
      'Where an incident is returned, handed on or moved to another grid, it counts for the border between the two.',
    from: '{one} → {other}',
    newTitle: 'Change the border of {one} and {other}',
    newReason: 'In {days} days {n} incidents went back and forth over this border.',
  },
}

export default en
