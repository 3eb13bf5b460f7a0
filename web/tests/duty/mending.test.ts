import { expect, test } from 'vitest'
import { firstStep } from '../../src/duty/mending'

test.each([
  ['no_head', {}, { act: 'appoint', role: 'head' }],
  ['nobody_answers', {}, { act: 'appoint', role: 'head' }],
  ['no_member', {}, { act: 'appoint', role: 'member' }],
  ['partner_not_adjacent', {}, { act: 'partner' }],
  ['lapsing', { role: 'head' }, { act: 'appoint', role: 'head' }],
  ['lapsing', { role: 'liaison' }, { act: 'duties' }],
  ['grid_ended', {}, { act: 'duties' }],
  ['heads_several', {}, { act: 'person', id: 7, name: '李敏' }],
  ['unheard_of', {}, null],
])('%s is mended first by', (code, params, step) => {
  expect(firstStep({ code, params, persons: [{ id: 7, name: '李敏' }] })).toEqual(step)
})
