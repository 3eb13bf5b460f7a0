import type { IncidentRow } from '../../src/api/incidents'

/** A case of the list, with something else about it. */
export function caseRow(part: Partial<IncidentRow> = {}): IncidentRow {
  return {
    number: '20261122-000001',
    version: 1,
    state: 'dispatched',
    stage: 'take',
    kind: 'general',
    urgency: 'normal',
    category: '0101',
    title: '市场后面有一堆垃圾',
    place: '云溪农贸市场后面',
    lon: 120.89,
    lat: 30.6,
    grids: ['990101', '990101001', '990101001003'],
    grid_name: '第3网格',
    person: { id: 7, name: '李敏' },
    office: null,
    level: 3,
    made_up: false,
    changed_at: '2026-11-22T08:00:00Z',
    reported_at: '2026-11-22T08:00:00Z',
    due_at: '2026-11-25T08:00:00Z',
    stage_due_at: '2026-11-22T12:00:00Z',
    overdue: false,
    outside: false,
    escalated: 0,
    returned: 0,
    reopened: 0,
    channel: 'hotline',
    photos: 0,
    ...part,
  }
}
